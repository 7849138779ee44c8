"""Which pages does this room answer?"""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
