"""Which needs does this reader keep for themselves? In a cookie of their own browser, without an account."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from ovi.directory.tray import needs

COOKIE = "ovi_needs"
LARGE = "large_type"
_YEAR_SECONDS = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Kept:
    """The needs by their ids, and whether all text is larger."""

    needs: frozenset[str] = frozenset()
    large: bool = False


def kept_needs(request: HttpRequest) -> Kept:
    """What the cookie says; what we do not know is left out."""
    words = set(request.COOKIES.get(COOKIE, "").split("."))
    return Kept(frozenset(words & set(needs())), LARGE in words)


def keep(response: HttpResponse, chosen: Iterable[str], *, secure: bool) -> None:
    """Write the choice into the reader's browser for a year; nothing chosen takes the cookie away."""
    words = sorted(set(chosen) & {*needs(), LARGE})
    if not words:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(COOKIE, ".".join(words), max_age=_YEAR_SECONDS, httponly=True, samesite="Lax", secure=secure)
