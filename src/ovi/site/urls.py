"""Which page answers at which address? Finnish paths, with Swedish and English twins by the same view."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from ovi.plumbing.settings import settings

urlpatterns = [
    *i18n_patterns(
        path("", include("ovi.desks.urls")),
        path("", include("ovi.directory.urls")),
        path("", include("ovi.contact.urls")),
        path("", include("ovi.people.urls")),
        path("", include("ovi.performance.urls")),
        path("", include("ovi.programme.urls")),
        *([path("", include("ovi.demo.urls"))] if settings().invented_data else []),
        prefix_default_language=False,
    ),
    path("", include("ovi.exchange.urls")),
    path("accounts/", include("allauth.urls")),
]

handler404 = "ovi.site.errors.not_found"
handler500 = "ovi.site.errors.broken"
