"""How does one come in by OpenID Connect, and out again, also at the provider's end?

Staff by the county's sign-in, residents by strong e-ID: the same questions and checks, two providers.
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET
from requests import RequestException

from ovi.people.county_tokens import SESSION_END, SESSION_TOKEN, CountyAdapter
from ovi.people.e_id import ENOUGH
from ovi.people.e_id_pages import unreachable
from ovi.people.saml_pages import saml_sign_out_address
from ovi.people.saml_setup import E_ID
from ovi.people.sign_in import county_unreachable
from ovi.plumbing.settings import settings


class _Callback(OAuth2CallbackView):  # type: ignore[misc]
    """The library's callback; what was kept when we asked goes to the check of the token."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        self.adapter.kept = state or {}
        return state, answer


@require_GET
@login_not_required  # type: ignore[untyped-decorator]
def county_sign_in(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask the provider, with a nonce, PKCE and a state of our own."""
    adapter = _adapter(request, provider_id)
    provider, nonce = adapter.get_provider(), secrets.token_urlsafe(32)
    asked = {**provider.get_auth_params(), "nonce": nonce}
    if levels := _levels(provider_id):
        asked["acr_values"] = levels
    then = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()}):
        then = ""
    try:
        answer: HttpResponse = provider.redirect(
            request, process="login", next_url=then or None, auth_params=asked, nonce=nonce
        )
    except RequestException as error:
        return unreachable(request, error) if provider_id == E_ID else county_unreachable(request, error)
    return answer


@require_GET
@login_not_required  # type: ignore[untyped-decorator]
def county_answer(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The provider sends the person back with a code."""
    answer: HttpResponse = _Callback.adapter_view(_adapter(request, provider_id))(request)
    return answer


def sign_out_address(request: HttpRequest) -> str:
    """Where to sign out at the provider as well (RP-Initiated Logout, or SAML); empty where none let one in."""
    if away := saml_sign_out_address(request):
        return away
    end, token = request.session.get(SESSION_END, ""), request.session.get(SESSION_TOKEN, "")
    if not (end and token):
        return ""
    back = request.build_absolute_uri(reverse("front"))
    return f"{end}?{urlencode({'id_token_hint': token, 'post_logout_redirect_uri': back})}"


def _levels(provider_id: str) -> str:
    named = " ".join(ENOUGH) if provider_id == E_ID else settings().oidc_mfa_acr
    return named.replace(",", " ").strip()


def _adapter(request: HttpRequest, provider_id: str) -> CountyAdapter:
    issuers = {"county": settings().oidc_issuer, E_ID: settings().eid_oidc_issuer}
    if not issuers.get(provider_id):
        raise Http404
    request.ovi_e_id = provider_id == E_ID  # type: ignore[attr-defined]  # whose words a refusal uses
    adapter = CountyAdapter(request, provider_id)
    try:
        adapter.get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return adapter
