"""How does a resident come in by strong e-identification, and what is said when that does not succeed?"""

from __future__ import annotations

import hashlib
import logging
from typing import Any

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from ovi.foundation.refusals import Refused
from ovi.people.actions import apply_e_id, end_sign_in
from ovi.people.county_tokens import SESSION_END, SESSION_TOKEN
from ovi.people.e_id import EIdentity, read_identity
from ovi.people.sign_in_state import LEVEL, ON_BEHALF, SAML, SIGN_IN
from ovi.people.states import SignInEnd
from ovi.plumbing import clock

log = logging.getLogger(__name__)
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_KEPT = (SESSION_TOKEN, SESSION_END)


def come_in(request: HttpRequest, sociallogin: Any) -> HttpResponse:
    """Sign in whom the provider has identified; a refusal says why, and opens nothing."""
    now, session = clock.now(), request.session
    end_sign_in(sign_in_id=session.get(SIGN_IN), why=SignInEnd.REPLACED, now=now)
    data = sociallogin.account.extra_data
    try:
        account, sign_in = apply_e_id(identity=_identity(data), now=now)
    except Refused as refused:
        return refused_page(request, refused.code.removeprefix("e_id."))
    kept = {key: session[key] for key in _KEPT if key in session}
    login(request, account, backend=_BACKEND)
    request.session.pop(ON_BEHALF, None)
    request.session.update({**kept, SIGN_IN: sign_in.pk, LEVEL: sign_in.level})
    if "saml" in data:
        request.session[SAML] = data["saml"]["sign_out"]
    then = sociallogin.state.get("next") or ""
    if not url_has_allowed_host_and_scheme(then, allowed_hosts={request.get_host()}):
        then = ""
    return redirect(then or "after_sign_in")


def _identity(data: dict[str, Any]) -> EIdentity:
    if "saml" in data:
        saml = data["saml"]
        return read_identity(data["attributes"], saml["levels"], answer=_digest("saml", *saml["answer"]))
    claims = data["id_token"]
    told = {**(data.get("userinfo") or {}), **claims}
    answer = _digest("oidc", claims["iss"], claims["sub"], claims["iat"], claims.get("nonce", ""))
    return read_identity(told, [str(claims.get("acr", ""))], answer=answer)


def _digest(*parts: object) -> str:
    return hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()


def refused_page(request: HttpRequest, why: str) -> HttpResponse:
    """What went wrong and what to do. What the person had begun to write stays; who they were does not."""
    log.info("e-ID refused: %s", why)
    for key in (SIGN_IN, LEVEL, ON_BEHALF, SAML, *_KEPT):
        request.session.pop(key, None)
    return render(request, "people/e_id_refused.html", {"why": why}, status=403)


def unreachable(request: HttpRequest, error: Exception) -> HttpResponse:
    """The provider does not answer: say so, and which way remains."""
    log.error("e-ID cannot be reached: %s", type(error).__name__)
    return render(request, "people/e_id_refused.html", {"why": "unreachable"}, status=503)
