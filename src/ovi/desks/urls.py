"""Which pages does this room answer?"""

from __future__ import annotations

from django.urls import path
from django.utils.translation import pgettext_lazy

from ovi.desks import pages_copy, pages_resident, urls_messages, urls_public, urls_staff, urls_tray

resident = [
    path("", pages_resident.front, name="front"),
    path(pgettext_lazy("url", "my-matters/"), pages_resident.my_matters, name="my_matters"),
    path(pgettext_lazy("url", "my-matters/<int:pk>/"), pages_resident.matter, name="matter"),
    path(pgettext_lazy("url", "my-matters/own-data/"), pages_copy.own_copy, name="own_copy"),
    path(
        pgettext_lazy("url", "my-matters/own-data/<uuid:key>/<slug:file_format>/"),
        pages_copy.own_copy_file,
        name="own_copy_file",
    ),
]
urlpatterns = [
    *resident,
    *urls_staff.urlpatterns,
    *urls_messages.urlpatterns,
    *urls_tray.urlpatterns,
    *urls_public.urlpatterns,
]
