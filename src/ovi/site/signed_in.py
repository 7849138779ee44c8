"""How long does a sign-in last, and was it strong enough for staff? Asked at every request of who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ovi.people import acting
from ovi.people.actions import end_sign_in, seen
from ovi.people.sign_in_state import BEGUN, ON_BEHALF, SEEN, SIGN_IN
from ovi.people.signed_in import text_is_kept
from ovi.people.states import SignInEnd
from ovi.plumbing import access, clock
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Role
from ovi.plumbing.settings import settings
from ovi.site.errors import expired_form, ground_lost

Next = Callable[[HttpRequest], HttpResponse]
_WRITTEN_EVERY_SECONDS = 60


class SessionLimitMiddleware:
    """Ends a session that has been idle too long, or that has simply lasted long enough."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and (why := self._over(request)):
            end_sign_in(sign_in_id=request.session.get(SIGN_IN), why=why, now=clock.now())
            logout(request)
            if request.method == "POST":
                return self.get_response(request) if text_is_kept(request) else expired_form(request)
            return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)

    def _over(self, request: HttpRequest) -> SignInEnd | None:
        at, session = clock.now(), request.session
        now, begun, seen_at = int(at.timestamp()), session.get(BEGUN, 0), session.get(SEEN, 0)
        if now - seen_at > settings().idle_minutes * 60:
            return SignInEnd.IDLE
        if now - begun > settings().session_hours * 3600:
            return SignInEnd.HOURS
        if now - seen_at >= _WRITTEN_EVERY_SECONDS:
            session[SEEN] = now
            if SIGN_IN in session:
                seen(sign_in_id=session[SIGN_IN], now=at)
        return None


class SecondFactorMiddleware:
    """Sends staff who came by a password alone to set up their second factor, and nowhere else, where it is a duty."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._lacks(request) and not self._allowed(request.path):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def _lacks(self, request: HttpRequest) -> bool:
        if not settings().demands_second_factor or not request.user.is_authenticated:
            return False
        if not request.actor.roles - {Role.RESIDENT}:  # type: ignore[attr-defined]
            return False
        methods = request.session.get("account_authentication_methods", [])
        if any(one.get("method") in ("mfa", "socialaccount") for one in methods):  # the county's was checked already
            return False
        return not Authenticator.objects.filter(user_id=request.user.pk).exists()

    def _allowed(self, path: str) -> bool:
        begin = reverse("mfa_index")
        return path.startswith((begin, "/accounts/reauthenticate/", "/static/", reverse("sign_out")))


class OnBehalfMiddleware:
    """Who acts for another does so on every page, in the log of the one acted for; a lost right ends it at once.

    Innermost, so that what a page itself notes of the viewing comes first.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated or ON_BEHALF not in request.session:
            return self.get_response(request)
        actor = request.actor  # type: ignore[attr-defined]
        ground = actor.on_behalf
        if ground is None:
            return self._lost(request)
        response = self.get_response(request)
        purpose = "assisted" if ground.ground == acting.HELP else "on_behalf"
        shown = [Shown(ground.subject_key, ground.ground, "person", "")]
        access.note(request, page="acting", shown=shown, purpose=purpose)
        return response

    def _lost(self, request: HttpRequest) -> HttpResponse:
        """What was being sent is shown, so that nothing is lost; what was being read leads to who one may act for."""
        helped = str(request.session[ON_BEHALF]).startswith(acting.HELP)
        acting.act_for_oneself(request)
        if request.path == reverse("sign_out"):
            return self.get_response(request)
        if request.method == "POST":
            return ground_lost(request)
        return redirect("help_start") if helped else redirect(f"{reverse('on_behalf')}?ended=1")
