"""Which of a person's matters may this worker open?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch, Q

from ovi.casework.models import Case, CaseClock, HandOver
from ovi.casework.states import CaseState, HandOverState
from ovi.law import standing_between
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class PersonCase:
    """One matter of the person in a list."""

    case_id: int
    state: str
    service_line: str
    contact_at: datetime
    due_on: date | None
    standing: str


def cases_of_person(person_id: int, *, by: Actor, today: date) -> list[PersonCase]:
    """The person's matters in the actor's registers that are their units' or offered to them; open ones first,
    the next to run out before others. Two queries."""
    offered = HandOver.objects.filter(case=OuterRef("pk"), state=HandOverState.OFFERED, to_unit__in=by.units)
    running = CaseClock.objects.filter(stopped_on=None).exclude(due_on=None).order_by("due_on")
    found = (
        Case.objects.filter(person_id=person_id, register__in=by.registers)
        .filter(Q(unit__in=by.units) | Exists(offered))
        .prefetch_related(Prefetch("clocks", running, to_attr="running"))
        .order_by("-contact_at")
    )
    rows = [_row(case, today) for case in found]
    return sorted(rows, key=lambda one: (one.state == CaseState.CLOSED, one.due_on or date.max))


def _row(case: Case, today: date) -> PersonCase:
    first: CaseClock | None = next(iter(case.running), None) if case.state != CaseState.CLOSED else None  # type: ignore[attr-defined]
    standing = standing_between(first.starts_on, first.due_on, stopped_on=None, today=today).state if first else "none"
    return PersonCase(
        case.pk, case.state, case.service_line, case.contact_at, first.due_on if first else None, str(standing)
    )
