"""Which matters has one opened exceptionally, what waits for review, and what has Kanta been seen to say?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from ovi.casework.models import Case, KantaObservation, Opening
from ovi.casework.policies import REVIEW_OPENINGS
from ovi.casework.states import Ground, KantaWord, ReviewState
from ovi.directory.models import Unit
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.law.vocabulary import ServiceLine
from ovi.people.models import Person
from ovi.people.policies import place_shown
from ovi.plumbing.actor import Actor, Role

_LISTED = 200


@dataclass(frozen=True, slots=True)
class Will:
    """What the newest observations say of one register. Kanta holds the truth; this says when it was last looked at."""

    permitted: bool
    prohibited: bool
    word: str
    seen_at: datetime | None
    seen_by: str


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """One matter that an opening lets its maker read."""

    id: int
    register: str
    service_line: str
    state: str
    unit: Trilingual | None  # None where a non-disclosure order hides the place
    contact_at: datetime


@dataclass(frozen=True, slots=True)
class OpeningView:
    """One opening, as its maker and its reviewer see it."""

    id: int
    opener: str
    opener_id: int
    name: str
    subject_key: UUID
    ground: str
    register: str
    purpose: str
    reason: str
    opened_at: datetime
    until_at: datetime
    review_state: str
    reviewer: str
    reviewed_at: datetime | None
    review_note: str
    against_prohibition: bool = False


def grounds_for(by: Actor) -> tuple[Ground, ...]:
    """The county's own workers cross by permit or SHL 41 §; an NGO's or a municipality's by the client's consent."""
    outside = Unit.objects.filter(pk__in=by.units).exclude(organisation__kind="county").exists()
    return (Ground.CONSENT,) if outside else (Ground.DISCLOSURE_PERMIT, Ground.MULTI_SECTOR)


def will_of(person_id: int, register: str) -> Will:
    """The newest word of each kind counts. One query."""
    rows = list(
        KantaObservation.objects.filter(person_id=person_id, register=register)
        .select_related("account").order_by("-seen_at", "-id")
    )  # fmt: skip
    permit = next((row for row in rows if row.word in (KantaWord.PERMIT, KantaWord.PERMIT_WITHDRAWN)), None)
    ban = next((row for row in rows if row.word in (KantaWord.PROHIBITION, KantaWord.PROHIBITION_WITHDRAWN)), None)
    return Will(
        permitted=permit is not None and permit.word == KantaWord.PERMIT,
        prohibited=ban is not None and ban.word == KantaWord.PROHIBITION,
        word=rows[0].word if rows else "",
        seen_at=rows[0].seen_at if rows else None,
        seen_by=rows[0].account.name if rows else "",
    )


def person_known_by(identity: str) -> Person | None:
    """The person with this henkilötunnus, or who made the contact of this number."""
    given = identity.strip().upper()
    found = Person.objects.filter(henkilotunnus=given).first() if given else None
    case = Case.objects.filter(contact__number__iexact=given).select_related("person").first() if given else None
    return found or (case.person if case else None)


def own_opening(opening_id: int, *, by: Actor, now: datetime) -> tuple[OpeningView, tuple[OpenedCase, ...]]:
    """The actor's own running opening and the matters it opens to them. Refused when it is another's or has ended."""
    row = Opening.objects.select_related("account", "person", "reviewed_by").filter(
        pk=opening_id, account_id=by.own_account()).first()  # fmt: skip
    if row is None:
        raise Refused("This opening is not yours. Open the matter yourself if you must.", code="opening.not_yours")
    if row.until_at <= now:
        raise Refused("The time of this opening has ended. Open again if the need goes on.", code="opening.state")
    cases = Case.objects.filter(person=row.person).select_related("unit").order_by("-contact_at")
    if row.register:
        cases = cases.filter(register=row.register)
    secret = Q(service_line=ServiceLine.CHILD_PROTECTION) & ~Q(register__in=by.registers)
    return _view(row), tuple(
        OpenedCase(
            one.pk, one.register, one.service_line, one.state,
            place_shown(_name(one.unit), hidden=row.person.non_disclosure), one.contact_at,
        )
        for one in cases.exclude(secret)
    )  # fmt: skip


def openings_to_review(by: Actor, *, waiting: bool) -> list[OpeningView]:
    """What this reviewer may judge, or has been judged, newest first. Two queries."""
    REVIEW_OPENINGS.require(by)
    rows = _reviewable(by).select_related("account", "person", "reviewed_by").order_by("-opened_at", "-id")
    state = Q(review_state=ReviewState.WAITING)
    found = list(rows.filter(state if waiting else ~state)[:_LISTED])
    banned = _with_prohibition({row.person_id for row in found})
    return [_view(row, against=row.person_id in banned) for row in found]


def may_review(by: Actor, opening_id: int) -> bool:
    """Is the opening in this reviewer's list?"""
    return _reviewable(by).filter(pk=opening_id).exists()


def _reviewable(by: Actor) -> QuerySet[Opening]:
    """The data-protection reviewer (operator) sees all; a manager of units, what concerned these or was done there."""
    rows = Opening.objects.all()
    if by.has(Role.OPERATOR) or not by.units:
        return rows
    mine = Q(units__in=by.units) | Q(account__memberships__unit__in=by.units)
    return rows.filter(pk__in=Opening.objects.filter(mine).values("pk"))


def _with_prohibition(people: set[int]) -> set[int]:
    latest: dict[tuple[int, str], str] = {}
    words = (KantaWord.PROHIBITION, KantaWord.PROHIBITION_WITHDRAWN)
    for row in KantaObservation.objects.filter(person_id__in=people, word__in=words).order_by("seen_at", "id"):
        latest[row.person_id, row.register] = row.word
    return {person for (person, _register), word in latest.items() if word == KantaWord.PROHIBITION}


def _name(unit: Unit) -> Trilingual:
    return Trilingual(unit.name_fi, unit.name_sv, unit.name_en)


def _view(row: Opening, *, against: bool = False) -> OpeningView:
    return OpeningView(
        id=row.pk, opener=row.account.name, opener_id=row.account_id, name=row.person.full_name,
        subject_key=row.person.subject_key, ground=row.ground, register=row.register, purpose=row.purpose,
        reason=row.reason, opened_at=row.opened_at, until_at=row.until_at, review_state=row.review_state,
        reviewer=row.reviewed_by.name if row.reviewed_by else "", reviewed_at=row.reviewed_at,
        review_note=row.review_note, against_prohibition=against and row.ground == Ground.EMERGENCY,
    )  # fmt: skip
