"""Which page answers at which address? Finnish paths, with Swedish and English twins by the same view."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from ovi.people.county_pages import county_answer, county_sign_in
from ovi.people.saml_pages import SamlAnswer, SamlSignOut, saml_sign_in
from ovi.plumbing.settings import settings

urlpatterns = [
    *i18n_patterns(
        path("", include("ovi.desks.urls")),
        path("", include("ovi.directory.urls")),
        path("", include("ovi.contact.urls")),
        path("", include("ovi.people.urls")),
        path("", include("ovi.booking.urls")),
        path("", include("ovi.performance.urls")),
        path("", include("ovi.programme.urls")),
        *([path("", include("ovi.demo.urls"))] if settings().invented_data else []),
        prefix_default_language=False,
    ),
    path("", include("ovi.exchange.urls")),
    # The library's own addresses, answered by our stricter views (people.county_tokens); hence before its urls.
    path("accounts/oidc/<slug:provider_id>/login/", county_sign_in, name="openid_connect_login"),
    path("accounts/oidc/<slug:provider_id>/login/callback/", county_answer, name="openid_connect_callback"),
    path("accounts/saml/<slug:organization_slug>/login/", saml_sign_in, name="saml_login"),
    path("accounts/saml/<slug:organization_slug>/acs/finish/", SamlAnswer.as_view(), name="saml_finish_acs"),
    path("accounts/saml/<slug:organization_slug>/sls/", csrf_exempt(SamlSignOut.as_view()), name="saml_sls"),
    path("accounts/", include("allauth.urls")),
]

handler404 = "ovi.site.errors.not_found"
handler500 = "ovi.site.errors.broken"
