"""Which pages does this room answer?"""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.urls.resolvers import RoutePattern, URLResolver
from django.utils.functional import Promise
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


class Beginning(RoutePattern):
    """Lets through only addresses with one of these beginnings, and takes nothing of them.

    Without it each visitor's address would be held against a hundred addresses of the staff, one after another.
    """

    def __init__(self, *beginnings: Promise | str) -> None:
        super().__init__("")
        self._beginnings = beginnings

    def match(self, path: str) -> tuple[str, tuple[Any, ...], dict[str, Any]] | None:
        return (path, (), {}) if path.startswith(tuple(map(str, self._beginnings))) else None


staff = Beginning(pgettext_lazy("url", "work/"), pgettext_lazy("url", "management/"), pgettext_lazy("url", "system/"))
urlpatterns = [
    *resident,
    URLResolver(staff, urls_staff.urlpatterns),
    *urls_messages.urlpatterns,
    *urls_tray.urlpatterns,
    *urls_public.urlpatterns,
]
