"""Who asks for this page, and where does one go who must sign in first?"""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
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
