"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.directory import pages_resident as pages

urlpatterns = [
    path(pgettext_lazy("url", "services/"), pages.services, name="services"),
    path(pgettext_lazy("url", "services/browse/"), pages.browse, name="browse"),
    path(pgettext_lazy("url", "services/my-needs/"), pages.my_needs, name="my_needs"),
    path(pgettext_lazy("url", "services/<int:pk>/"), pages.service, name="service"),
    path(pgettext_lazy("url", "services/<int:pk>/data.jsonld"), pages.service_data, name="service_data"),
    path(pgettext_lazy("url", "near/"), pages.near, name="near"),
    path(pgettext_lazy("url", "embed/"), pages.embed_code, name="embed_code"),
    path(pgettext_lazy("url", "embed/services"), pages.embed_box, name="embed_box"),
]
