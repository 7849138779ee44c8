"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.demo import pages

urlpatterns = [
    path(pgettext_lazy("url", "sign-in/practice/"), pages.demo_sign_in, name="demo_sign_in"),
]
