"""How does each goal stand by the newest figures? Month by month, in the reading in which it is written."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from ovi.engines.indicators.definition import Definition, ThirdNextAvailable
from ovi.performance import queries as performance
from ovi.performance.queries import MUNICIPALITIES_HOLDING, MunicipalitiesHolding, Run, Value
from ovi.programme.queries.definition import Goal, Programme
from ovi.programme.queries.standing import Standing, standing_of


@dataclass(frozen=True, slots=True)
class MonthOfGoal:
    """One month: municipalities where the measure holds; beside it the clients' share, and T3 where the goal is T3."""

    month: str
    holding: MunicipalitiesHolding
    beside: Value | None
    supply: Value | None


@dataclass(frozen=True, slots=True)
class GoalProgress:
    """One goal with its months, the newest measured one, and its standing. `definition` is the indicator's."""

    goal: Goal
    definition: Definition
    beside: Definition
    months: tuple[MonthOfGoal, ...]
    now: MonthOfGoal | None
    standing: Standing


def progress(programme: Programme, run: Run | None) -> tuple[GoalProgress, ...]:
    """Every goal by the values of `run`, in the programme's order. One query; none without a run."""
    wanted = {goal.indicator for goal in programme.goals} | {goal.beside.indicator for goal in programme.goals}
    condition = Q(indicator_id__in=wanted, by__in=("", MUNICIPALITIES_HOLDING))
    found = performance.values(run.id, condition) if run else []
    return tuple(_goal(goal, programme, found) for goal in programme.goals)


def _goal(goal: Goal, programme: Programme, found: list[Value]) -> GoalProgress:
    definition = performance.definition(goal.indicator)
    whole = {(one.indicator_id, one.month): one for one in found if one.by == ""}
    is_supply = isinstance(definition, ThirdNextAvailable)
    months = tuple(
        MonthOfGoal(
            one.month,
            one,
            whole.get((goal.beside.indicator, one.month)),
            whole.get((goal.indicator, one.month)) if is_supply else None,
        )
        for one in performance.municipalities_holding(one for one in found if one.indicator_id == goal.indicator)
    )
    now = next((one for one in reversed(months) if one.holding.value is not None), None)
    standing = standing_of(
        goal,
        programme.standing,
        month=now.month if now else "",
        value=now.holding.value if now else None,
    )
    return GoalProgress(goal, definition, performance.definition(goal.beside.indicator), months, now, standing)
