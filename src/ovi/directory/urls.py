"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.directory import pages_resident as pages

urlpatterns = [
    path(pgettext_lazy("url", "services/"), pages.services, name="services"),
    path(pgettext_lazy("url", "services/<int:pk>/"), pages.service, name="service"),
]
