"""Who may act for whom, how surely must one be known, and what of a person may be shown where?

The place of one under a non-disclosure order (turvakielto) is shown nowhere by default. Every list, export and page
that tells a municipality, a postal code, an address, a unit or a telephone number of a person asks `place_shown`; a
test walks all pages with such a person and finds what forgot to ask (661/2009 36 §).
"""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.utils.translation import gettext_noop

from ovi.foundation.refusals import Refused
from ovi.people.representing import RepresentationView, best, representations_of
from ovi.plumbing.actor import Actor, AssuranceLevel, OnBehalf, Role
from ovi.plumbing.permissions import permission
from ovi.plumbing.relations import Relation, relation

LIMIT_LOG = permission(
    "people.limit_log", "Withhold a view of a person's data from what they or their guardian are shown of the log",
    Role.DOCTOR, Role.NURSE, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE,
)  # fmt: skip

_CARE = (Role.DOCTOR, Role.NURSE, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE)
REACH = permission(
    "people.reach", "Write down in the client's words where they may be reached and where not", *_CARE
)  # fmt: skip
OWN_REACH = permission("people.own_reach", "Say where one may be reached oneself", Role.RESIDENT)
TELL = permission("people.tell", "Mark that the client has been told what no notice could tell", *_CARE)
PRINT = permission("people.print", "Print the letters that wait and mark them printed", Role.OPERATOR)
PRINTING = relation(
    "printing", "Prints the letters of notices, and sees to whom they go", of="letter",
    prove=lambda actor, _letter: PRINT.held_by(actor),
)  # fmt: skip
SINK = permission("people.sink", "See the messages that the demo keeps instead of sending", Role.OPERATOR)
SEND = permission("people.send", "Send the notices that wait", Role.SYSTEM)

SHORTEST_REASON = 20
Place = TypeVar("Place")


def place_shown(place: Place | None, *, hidden: bool) -> Place | None:
    """The place, or None where a non-disclosure order hides it: the caller says that it is hidden, or says nothing."""
    return None if hidden else place


RECORD_REPRESENTATION = permission(
    "people.record_representation", "Write down, or end, somebody's right to act for a client, with its ground",
    Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE,
)  # fmt: skip
HELP = permission(
    "people.help", "Help a person to use the service side by side, identity checked, thirty minutes at a time",
    Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE,
)  # fmt: skip


def helping(actor: Actor) -> OnBehalf | None:
    """The person beside whom this worker sits now; None for everybody else. No statement: the actor carries it."""
    whose = actor.on_behalf
    return whose if whose is not None and whose.ground == "help" and HELP.held_by(actor) else None


def in_the_persons_place(actor: Actor) -> Actor:
    """The helped person as who acts, by the helper's account; the actor as they are where nobody is helped."""
    whose = helping(actor)
    if whose is None:
        return actor
    return replace(copy(actor), person_id=whose.person_id, subject_key=whose.subject_key, on_behalf=None)


def may_act_for(actor: Actor, person_id: int, *, today: date, register: str = "", writing: bool = True) -> bool:
    """May the actor act for this person (or, `writing` false, see their matters), in this register if one is named?

    Oneself always. One query, two for a guardian.
    """
    return actor.person_id == person_id or _ground(actor, person_id, today, register, writing) is not None


def require_act_for(
    actor: Actor, person_id: int, *, today: date, register: str = "", writing: bool = True
) -> RepresentationView | None:
    """The right by which the actor acts for the person; None for oneself. Refused where there is none (any more)."""
    if actor.person_id == person_id:
        return None
    found = _ground(actor, person_id, today, register, writing)
    if found is None:
        raise Refused(
            gettext_noop(
                "You cannot act for this person: the right has ended, or it does not cover this matter. "
                "Nothing was sent or saved. You can always act for yourself, or call us."
            ),
            code="permission.on_behalf",
        )
    return found


def require_level(actor: Actor, level: AssuranceLevel = AssuranceLevel.SUBSTANTIAL) -> None:
    """Refused unless the sign-in was as sure as this; one's own health data needs the eIDAS level substantial."""
    if not actor.level.at_least(level):
        raise Refused(
            gettext_noop(
                "For your safety this page needs strong electronic identification, for example with your bank, a "
                "mobile certificate or an identity card. Sign out and sign in again that way."
            ),
            code="permission.level",
        )


def _ground(actor: Actor, person_id: int, today: date, register: str, writing: bool) -> RepresentationView | None:
    if actor.person_id is None:
        return None
    views = representations_of(actor.person_id, today=today, sign_in_id=actor.sign_in_id)
    return best([one for one in views if (one.may_act if writing else one.may_view)], person_id, register)


def require_reach(actor: Actor, person_id: int) -> bool:
    """May the actor say where this person may be reached? True: as a worker, in the person's words.

    The person themself, and a worker whose page has opened the person's matter. Nobody on behalf of another: a
    guardian or a partner is often the one from whom a message must be kept.
    """
    if actor.person_id == person_id and actor.on_behalf is None and OWN_REACH.held_by(actor):
        return False
    REACH.require(actor)
    return True


def _by(code: str, description: str) -> Relation:
    """A relation that the request's own ground proves; the row behind it was asked when the actor was made."""
    return relation(
        code, description, of="on_behalf", own=False,
        prove=lambda actor, person_id: actor.on_behalf is not None
        and (actor.on_behalf.ground, actor.on_behalf.person_id) == (code, person_id),
    )  # fmt: skip


ON_BEHALF = (
    _by("guardian", "One is the child's guardian and acts for the child"),
    _by("trustee", "One is the person's appointed trustee and acts for them"),
    _by("mandate", "The person has given a mandate to act for them"),
    _by("carer", "The person lets a carer see how their matters stand"),
    _by("help", "One helps the person side by side to use the service"),
)
RECORDED = relation(
    "representation", "One has oneself written down a right to act for the person", of="representation", own=False,
    prove=lambda actor, row: actor.account_id is not None and row.recorded_by_id == actor.account_id,
)  # fmt: skip
