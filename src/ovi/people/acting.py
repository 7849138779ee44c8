"""As whom does the signed-in person act in this request? As themselves, or for another, proved anew each time.

The session keeps only the name of the ground ("guardian:12", "help:3"); whether it holds is asked of the rows at
every request, so that what has been withdrawn ends in the middle of whatever one was doing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.http import HttpRequest

from ovi.foundation.calendar import helsinki_date
from ovi.people.helping import help_on_behalf
from ovi.people.queries import actor_for, representations_of
from ovi.people.sign_in_state import LEVEL, ON_BEHALF, SIGN_IN
from ovi.plumbing.actor import Actor, AssuranceLevel, OnBehalf

HELP = "help"


def signed_in_actor(request: HttpRequest, *, now: datetime) -> Actor:
    """The actor of this request. Acting for another costs two statements more, three for a guardian."""
    actor = actor_for(request.user, today=helsinki_date(now))
    if actor.account_id is None:
        return actor
    session = request.session
    actor = replace(
        actor, level=AssuranceLevel(session.get(LEVEL, AssuranceLevel.NONE)), sign_in_id=session.get(SIGN_IN)
    )
    if ON_BEHALF not in session:
        return actor
    return replace(actor, on_behalf=_on_behalf(actor, str(session[ON_BEHALF]), now))


def _on_behalf(actor: Actor, ground: str, now: datetime) -> OnBehalf | None:
    kind, _, number = ground.partition(":")
    if not number.isdigit():
        return None
    if kind == HELP:
        return help_on_behalf(int(number), actor, now=now)
    if actor.person_id is None:
        return None
    views = representations_of(actor.person_id, today=helsinki_date(now), sign_in_id=actor.sign_in_id)
    return next((one.on_behalf() for one in views if one.id == int(number)), None)


def act_for(request: HttpRequest, ground: str, number: int) -> None:
    """From the next request on, for this one; whether the ground holds is asked then."""
    request.session[ON_BEHALF] = f"{ground}:{number}"


def act_for_oneself(request: HttpRequest) -> None:
    request.session.pop(ON_BEHALF, None)


def ground_lost(request: HttpRequest, actor: Actor) -> bool:
    """Has one been acting for another by a ground that holds no longer?"""
    return ON_BEHALF in request.session and actor.on_behalf is None
