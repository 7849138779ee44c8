"""Where in the queue is a case, and when, honestly, might its turn come?

The place is the rank by due date among the cases that wait for the same thing in the same unit and service line.
It moves when somebody with an earlier limit arrives or when a professional finds a need urgent. Of child protection
no place is told: its order is never shown to anybody outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from ovi.casework.models import Case
from ovi.casework.states import CaseState
from ovi.foundation.calendar import HELSINKI
from ovi.law.vocabulary import ServiceLine

WEEKS = 8
_LEAST_SERVED = 16  # fewer realised starts in those weeks say nothing that could be promised
_NO_LIMIT = date(9999, 12, 31)
_NEVER_TOLD = (ServiceLine.CHILD_PROTECTION,)
WAITING = (CaseState.OPEN, CaseState.ASSESSED)


@dataclass(frozen=True, slots=True)
class Estimate:
    """When the turn might come: in `weeks` (from, to), since the unit began between `pace` services a week."""

    weeks: tuple[int, int]
    pace: tuple[int, int]


def rank_columns() -> dict[str, Any]:
    """Annotations `rank_before` and `rank_of` for a query of cases: how many are before it, and how many there are."""
    peers = Case.objects.filter(
        unit=OuterRef("unit"), service_line=OuterRef("service_line"), state=OuterRef("state"), first_event_at=None,
        next_event_at=None,
    ).alias(due=Coalesce("next_due_on", Value(_NO_LIMIT)))  # fmt: skip
    my_due = Coalesce(OuterRef("next_due_on"), Value(_NO_LIMIT), output_field=DateField())
    earlier = (
        Q(due__lt=my_due)
        | Q(due=my_due, contact_at__lt=OuterRef("contact_at"))
        | Q(due=my_due, contact_at=OuterRef("contact_at"), pk__lt=OuterRef("pk"))
    )
    return {"rank_before": _count(peers.filter(earlier)), "rank_of": _count(peers)}


def queue_place(row: Any) -> tuple[int, int] | None:
    """(place, of how many) of a case with `rank_columns`; None when nothing is waited for or it is not told."""
    booked = row.next_event_at is not None or row.first_event_at is not None
    if row.state not in WAITING or booked or row.service_line in _NEVER_TOLD:
        return None
    return (row.rank_before or 0) + 1, max(row.rank_of or 0, (row.rank_before or 0) + 1)


def estimate_for(*, unit_id: int, service_line: str, place: int, today: date) -> Estimate | None:
    """When a case at `place` might get its service, by how many the unit has begun in each of the last eight weeks.

    The range is from the second fastest to the second slowest week, so that one odd week does not decide. None when
    the unit has begun too few to say, or stood still in more than one week. One query.
    """
    monday = today - timedelta(days=today.weekday())
    served = _served_by_week(unit_id, service_line, monday)
    slow, fast = sorted(served)[1], sorted(served)[-2]
    if sum(served) < _LEAST_SERVED or slow == 0:
        return None
    return Estimate((-(-place // fast), -(-place // slow)), (slow, fast))


def _served_by_week(unit_id: int, service_line: str, monday: date) -> list[int]:
    """Cases whose service began, in each of the WEEKS whole weeks before `monday`, oldest first."""
    bounds = [_midnight(monday - timedelta(weeks=back)) for back in range(WEEKS, -1, -1)]
    weeks = {
        f"week_{n}": Count("pk", filter=Q(first_event_at__gte=start, first_event_at__lt=end))
        for n, (start, end) in enumerate(zip(bounds, bounds[1:], strict=False))
    }
    found = Case.objects.filter(
        unit_id=unit_id, service_line=service_line, first_event_at__gte=bounds[0], first_event_at__lt=bounds[-1]
    ).aggregate(**weeks)
    return [int(found[f"week_{n}"]) for n in range(WEEKS)]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=HELSINKI)


def _count(cases: QuerySet[Case]) -> Subquery:
    return Subquery(cases.order_by().values("unit").annotate(n=Count("pk")).values("n"))
