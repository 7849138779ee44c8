"""Who asks for this page, and where does one go who must sign in first?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.http import urlencode

from ovi.foundation.refusals import Refused
from ovi.plumbing.access import Shown
from ovi.plumbing.actor import Actor


def actor_of(request: HttpRequest) -> Actor:
    """The actor that the site's middleware has put on the request."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def sign_in_first(request: HttpRequest, *, then: str) -> HttpResponseRedirect | None:
    """The way to the sign-in and back to `then`; None when somebody is signed in."""
    if request.user.is_authenticated:
        return None
    return HttpResponseRedirect(f"{reverse('sign_in')}?{urlencode({'next': then})}")


def shown_own(actor: Actor, kind: str, object_id: str) -> Shown:
    """The actor's own data as the access log names it."""
    if actor.subject_key is None:
        raise Refused("This page is for residents. Sign in as a resident.", code="permission.own_matters")
    return Shown(actor.subject_key, "own_matter", kind, object_id)


def keeps_text(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a page that keeps what is sent to it even when the sign-in has just ended: no time-out loses a text."""
    page.keeps_text = True  # type: ignore[attr-defined]
    return page


def text_is_kept(request: HttpRequest) -> bool:
    """Does the page asked for keep what is sent to it without a sign-in?"""
    try:
        found: Any = resolve(request.path_info).func
    except Resolver404:
        return False
    return bool(getattr(found, "keeps_text", False))
