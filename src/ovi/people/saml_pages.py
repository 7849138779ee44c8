"""How does one come in by SAML 2.0 (Suomi.fi-tunnistus), and out again at the provider?

The library reads and verifies the answer (signature, audience, times, answer to our own question); what it leaves to
its user is here: the level, one use of each answer, refusals in plain words, and the way out.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from allauth.socialaccount.providers.saml.utils import build_auth, get_app_or_404
from allauth.socialaccount.providers.saml.views import FinishACSView, SLSView
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET
from onelogin.saml2.errors import OneLogin_Saml2_Error

from ovi.people.actions import end_sign_in
from ovi.people.e_id_pages import refused_page
from ovi.people.saml_setup import E_ID
from ovi.people.sign_in_state import SAML, SIGN_IN
from ovi.people.states import SignInEnd
from ovi.plumbing import clock
from ovi.plumbing.settings import settings


class EIdProvider(SAMLProvider):  # type: ignore[misc]
    """The library's provider, which also hands on how sure the identification was and which answer it was."""

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        return {
            "attributes": data.get_attributes(),
            "saml": {
                "levels": list(data.get_last_authn_contexts()),
                "answer": [data.get_settings().get_idp_data()["entityId"], data.get_last_assertion_id()],
                "sign_out": {
                    "name_id": data.get_nameid(), "name_id_format": data.get_nameid_format(),
                    "nq": data.get_nameid_nq(), "spnq": data.get_nameid_spnq(),
                    "session_index": data.get_session_index(),
                },
            },
        }  # fmt: skip

    def extract_uid(self, data: Any) -> str:
        """No account is known by it (people.actions.e_id knows persons); the library wants something short."""
        return str(data.get_last_assertion_id())


@require_GET
@login_not_required  # type: ignore[untyped-decorator]
def saml_sign_in(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Ask the provider, with a signed question."""
    then = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()}):
        then = ""
    answer: HttpResponse = _provider(request, organization_slug).redirect(
        request, process="login", next_url=then or None
    )
    return answer


class SamlAnswer(FinishACSView):  # type: ignore[misc]
    """The library's view of the answer; an answer to a question that this browser did not ask is refused."""

    def get_provider(self, organization_slug: str) -> EIdProvider:
        return _provider(self.request, organization_slug)

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        try:
            answer: HttpResponse = super().dispatch(request, organization_slug)
        except (PermissionDenied, OneLogin_Saml2_Error):
            return refused_page(request, "failed")
        return answer


class SamlSignOut(SLSView):  # type: ignore[misc]
    """The library's view of signing out, begun here or at the provider; the row of the sign-in ends with it."""

    def get_provider(self, organization_slug: str) -> EIdProvider:
        return _provider(self.request, organization_slug)

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        sign_in_id = request.session.get(SIGN_IN)
        try:
            answer: HttpResponse = super().dispatch(request, organization_slug)
        except OneLogin_Saml2_Error:
            answer = HttpResponse(status=HTTPStatus.BAD_REQUEST)
        if not request.user.is_authenticated:
            end_sign_in(sign_in_id=sign_in_id, why=SignInEnd.SIGNED_OUT, now=clock.now())
        if answer.status_code >= HTTPStatus.BAD_REQUEST:
            return render(request, "people/sign_out_unsure.html", status=answer.status_code)
        return answer


def saml_sign_out_address(request: HttpRequest) -> str:
    """Where to sign out at the provider as well, with a signed request; empty where one did not come from there."""
    kept = request.session.get(SAML)
    if not kept or not settings().eid_saml_metadata:
        return ""
    auth = build_auth(request, _provider(request, E_ID))
    return str(auth.logout(return_to="", **kept)) if auth.get_slo_url() else ""


def _provider(request: HttpRequest, organization_slug: str) -> EIdProvider:
    if organization_slug != E_ID or not settings().eid_saml_metadata:
        raise Http404
    request.ovi_e_id = True  # type: ignore[attr-defined]  # whose words a refusal uses
    return EIdProvider(request, app=get_app_or_404(request, organization_slug))
