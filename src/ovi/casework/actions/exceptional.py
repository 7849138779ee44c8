"""How are matters opened without one's own relation, and how is that reviewed? With a reason, for a short time."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from ovi.casework.models import Case, KantaObservation, Opening
from ovi.casework.policies import OBSERVE_KANTA, OPEN_EXCEPTIONALLY, REVIEW_OPENINGS, require_reason
from ovi.casework.queries.openings import grounds_for, may_review, will_of
from ovi.casework.states import REVIEW_TRANSITIONS, EmergencyPurpose, Ground, KantaWord, ReviewState
from ovi.foundation.identifiers import mask_hetu
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import Register
from ovi.people.actions import About, Address, notify
from ovi.people.models import Person
from ovi.people.states import NotifyKind, Way
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.events import emit
from ovi.plumbing.settings import settings


@transaction.atomic
def open_in_emergency(*, person: Person, purpose: EmergencyPurpose, reason: str, by: Actor, now: datetime) -> Opening:
    """Break the glass (hätäavaus): the person's matters, for reading, for a short time. Alerts and is reviewed."""
    return _opened(person, Ground.EMERGENCY, "", purpose, reason, by, now)


@transaction.atomic
def open_across(
    *, person: Person, register: Register, ground: Ground, reason: str, by: Actor, now: datetime
) -> Opening:
    """Cross the wall into one register on a named ground. A prohibition seen in Kanta always wins."""
    if register in by.registers or ground not in grounds_for(by):
        raise Refused("This ground does not open that register to you. Choose another.", code="opening.ground")
    will = will_of(person.pk, register)
    if will.prohibited:
        raise Refused(
            "The client has forbidden the disclosure from this register, so it cannot be opened. Ask the client.",
            code="opening.prohibited",
        )
    if ground is Ground.DISCLOSURE_PERMIT and not will.permitted:
        raise Refused(
            "Check first in Kanta that the client has given the permit, and note here what you saw.",
            code="opening.no_permit",
        )
    return _opened(person, ground, register, by.purpose, reason, by, now)


@transaction.atomic
def note_kanta(*, person: Person, register: Register, word: KantaWord, by: Actor, now: datetime) -> None:
    """Keep what was seen in Kanta, by whom and when. It ends what a prohibition's ground had opened."""
    OBSERVE_KANTA.require(by)
    row = KantaObservation.objects.create(
        person=person, register=register, word=word, seen_at=now, account_id=by.own_account()
    )
    if word is KantaWord.PROHIBITION:
        running = Opening.objects.filter(person=person, register=register, opened_at__lt=now, until_at__gt=now)
        running.update(until_at=now)
    audit.record(
        "casework.kanta_noted", by=by, now=now, object_kind="kanta_observation", object_id=row.pk,
        subject_key=person.subject_key, register=register, word=word,
    )  # fmt: skip


@transaction.atomic
def review_opening(*, opening_id: int, state: ReviewState, note: str, by: Actor, now: datetime) -> Opening:
    """Judge an opening: it was appropriate, or not. Never by whoever opened; a judgement stays."""
    REVIEW_OPENINGS.require(by)
    opening = Opening.objects.select_for_update().select_related("person").filter(pk=opening_id).first()
    if opening is None or not may_review(by, opening_id):
        raise Refused("There is no such opening in your review list.", code="opening.missing")
    if opening.account_id == by.account_id:
        raise Refused("You opened this yourself. Another person reviews it.", code="opening.not_yours")
    if state not in REVIEW_TRANSITIONS[ReviewState(opening.review_state)]:
        raise Refused("This opening has already been reviewed.", code="opening.state")
    if state is ReviewState.NOT_APPROPRIATE:
        require_reason(note)
    opening.review_state, opening.review_note = state, mask_hetu(note.strip())
    opening.reviewed_by_id, opening.reviewed_at = by.account_id, now
    opening.save(update_fields=["review_state", "review_note", "reviewed_by", "reviewed_at"])
    audit.record(
        "casework.opening_reviewed", by=by, now=now, object_kind="opening", object_id=opening.pk,
        subject_key=opening.person.subject_key, state=state,
    )  # fmt: skip
    return opening


@transaction.atomic
def alert_security(*, opening_id: int, by: Actor, now: datetime) -> None:
    """Tell those who watch the log, by e-mail: that there is an opening, never whose. The same opening once each."""
    opening = Opening.objects.get(pk=opening_id)
    about = About("opening", str(opening_id), number=str(opening_id), at=opening.opened_at)
    for to in filter(None, (one.strip() for one in settings().security_emails.split(","))):
        address = Address(Way.EMAIL, to)
        notify(person_id=None, address=address, kind=NotifyKind.OPENING_ALERT, about=about, by=by, now=now)


def _opened(
    person: Person, ground: Ground, register: str, purpose: str, reason: str, by: Actor, now: datetime
) -> Opening:
    OPEN_EXCEPTIONALLY.require(by)
    opening = Opening.objects.create(
        account_id=by.own_account(), person=person, ground=ground, register=register, purpose=purpose,
        reason=mask_hetu(require_reason(reason)), opened_at=now,
        until_at=now + timedelta(minutes=settings().emergency_minutes),
    )  # fmt: skip
    opening.units.set(Case.objects.filter(person=person).values_list("unit_id", flat=True).distinct())
    audit.record(
        "casework.opened_exceptionally", by=by, now=now, object_kind="opening", object_id=opening.pk,
        subject_key=person.subject_key, ground=ground, register=register,
    )  # fmt: skip
    emit("casework.opened_exceptionally", opening_id=opening.pk, ground=ground.value)
    return opening
