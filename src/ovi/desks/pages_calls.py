"""How many who asked for a call were reached by the lawful day, unit by unit? For managers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ovi.casework.policies import CALL_FIGURES
from ovi.casework.queries import CallFact, call_facts
from ovi.design.dates import page_language
from ovi.foundation.text import Trilingual
from ovi.people.signed_in import actor_of
from ovi.performance.queries.saying import said_number, said_share
from ovi.performance.queries.sheets import Cell, spreadsheet
from ovi.plumbing import clock

_WEEKS = (1, 4, 12)


@dataclass(frozen=True, slots=True)
class UnitCalls:
    """One unit's calls of a period. `share`: of those whose day has come or who were reached, how many in time."""

    unit: Trilingual
    due: int
    in_time: int
    late: int
    waiting: int
    attempts: float

    @property
    def share(self) -> float | None:
        judged = self.in_time + self.late
        return self.in_time / judged if judged else None


def call_figures_page(request: HttpRequest) -> HttpResponse:
    """The manager's own units, or the county for who manages it all; the period in the address."""
    actor, today = actor_of(request), clock.today()
    CALL_FIGURES.require(actor)
    weeks = next((one for one in _WEEKS if str(one) == request.GET.get("weeks")), 4)
    first = today - timedelta(weeks=weeks)
    units = sorted(actor.units) or None
    rows = by_unit(call_facts(units, first=first, until=today + timedelta(days=1), today=today))
    if request.GET.get("format") == "csv":
        return _file(rows, first, today)
    context: dict[str, Any] = {
        "rows": [(one, said_share(one.share), said_number(one.attempts, 1)) for one in rows],
        "all": said_share(_share(rows)),
        "judged": sum(one.in_time + one.late for one in rows),
        "first": first,
        "today": today,
        "weeks": [(one, one == weeks) for one in _WEEKS],
        "chosen": weeks,
    }
    return render(request, "desks/manager/calls.html", context)


def by_unit(facts: Iterable[CallFact]) -> list[UnitCalls]:
    """The facts counted unit by unit, in their order."""
    units: dict[int, list[CallFact]] = {}
    for one in facts:
        units.setdefault(one.unit_id, []).append(one)
    return [
        UnitCalls(
            unit=own[0].unit,
            due=len(own),
            in_time=sum(one.in_time is True for one in own),
            late=sum(one.in_time is False for one in own),
            waiting=sum(one.in_time is None for one in own),
            attempts=median(one.attempts for one in own),
        )
        for own in units.values()
    ]


def _share(rows: Iterable[UnitCalls]) -> float | None:
    every = list(rows)
    judged = sum(one.in_time + one.late for one in every)
    return sum(one.in_time for one in every) / judged if judged else None


def _file(rows: list[UnitCalls], first: date, last: date) -> HttpResponse:
    head = [_("Unit"), _("From"), _("To"), _("To be called"), _("In time"), _("Late"), _("Still waiting")]
    language = page_language()
    cells: list[list[Cell]] = [
        [one.unit.in_(language), first.isoformat(), last.isoformat(), one.due, one.in_time, one.late, one.waiting]
        for one in rows
    ]
    return spreadsheet(_("call-backs"), head, cells)
