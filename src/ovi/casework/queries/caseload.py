"""How many clients does each worker have, and what falls due for them this week? Counts, in order of name.

A manager sees counts of their units' workers and no client; a worker sees their own and the unit's totals.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case as Either
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from ovi.casework.models import Case, CasePath, PathStep
from ovi.casework.policies import CASELOAD
from ovi.casework.queries.goals import Worker, team_of
from ovi.casework.queries.standings import standing_on
from ovi.casework.queries.units import UnitChoice, units_named
from ovi.casework.states import CaseState, StepState
from ovi.directory.models import Unit
from ovi.foundation.text import Trilingual
from ovi.plumbing.actor import Actor, Role
from ovi.staffing.queries import CaseloadCap, caps_on


@dataclass(slots=True)
class _Sums:
    cases: int = 0
    weight: int = 0
    standings: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    overdue_steps: int = 0
    reviews: int = 0
    capped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Load:
    """One worker's clients, or those of nobody (worker None), or all of them together.

    `steps` to be done by the end of the week, `overdue_steps` of them late; `capped` holds, for each lawful cap that
    concerns this worker, how many clients count towards it.
    """

    worker: Worker | None
    cases: int
    weight: int
    standings: dict[str, int]
    lines: tuple[tuple[str, int], ...]
    steps: int
    overdue_steps: int
    reviews: int
    capped: tuple[tuple[CaseloadCap, int], ...]


@dataclass(frozen=True, slots=True)
class DueStep:
    """One step of mine that falls due by the end of the week; no place, so that nothing has to be masked."""

    case_id: int
    subject_key: UUID | None
    client: str
    name: Trilingual | str
    due_on: date
    overdue: bool


@dataclass(frozen=True, slots=True)
class Caseload:
    """`workers` is empty for whoever is no manager; `mine` is None for a manager who has no clients of their own."""

    workers: tuple[Load, ...]
    unowned: Load
    total: Load
    mine: Load | None
    my_steps: tuple[DueStep, ...]
    until: date


def caseload(actor: Actor, *, units: Iterable[int], today: date) -> Caseload:
    """Caseloads of these units, as far as the actor may see them. Seven statements."""
    CASELOAD.require(actor)
    allowed = {one.id for one in caseload_units(actor)}
    unit_ids = [unit for unit in units if unit in allowed]
    until = today + timedelta(days=7 - today.weekday())  # the first day of next week
    cases = Case.objects.exclude(state=CaseState.CLOSED).filter(unit__in=unit_ids)
    if not actor.has(Role.MANAGER):
        cases = cases.filter(register__in=actor.registers)
    team = {one.id: one for one in team_of(*unit_ids, today=today)}
    caps = caps_on(today)
    sums = _summed(cases, team, caps, today, until)
    total = _Sums()
    for one in sums.values():
        _add(total, one)
    me = actor.professional_id
    mine = _load(team.get(me), sums.get(me, _Sums()), caps) if me in team else None
    return Caseload(
        workers=tuple(_load(who, sums.get(who.id, _Sums()), caps) for who in team.values())
        if actor.has(Role.MANAGER)
        else (),
        unowned=_load(None, sums.get(None, _Sums()), ()),
        total=_load(None, total, ()),
        mine=mine,
        my_steps=_my_steps(me, cases, today, until) if me is not None and actor.registers else (),
        until=until - timedelta(days=1),
    )


def caseload_units(actor: Actor) -> list[UnitChoice]:
    """The units whose caseload the actor may see: their own; of a manager whose role is of no unit, the county's."""
    whole_county = actor.has(Role.MANAGER) and not actor.units
    return units_named(Unit.objects.values_list("pk", flat=True) if whole_county else actor.units)


