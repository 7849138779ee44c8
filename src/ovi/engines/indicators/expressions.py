"""How does a definition become a query? One Ibis expression over integer days, the same for every engine."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import ibis
from ibis.backends.sql.compilers import DuckDBCompiler, PySparkCompiler

from ovi.engines.facts.tables import TABLES
from ovi.engines.indicators.definition import (
    MARKED_STRATIFIERS,
    NEED_STRATIFIERS,
    SLOT_STRATIFIERS,
    Definition,
    NeedPopulation,
    ShareMarked,
    ShareWithin,
    ThirdNextAvailable,
)
from ovi.engines.indicators.period import due_column

_DIALECTS = {"duckdb": DuckDBCompiler, "spark": PySparkCompiler}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_EPOCH_WEEKDAY = 3  # 1970-01-01 was a Thursday


@lru_cache(maxsize=512)
def compiled(definition: Definition, by: tuple[str, ...], dialect: str) -> str:
    """The SQL of a definition, grouped. Cached: compiling takes longer than a small query."""
    if isinstance(definition, ShareWithin):
        return sql_of(_share_within(definition, by), dialect)
    if isinstance(definition, ShareMarked):
        return sql_of(_share_marked(definition, by), dialect)
    return sql_of(_third(definition, by), dialect)


def sql_of(expression: Any, dialect: str) -> str:
    """An expression as SQL for "duckdb" or "spark"; needs neither engine."""
    return str(_DIALECTS[dialect]().to_sqlglot(expression).sql(dialect))


def tables_needed(definition: Definition, by: tuple[str, ...]) -> tuple[str, ...]:
    """The fact tables that the query of this definition reads."""
    if isinstance(definition, ShareWithin):
        return ("need", "clock") if definition.limit.clock else ("need",)
    if isinstance(definition, ShareMarked):
        beside = definition.marked.in_table
        return (definition.source_table, beside) if beside else (definition.source_table,)
    return ("slot", "unit") if _needs_units(definition, by) else ("slot",)


def _share_within(definition: ShareWithin, by: tuple[str, ...]) -> Any:
    """numerator, denominator: needs judged; outside: events that the limit cannot judge (no assessment)."""
    needs = _of_period(_counted_needs(definition), definition.stop)
    needs = with_due(needs, definition)
    start, stop = needs[definition.start], needs[definition.stop]
    assessed_first = start.notnull() & (stop >= start).fill_null(False)
    # A clock without a number ("kohtuullinen aika") judges nothing. A month limit whose start lies before
    # the calendar is long exceeded.
    judged = assessed_first & needs.due.notnull() if definition.limit.clock else assessed_first
    needs = needs.mutate(judged=judged, within=judged & (stop <= needs.due).fill_null(False))
    waited = ibis.ifelse(needs.judged, stop - start, ibis.null("int32"))
    return needs.group_by(_keys(needs, by, NEED_STRATIFIERS)).aggregate(
        numerator=needs.within.cast("int64").sum(),
        denominator=needs.judged.cast("int64").sum(),
        outside=(~needs.judged).cast("int64").sum(),
        median_wait_days=waited.median(),
    )


def _counted_needs(definition: ShareWithin) -> Any:
    need, chosen = table("need"), definition.population
    conditions = [need[definition.stop].notnull(), *_need_conditions(need, chosen)]
    columns = {
        "need_key",
        definition.start,
        definition.stop,
        *(NEED_STRATIFIERS[s] for s in definition.stratifiers),
    }
    return need.filter(conditions).select(sorted(columns))


def _need_conditions(need: Any, chosen: NeedPopulation) -> list[Any]:
    lists = {
        "service_line": chosen.service_lines,
        "first_event_profession": chosen.professions,
        "covered_class": chosen.covered_classes,
    }
    conditions = [need[column].isin(values) for column, values in lists.items() if values]
    if chosen.urgency is not None:
        conditions.append(need.urgency == chosen.urgency)
    if chosen.licensed is not None:
        conditions.append(need.first_event_licensed == chosen.licensed)
    if chosen.not_modes:
        conditions.append(need.first_event_mode.isnull() | need.first_event_mode.notin(chosen.not_modes))
    return conditions


def with_due(needs: Any, definition: ShareWithin) -> Any:
    """`needs` with `due`: the last day within the limit; null where none is known."""
    limit = definition.limit
    if limit.days is not None:
        return needs.mutate(due=needs[definition.start] + limit.days)
    if limit.months is not None:
        days = table("calendar", due_column(limit.months)).select(_start="day", due=due_column(limit.months))
        return needs.left_join(days, needs[definition.start] == days["_start"])
    assert limit.clock is not None  # noqa: S101 - Limit holds exactly one
    clock = table("clock")
    kept = (clock.start_kind == limit.clock.start) & (clock.stop_kind == limit.clock.stop)
    kept &= clock.due_day.notnull() & (clock.status.isnull() | (clock.status != "cancelled"))
    due = clock.filter(kept).group_by(clock_need=clock.need_key).aggregate(due=clock.due_day.min())
    return needs.left_join(due, needs.need_key == due.clock_need)


def _share_marked(definition: ShareMarked, by: tuple[str, ...]) -> Any:
    """numerator: rows marked; denominator: rows of which it is known; outside: the others."""
    rows = _of_period(table(definition.source_table), definition.day)
    if definition.marked.in_table:
        beside = table(definition.marked.in_table)
        there = beside.select(_there=beside.need_key).distinct()
        rows = rows.left_join(there, rows.need_key == there["_there"])
        rows = rows.mutate(mark=rows["_there"].notnull())
    else:
        rows = rows.mutate(mark=rows[definition.marked.column])
    return rows.group_by(_keys(rows, by, MARKED_STRATIFIERS)).aggregate(
        numerator=rows.mark.fill_null(False).cast("int64").sum(),
        denominator=rows.mark.notnull().cast("int64").sum(),
        outside=rows.mark.isnull().cast("int64").sum(),
    )


def _third(definition: ThirdNextAvailable, by: tuple[str, ...]) -> Any:
    """Professional-days, each with the days to its third free time; with fewer than three, the cap."""
    cap = definition.cap_days
    slots = _counted_slots(definition, by)
    usable = (slots.urgency == definition.population.urgency) & (slots.bookable == definition.population.bookable)
    usable &= slots.slot_day >= slots.measured_day
    away = ibis.ifelse(usable.fill_null(False), slots.slot_day - slots.measured_day, cap)
    slots = slots.mutate(away=ibis.least(away, cap))
    book = ["measured_day", "unit", "profession", "professional_key"]
    slots = slots.mutate(place=ibis.row_number().over(group_by=book, order_by=slots.away))
    third = ibis.ifelse(slots.place == 2, slots.away, ibis.null("int32")).min()
    places = ["municipality", "service_line", "county"] if _needs_units(definition, by) else []
    books = slots.group_by([*book, "month", *places]).aggregate(days=third.fill_null(cap))
    return books.group_by(_keys(books, by, SLOT_STRATIFIERS)).aggregate(
        numerator=(books.days <= definition.limit.days).cast("int64").sum(),
        denominator=books.count(),
        median=books.days.median(),
        at_cap=(books.days >= cap).cast("int64").sum(),
        measurements=books.measured_day.nunique(),
    )


def _counted_slots(definition: ThirdNextAvailable, by: tuple[str, ...]) -> Any:
    slots, chosen = table("slot"), definition.population
    weekday = (slots.measured_day + _EPOCH_WEEKDAY) % 7
    slots = slots.filter(weekday == _WEEKDAYS.index(definition.measured_on))
    if chosen.professions:
        slots = slots.filter(slots.profession.isin(chosen.professions))
    if _needs_units(definition, by):
        places = table("unit").rename(_unit="unit")
        slots = slots.left_join(places, slots.unit == places["_unit"])
    if chosen.service_lines:
        slots = slots.filter(slots.service_line.isin(chosen.service_lines))
    return _of_period(slots, "measured_day")


def _needs_units(definition: ThirdNextAvailable, by: tuple[str, ...]) -> bool:
    return bool(definition.population.service_lines or {"municipality", "county", "service_line"} & set(by))


def _of_period(rows: Any, day_column: str) -> Any:
    """The rows whose day lies in the period, with their month."""
    days = table("calendar").filter(lambda t: t.in_period).select(_day="day", month="month")
    return rows.inner_join(days, rows[day_column] == days["_day"])


def _keys(rows: Any, by: tuple[str, ...], stratifiers: dict[str, str]) -> list[Any]:
    columns = [rows["month" if name == "month" else stratifiers[name]].name(f"by_{name}") for name in by]
    return columns or [ibis.literal("all").name("by_all")]


def table(name: str, *due_columns: str) -> Any:
    """A fact table, or "calendar" (period.py) with the due columns asked for, not yet bound to any engine."""
    if name == "calendar":
        columns = {"day": "int32", "month": "string", "in_period": "boolean"}
        return ibis.table({**columns, **dict.fromkeys(due_columns, "int32")}, name="calendar")
    return ibis.table(ibis.Schema.from_pyarrow(TABLES[name].schema()), name=name)
