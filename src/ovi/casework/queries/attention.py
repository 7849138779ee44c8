"""What needs a manager now: requests of workers, offers that nobody answers, limits about to run out?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from ovi.casework.models import Case, Escalation, HandOver
from ovi.casework.states import CaseState, EscalationState, HandOverState
from ovi.foundation.calendar import HELSINKI, add_working_days
from ovi.foundation.text import Trilingual
from ovi.plumbing.actor import Actor

EARLY_SHOWN = 50
_TOLD_WITHIN = timedelta(days=5)  # over a weekend and a holiday


@dataclass(frozen=True, slots=True)
class Noticed:
    """One case on the managers' page. `name` only for the managers of the unit, never of the county at large;
    `unit` is None where a non-disclosure order hides the place."""

    case_id: int
    number: str
    service_line: str
    unit: Trilingual | None
    unit_id: int
    due_on: date | None
    name: str
    subject_key: UUID | None
    owner: str
    wait_reason: str
    urgency: str


@dataclass(frozen=True, slots=True)
class OpenEscalation:
    """A worker's request that waits for an answer."""

    id: int
    case: Noticed
    by: str
    reason: str
    raised_at: datetime


@dataclass(frozen=True, slots=True)
class SilentHandOver:
    """An offer that nobody has answered in time."""

    id: int
    case: Noticed
    to_unit: Trilingual | None
    reason: str
    offered_at: datetime


def overdue_offers(*, now: datetime, days: int) -> list[int]:
    """The offers that have waited longer than `days` working days and of which nobody has been told yet."""
    waiting = HandOver.objects.filter(
        state=HandOverState.OFFERED, warned_at=None, offered_at__lte=now - timedelta(days)
    )
    rows = waiting.order_by("id").values_list("id", "offered_at")
    return [pk for pk, offered_at in rows if answer_by(offered_at, days) <= now]


def limits_just_passed(*, today: date) -> list[int]:
    """Open cases whose limit has passed within these few days, so that a night without the job leaves nobody untold.

    What had passed long before is not told: a product that is taken into use must not write to years of people.
    """
    passed = Case.objects.exclude(state=CaseState.CLOSED).filter(
        next_due_on__range=(today - _TOLD_WITHIN, today - timedelta(days=1)), person__isnull=False
    )
    return list(passed.order_by("next_due_on", "pk").values_list("pk", flat=True))


def answer_by(offered_at: datetime, days: int) -> datetime:
    """The same time of day, that many working days on: an offer of Friday 15.55 waits until Monday 15.55."""
    local = offered_at.astimezone(HELSINKI)
    return datetime.combine(add_working_days(local.date(), days), local.time(), tzinfo=HELSINKI)


def open_escalations(actor: Actor) -> list[OpenEscalation]:
    """Requests to the managers of the actor's units (all units for a manager of the county), oldest first."""
    rows = Escalation.objects.filter(state=EscalationState.RAISED, **_own(actor, "unit")).order_by("raised_at", "id")
    fields = ("id", "reason", "raised_at", "by_professional__name")
    return [
        OpenEscalation(row["id"], _noticed(row, actor), row["by_professional__name"], row["reason"], row["raised_at"])
        for row in rows.values(*fields, *_of_case("case__"))
    ]


def unanswered_hand_overs(actor: Actor) -> list[SilentHandOver]:
    """Offers marked as unanswered where the actor manages the sender or the receiver, oldest first."""
    rows = HandOver.objects.filter(state=HandOverState.OFFERED, warned_at__isnull=False)
    if actor.units:
        rows = rows.filter(Q(from_unit__in=actor.units) | Q(to_unit__in=actor.units))
    names = tuple(f"to_unit__name_{lang}" for lang in ("fi", "sv", "en"))
    found = rows.order_by("offered_at", "id").values("id", "reason", "offered_at", *names, *_of_case("case__"))
    return [
        SilentHandOver(
            row["id"],
            _noticed(row, actor),
            None if row["case__person__non_disclosure"] else Trilingual(*(row[name] for name in names)),
            row["reason"],
            row["offered_at"],
        )
        for row in found
    ]


def early_warnings(actor: Actor, *, today: date, days: int = 3) -> list[Noticed]:
    """Open cases whose limit runs out within `days` days and that nobody has taken, the first to run out first."""
    cases = Case.objects.exclude(state=CaseState.CLOSED).filter(
        owner=None, next_due_on__range=(today, today + timedelta(days)), **_own(actor, "unit")
    )
    rows = cases.order_by("next_due_on", "contact_at", "id")[:EARLY_SHOWN].values(*_of_case(""))
    return [_noticed(row, actor, "") for row in rows]


def escalation_of(escalation_id: int, actor: Actor) -> OpenEscalation | None:
    """One open request, if the actor manages its unit."""
    return next((one for one in open_escalations(actor) if one.id == escalation_id), None)


def _own(actor: Actor, field: str) -> dict[str, Any]:
    return {f"{field}__in": actor.units} if actor.units else {}


_CASE = (
    "id", "contact__number", "service_line", "unit_id", "unit__name_fi", "unit__name_sv", "unit__name_en",
    "next_due_on", "person__first_name", "person__last_name", "person__subject_key", "person__non_disclosure",
    "owner__name", "wait_reason", "urgency",
)  # fmt: skip


def _of_case(prefix: str) -> tuple[str, ...]:
    return tuple(prefix + name for name in _CASE)


def _noticed(row: dict[str, Any], actor: Actor, prefix: str = "case__") -> Noticed:
    own = {name: row[prefix + name] for name in _CASE}
    of_unit = own["unit_id"] in actor.units
    name = f"{own['person__last_name'] or ''} {own['person__first_name'] or ''}".strip()
    hidden = bool(own["person__non_disclosure"])
    return Noticed(
        case_id=own["id"],
        number=own["contact__number"] or "",
        service_line=own["service_line"],
        unit=None if hidden else Trilingual(own["unit__name_fi"], own["unit__name_sv"], own["unit__name_en"]),
        unit_id=own["unit_id"],
        due_on=own["next_due_on"],
        name=name if of_unit else "",
        subject_key=own["person__subject_key"],
        owner=own["owner__name"] or "",
        wait_reason=own["wait_reason"],
        urgency=own["urgency"],
    )
