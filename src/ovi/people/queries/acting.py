"""Who has a right to act for me, who has helped me, and when have I signed in?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ovi.people.models import HelpSession, Representation, SignIn
from ovi.people.states import RepresentationKind


@dataclass(frozen=True, slots=True)
class SignInView:
    """One own sign-in. `ended_at` None: it goes on, or has been left open."""

    id: int
    at: datetime
    way: str
    level: str
    ended_at: datetime | None
    ended_why: str


@dataclass(frozen=True, slots=True)
class HelpView:
    """One time that a worker has helped the person."""

    helper: str
    started_at: datetime
    ended_at: datetime | None
    until: datetime
    check_made: str


@dataclass(frozen=True, slots=True)
class RightView:
    """A right over one's own matters that another holds. `endable`: one may end it oneself."""

    id: int
    name: str
    kind: str
    scope: str
    source: str
    valid_to: date | None
    endable: bool


SIGN_INS_SHOWN = 50


def sign_ins_of(account_id: int) -> tuple[SignInView, ...]:
    """The latest own sign-ins, newest first. One query."""
    rows = SignIn.objects.filter(account=account_id).order_by("-at", "-pk")[:SIGN_INS_SHOWN]
    return tuple(SignInView(row.pk, row.at, row.way, row.level, row.ended_at, row.ended_why) for row in rows)


def helps_of(person_id: int, *, since: datetime) -> tuple[HelpView, ...]:
    """When the person has been helped, newest first. One query."""
    rows = HelpSession.objects.filter(person=person_id, started_at__gte=since).select_related("helper")
    return tuple(
        HelpView(row.helper.name, row.started_at, row.ended_at, row.until, row.check_made)
        for row in rows.order_by("-started_at")
    )


def representatives_of(person_id: int, *, today: date, sign_in_id: int | None = None) -> tuple[RightView, ...]:
    """Who may act for this person today, by name. One query."""
    rows = Representation.objects.valid_on(today, sign_in_id=sign_in_id).filter(represented=person_id)
    return tuple(
        RightView(
            row.pk, row.representative.full_name, row.kind, row.scope, row.source, row.valid_to,
            row.kind in (RepresentationKind.MANDATE, RepresentationKind.CARER),
        )
        for row in rows.select_related("representative").order_by("representative__sort_name", "pk")
    )  # fmt: skip
