"""Who may come in by password, the county's sign-in or strong e-ID? Staff whom the county knows, and every resident."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ovi.foundation.refusals import Refused
from ovi.people.actions import apply_county_sign_in
from ovi.people.county_roles import read_grants
from ovi.people.e_id_pages import come_in, refused_page
from ovi.plumbing import clock
from ovi.plumbing.settings import settings

log = logging.getLogger(__name__)
COUNTY = "county"


class NoSignUpAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody makes an account for themselves; refusals in our own words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("The user name or the password is wrong. Check both and try again."),
        "too_many_login_attempts": _(
            "Too many wrong attempts. To protect your data, you cannot sign in for five minutes. Wait and try again, "
            "or call us."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page one lands on tells enough, and messages that no page shows would pile up."""


class CountyAccountsAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The county's sign-in: two factors or nothing, and exactly the roles that the county's groups give now."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Before anybody is signed in: was it two factors, and do the groups give a role?

        A resident's strong e-ID goes its own way: nothing of the provider's answer is kept but what the person is.
        """
        if sociallogin.account.provider != COUNTY:
            raise ImmediateHttpResponse(come_in(request, sociallogin))
        data = sociallogin.account.extra_data
        claims, told = data["id_token"], data.get("userinfo") or {}
        if not _two_factors(claims):
            _refuse(request, "factors")
        try:
            grants = read_grants(settings().oidc_roles)
        except Refused as refused:
            log.error("county sign-in: %s %s", refused.message, refused.faults)
            _refuse(request, "broken")
        groups = _groups(claims) | _groups(told)
        account = apply_county_sign_in(
            account=sociallogin.user if sociallogin.is_existing else None,
            issuer=claims["iss"],
            subject=claims["sub"],
            name=str(claims.get("name") or told.get("name") or "").strip(),
            grants=[one for one in grants if one.group in groups],
            now=clock.now(),
        )
        if account is None:
            _refuse(request, "groups")
        if not sociallogin.is_existing:
            sociallogin.connect(request, account)
        # What the provider told is not kept: the log and the roles hold what is needed.
        type(sociallogin.account).objects.filter(pk=sociallogin.account.pk).update(extra_data={})

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> None:
        if getattr(request, "ovi_e_id", False):
            raise ImmediateHttpResponse(refused_page(request, "cancelled" if str(error) == "cancelled" else "failed"))
        log.warning("county sign-in failed: %s %s", error, exception or "")
        _refuse(request, "cancelled" if str(error) == "cancelled" else "failed")


def _two_factors(claims: dict[str, Any]) -> bool:
    """By `amr` (RFC 8176) or `acr`, with the values that the county has named."""
    methods = claims.get("amr") or []
    used = set(methods if isinstance(methods, list) else str(methods).split())
    return bool(used & _listed(settings().oidc_mfa_amr)) or claims.get("acr") in _listed(settings().oidc_mfa_acr)


def _groups(claims: dict[str, Any]) -> set[str]:
    found = claims.get(settings().oidc_groups_claim) or []
    return {str(one) for one in (found if isinstance(found, list) else [found])}


def _listed(setting: str) -> set[str]:
    return {one.strip() for one in setting.split(",") if one.strip()}


def _refuse(request: HttpRequest, why: str) -> NoReturn:
    """A page that says what to do; the sign-in ends here, and nothing of it stays in the session."""
    log.info("county sign-in refused: %s", why)
    request.session.flush()
    raise ImmediateHttpResponse(render(request, "people/county_refused.html", {"why": why}, status=403))


def county_unreachable(request: HttpRequest, error: Exception) -> HttpResponse:
    """The county's provider does not answer: say so, and which way remains."""
    log.error("county sign-in cannot be reached: %s", type(error).__name__)
    return render(request, "people/county_refused.html", {"why": "unreachable"}, status=503)
