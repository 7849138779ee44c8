"""How is the mandate register spoken to? Its web interface for acting on behalf of a person (HPA), version of 2024.

A session is registered for the person who signed in; they choose in the register's own page whom to act for; then it
is asked, theme by theme, whether that is allowed. Each call carries a checksum of its path and time. The register's
own addresses carry identity codes, so no address of a call is ever logged or shown here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode

import requests
from django.utils.translation import gettext_noop

from ovi.foundation.calendar import HELSINKI
from ovi.foundation.identifiers import parse_hetu
from ovi.foundation.refusals import Refused
from ovi.people.states import RepresentationScope
from ovi.plumbing.settings import settings

_TIMEOUT_SECONDS = 10
ALLOWED = "ALLOWED"


@dataclass(frozen=True, slots=True)
class Registered:
    """The register's session for one person: `user` is the key that its page is opened with."""

    session: str
    user: str


@dataclass(frozen=True, slots=True)
class Mandate:
    """Somebody whom the person has chosen, and in which matters the register allows it; None: in none."""

    code: str
    name: str
    scope: RepresentationScope | None


def register(code: str, *, request_id: str, now: datetime) -> Registered:
    """Begin: tell the register who has signed in."""
    path = f"/service/hpa/user/register/{settings().mandates_client_id}/{quote(code)}?requestId={request_id}"
    told = _called("GET", path, now=now)
    return Registered(session=_text(told, "sessionId"), user=_text(told, "userId"))


def choosing_page(registered: Registered, *, state: str, back: str, language: str) -> str:
    """Where the person chooses whom to act for."""
    asked = {"client_id": settings().mandates_client_id, "response_type": "code", "redirect_uri": back,
             "user": registered.user, "state": state, "lang": language}  # fmt: skip
    return f"{settings().mandates_url.rstrip('/')}/oauth/authorize?{urlencode(asked)}"


def chosen(registered_session: str, *, code: str, back: str, request_id: str, now: datetime) -> tuple[Mandate, ...]:
    """Whom the person chose, and what is allowed. `code` is what the register sent the person back with."""
    token = _token(code, back)
    path = f"/service/hpa/api/delegate/{quote(registered_session)}?requestId={request_id}"
    people = _called("GET", path, now=now, token=token)
    if not isinstance(people, list):
        raise _unclear()
    return tuple(
        Mandate(hetu, str(one.get("name", "")), _scope(registered_session, hetu, token, request_id, now))
        for one in people
        if isinstance(one, dict) and (hetu := _sound(one.get("personId")))
    )


def _scope(session: str, code: str, token: str, request_id: str, now: datetime) -> RepresentationScope | None:
    def allowed(theme: str) -> bool:
        asked = urlencode({"requestId": request_id, "issues": theme})
        path = f"/service/hpa/api/authorization/{quote(session)}/{quote(code)}?{asked}"
        told = _called("GET", path, now=now, token=token)
        return isinstance(told, Mapping) and told.get("result") == ALLOWED

    health = bool(settings().mandates_health) and allowed(settings().mandates_health)
    social = bool(settings().mandates_social) and allowed(settings().mandates_social)
    if health and social:
        return RepresentationScope.BOTH
    if health:
        return RepresentationScope.HEALTH
    return RepresentationScope.SOCIAL if social else None


def _token(code: str, back: str) -> str:
    asked = urlencode({"code": code, "grant_type": "authorization_code", "redirect_uri": back})
    try:
        answer = requests.post(
            f"{settings().mandates_url.rstrip('/')}/oauth/token?{asked}", timeout=_TIMEOUT_SECONDS,
            auth=(settings().mandates_client_id, settings().mandates_client_secret),
        )  # fmt: skip
        answer.raise_for_status()
        return _text(answer.json(), "access_token")
    except (requests.RequestException, ValueError):
        raise _unclear() from None  # the cause names an address


def _called(method: str, path: str, *, now: datetime, token: str = "") -> Any:
    headers = {"X-AsiointivaltuudetAuthorization": checksum(path, now=now)}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    try:
        answer = requests.request(
            method, settings().mandates_url.rstrip("/") + path, headers=headers, timeout=_TIMEOUT_SECONDS
        )
        answer.raise_for_status()
        return answer.json()
    except (requests.RequestException, ValueError):
        raise _unclear() from None  # the cause names an address, and it carries an identity code


def checksum(path: str, *, now: datetime) -> str:
    """The client, the time, and HMAC-SHA256 over path and time with the client's key."""
    at = now.astimezone(HELSINKI).isoformat(timespec="seconds")
    signed = hmac.new(settings().mandates_key.encode(), f"{path} {at}".encode(), hashlib.sha256).digest()
    return f"{settings().mandates_client_id} {at} {base64.b64encode(signed).decode()}"


def born(code: str) -> date:
    """The date of birth in an identity code that has been checked."""
    return parse_hetu(code).birth_date


def _sound(code: Any) -> str:
    try:
        return parse_hetu(str(code)).value
    except ValueError:
        return ""


def _text(told: Any, name: str) -> str:
    value = told.get(name) if isinstance(told, Mapping) else None
    if not isinstance(value, str) or not value:
        raise _unclear()
    return value


def _unclear() -> Refused:
    return Refused(
        gettext_noop(
            "The mandate register does not answer just now. You can act for yourself, or try again in a moment."
        ),
        code="mandates.unreachable",
    )
