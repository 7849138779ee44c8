"""How does a right to act for another begin and end? With its ground; ended at once, and never rubbed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.foundation.calendar import age_on, helsinki_date
from ovi.foundation.identifiers import mask_hetu
from ovi.foundation.refusals import Fault, Refused
from ovi.people.models import Person, Representation
from ovi.people.policies import RECORD_REPRESENTATION
from ovi.people.representing import OF_AGE
from ovi.people.states import RepresentationKind, RepresentationScope, RepresentationSource
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor, Role

_LONGEST_DAYS = {RepresentationKind.CARER: 366}  # seeing is asked for anew each year


@dataclass(frozen=True, slots=True)
class Right:
    """A right as its source tells it. `valid_to` is the first day without it; `reference` its number there."""

    kind: RepresentationKind
    source: RepresentationSource
    scope: RepresentationScope
    valid_from: date
    valid_to: date | None = None
    reference: str = ""
    view_only: bool = False
    sign_in_id: int | None = None


@transaction.atomic
def record_representation(
    *, represented: Person, representative: Person, right: Right, by: Actor, now: datetime
) -> Representation:
    """Write down that one person may act for another; the same right again changes nothing but its end.

    A worker records what they have seen on paper; the product itself what a register has answered.
    """
    if not by.has(Role.SYSTEM):
        RECORD_REPRESENTATION.require(by)
    _require_sound(represented, representative, right, helsinki_date(now))
    row, made = Representation.objects.get_or_create(
        represented=represented, representative=representative, kind=right.kind, source=right.source,
        scope=right.scope, sign_in_id=right.sign_in_id, ended_at=None,
        defaults={
            "view_only": right.view_only or right.kind == RepresentationKind.CARER,
            "valid_from": right.valid_from, "valid_to": right.valid_to, "reference": mask_hetu(right.reference.strip()),
            "recorded_by_id": by.account_id, "recorded_at": now,
        },
    )  # fmt: skip
    if not made and row.valid_to != right.valid_to:
        row.valid_to = right.valid_to
        row.save(update_fields=["valid_to"])
    elif not made:
        return row
    audit.record(
        "people.representation", by=by, now=now, object_kind="representation", object_id=row.pk,
        subject_key=represented.subject_key, kind=right.kind, source=right.source, scope=right.scope,
        representative=str(representative.subject_key),
    )  # fmt: skip
    return row


@transaction.atomic
def end_representation(*, representation_id: int, why: str, by: Actor, now: datetime) -> None:
    """The right holds no longer, from this moment. Its two people may end it themselves, or a worker may."""
    row = Representation.objects.select_for_update().filter(pk=representation_id).first()
    if row is None or not (_own(row, by) or by.has(Role.SYSTEM) or RECORD_REPRESENTATION.held_by(by)):
        raise Refused(gettext_noop("There is no such right to act for another."), code="permission.representation")
    if not why.strip():
        raise Refused(gettext_noop("Write why the right ends."), code="representation.reason")
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_by_id, row.ended_why = now, by.account_id, mask_hetu(why.strip())[:300]
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])
    audit.record(
        "people.representation_ended", by=by, now=now, object_kind="representation", object_id=row.pk,
        subject_key=row.represented.subject_key,
    )  # fmt: skip


def _own(row: Representation, by: Actor) -> bool:
    """The represented takes it back, or the representative gives it up; but nobody ends a guardian's by themselves."""
    if by.person_id is None or row.kind == RepresentationKind.GUARDIAN:
        return False
    return by.person_id in (row.represented_id, row.representative_id)


def _require_sound(represented: Person, representative: Person, right: Right, today: date) -> None:
    faults = []
    if represented.pk == representative.pk:
        faults.append(Fault("representative", gettext_noop("A person does not need a right to act for themselves.")))
    if right.valid_to is not None and right.valid_to <= max(right.valid_from, today):
        faults.append(Fault("valid_to", gettext_noop("The end must be after the beginning and after today.")))
    if right.valid_to is None and right.kind in (RepresentationKind.MANDATE, RepresentationKind.CARER):
        faults.append(Fault("valid_to", gettext_noop("Give the day on which the right ends.")))
    longest = _LONGEST_DAYS.get(right.kind)
    if longest and right.valid_to and (right.valid_to - right.valid_from).days > longest:
        faults.append(Fault("valid_to", gettext_noop("A carer may see for a year at most at a time.")))
    born = represented.birth_date
    if right.kind == RepresentationKind.GUARDIAN and (born is None or age_on(born, today) >= OF_AGE):
        faults.append(Fault("kind", gettext_noop("Only a child has guardians.")))
    if representative.birth_date is not None and age_on(representative.birth_date, today) < OF_AGE:
        faults.append(Fault("representative", gettext_noop("A child cannot act for another.")))
    if faults:
        raise Refused(
            gettext_noop("The right was not written down. Correct the points below."),
            code="representation.faulty", faults=faults,
        )  # fmt: skip