def _summed(
    cases: QuerySet[Case], team: dict[int, Worker], caps: Iterable[CaseloadCap], today: date, until: date
) -> dict[int | None, _Sums]:
    """By worker. Cases of an owner who works in the unit no more are nobody's: they need one."""
    found: dict[int | None, _Sums] = {}

    def of(owner: int | None) -> _Sums:
        return found.setdefault(owner if owner in team else None, _Sums())

    for row in _counted(cases, today):
        one = of(row["owner"])
        one.cases += row["n"]
        one.weight += row["weights"]
        one.standings[row["standing"]] += row["n"]
        one.lines[row["service_line"]] += row["n"]
    for row in _steps(cases, today, until):
        carrier = row["carrier"] if row["carrier"] in team else row["path__case__owner"]
        one = of(carrier)
        one.steps += row["n"]
        one.overdue_steps += row["late"]
    reviews = CasePath.objects.filter(case__in=cases, ended_at=None, review_on__lt=until)
    for owner, n in reviews.values_list("case__owner").annotate(n=Count("pk")):
        of(owner).reviews += n
    for cap in caps:
        for owner, people, unknown in _clients(cases.filter(service_line=cap.service_line)):
            of(owner).capped[cap.id] += people + unknown
    return found


def _counted(cases: QuerySet[Case], today: date) -> QuerySet[Any]:
    weight = CasePath.objects.filter(case=OuterRef("pk"), ended_at=None).values("weight")[:1]
    weighed = cases.annotate(standing=standing_on(today)).alias(_weight=Coalesce(Subquery(weight), Value(1)))
    counted: QuerySet[Any] = weighed.values("owner", "standing", "service_line").annotate(
        n=Count("pk"), weights=Sum("_weight")
    )
    return counted


def _steps(cases: QuerySet[Case], today: date, until: date) -> QuerySet[Any]:
    due = PathStep.objects.filter(path__case__in=cases, path__ended_at=None, state=StepState.TO_DO, due_on__lt=until)
    late = Sum(Either(When(due_on__lt=today, then=1), default=0, output_field=IntegerField()))
    return due.values("carrier", "path__case__owner").annotate(n=Count("pk"), late=late)


def _clients(cases: QuerySet[Case]) -> QuerySet[Any]:
    """People, each once; a client not yet known is one of their own."""
    return cases.values_list("owner").annotate(
        people=Count("person", distinct=True), unknown=Count("pk", filter=Q(person=None))
    )


def _add(total: _Sums, one: _Sums) -> None:
    for name in ("cases", "weight", "steps", "overdue_steps", "reviews"):
        setattr(total, name, getattr(total, name) + getattr(one, name))
    total.standings += one.standings
    total.lines += one.lines


def _load(worker: Worker | None, one: _Sums, caps: Iterable[CaseloadCap]) -> Load:
    concerns = [cap for cap in caps if worker and worker.profession == cap.profession and one.capped[cap.id]]
    return Load(
        worker=worker, cases=one.cases, weight=one.weight, standings=dict(one.standings),
        lines=tuple(sorted(one.lines.items(), key=lambda item: (-item[1], item[0]))), steps=one.steps,
        overdue_steps=one.overdue_steps, reviews=one.reviews,
        capped=tuple((cap, one.capped[cap.id]) for cap in concerns),
    )  # fmt: skip


def _my_steps(me: int, cases: QuerySet[Case], today: date, until: date) -> tuple[DueStep, ...]:
    mine = PathStep.objects.filter(
        Q(carrier=me) | Q(carrier=None, path__case__owner=me),
        path__case__in=cases, path__ended_at=None, state=StepState.TO_DO, due_on__lt=until,
    )  # fmt: skip
    rows = mine.select_related("path__case__person").order_by(F("due_on"), "path__case", "position")
    return tuple(_due(row, today) for row in rows)


def _due(row: PathStep, today: date) -> DueStep:
    case, person = row.path.case, row.path.case.person
    names = next((step["names"] for step in row.path.snapshot["steps"] if step["id"] == row.code), None)
    assert row.due_on is not None  # noqa: S101 - the query asks for it
    return DueStep(
        case.pk, person.subject_key if person else None, person.full_name if person else "",
        Trilingual(**names) if names else row.own_text, row.due_on, row.due_on < today,
    )  # fmt: skip
