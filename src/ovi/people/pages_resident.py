"""How does one come in and go out? Which ways there are, and which page is one's own."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from allauth.account.views import LoginView
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_GET, require_POST

from ovi.people.actions import end_sign_in
from ovi.people.county_pages import sign_out_address
from ovi.people.saml_setup import E_ID
from ovi.people.sign_in_state import SIGN_IN
from ovi.people.signed_in import actor_of
from ovi.people.states import CARE_ROLES, SignInEnd
from ovi.plumbing import clock
from ovi.plumbing.actor import Role
from ovi.plumbing.settings import settings

_HOMES: tuple[tuple[frozenset[Role], str], ...] = (
    (CARE_ROLES, "worklist"),
    (frozenset({Role.MANAGER}), "access"),
    (frozenset({Role.PROGRAMME_OFFICE}), "programme"),
    (frozenset({Role.OPERATOR}), "operator"),
    (frozenset({Role.RESIDENT}), "my_matters"),
)


@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """The ways in that this installation has."""
    then = _safe_next(request)
    if request.user.is_authenticated:
        return redirect(then or "after_sign_in")
    context = {
        "then": then,
        "contact_waits": then.startswith(reverse("contact_new")),
        "demo_href": _way("demo_sign_in", then) if settings().invented_data else "",
        "password_href": _way("password_sign_in", then),
        "e_id_href": _e_id_way(then),
        "county_href": _way("openid_connect_login", then, provider_id="county") if settings().oidc_issuer else "",
    }
    return render(request, "people/sign_in.html", context)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Out, also at the provider if one came from there, and the session with everything in it is gone."""
    away = sign_out_address(request)
    end_sign_in(sign_in_id=request.session.get(SIGN_IN), why=SignInEnd.SIGNED_OUT, now=clock.now())
    logout(request)
    return redirect(away or "front")


@require_GET
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """To the page that one's role begins with; a professional who is also a resident begins with work."""
    actor = actor_of(request)
    for roles, home in _HOMES:
        if actor.has(*roles):
            return redirect(home)
    return redirect("front")


class PasswordSignIn(LoginView):  # type: ignore[misc]
    """allauth's sign-in by password, with its throttling, at an address in the person's language."""

    template_name = "account/login.html"

    def form_invalid(self, form: Any) -> HttpResponse:
        """After five wrong passwords the answer is 429, also for programs that do not read the words."""
        response: HttpResponse = super().form_invalid(form)
        codes = {error.code for error in form.non_field_errors().as_data()}
        if "too_many_login_attempts" in codes:
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = "300"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "then": _safe_next(self.request)}


def _safe_next(request: HttpRequest) -> str:
    """Where to go afterwards; never to another site."""
    then = request.POST.get("next") or request.GET.get("next") or ""
    allowed = url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()}, require_https=False)
    return then if allowed else ""


def _way(name: str, then: str, **kwargs: str) -> str:
    try:
        href = reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""
    return f"{href}?{urlencode({'next': then})}" if then else href


def _e_id_way(then: str) -> str:
    """Strong e-ID by whichever protocol the county has connected; SAML where both are."""
    if settings().eid_saml_metadata:
        return _way("saml_login", then, organization_slug=E_ID)
    return _way("openid_connect_login", then, provider_id=E_ID) if settings().eid_oidc_issuer else ""
