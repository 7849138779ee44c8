"""How long does a sign-in last, and was it strong enough for staff? Asked at every request of who is signed in."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from ovi.people.signed_in import text_is_kept
from ovi.plumbing import clock
from ovi.plumbing.actor import Role
from ovi.plumbing.settings import settings
from ovi.site.errors import expired_form
from ovi.site.sessions import BEGUN, SEEN

Next = Callable[[HttpRequest], HttpResponse]
_WRITTEN_EVERY_SECONDS = 60


class SessionLimitMiddleware:
    """Ends a session that has been idle too long, or that has simply lasted long enough."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and self._over(request):
            logout(request)
            if request.method == "POST":
                return self.get_response(request) if text_is_kept(request) else expired_form(request)
            return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)

    def _over(self, request: HttpRequest) -> bool:
        now, session = int(clock.now().timestamp()), request.session
        begun, seen = session.get(BEGUN, 0), session.get(SEEN, 0)
        if now - seen > settings().idle_minutes * 60 or now - begun > settings().session_hours * 3600:
            return True
        if now - seen >= _WRITTEN_EVERY_SECONDS:
            session[SEEN] = now
        return False


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
