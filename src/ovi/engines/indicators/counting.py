"""How are rows of a source counted? Shares, means, counts, debt and observed by expected, one query each."""

from __future__ import annotations

from collections.abc import Set
from functools import singledispatch
from typing import Any

import ibis

from ovi.engines.indicators.conditions import all_of, any_of
from ovi.engines.indicators.definition import (
    CountOf,
    Debt,
    MeanOf,
    OverRows,
    ShareMarked,
    Standardised,
)
from ovi.engines.indicators.rows import age_group, needs_with, rows_of
from ovi.engines.indicators.tables import keys_of, table


def counted(definition: OverRows, by: tuple[str, ...]) -> Any:
    """The expression of a definition over rows, grouped."""
    return _counted(definition, by)


def tables_needed(definition: OverRows, by: tuple[str, ...]) -> tuple[str, ...]:
    """The fact tables that the rows, their columns and the grouping read."""
    columns = definition.columns_used() | _grouped(definition, by)
    tables = definition.made_from.tables_for(columns)
    more = {Debt: ("need",), Standardised: ("need", "population")}.get(type(definition), ())
    return tuple(dict.fromkeys((*tables, *more)))


def _grouped(definition: OverRows, by: tuple[str, ...]) -> Set[str]:
    return {definition.made_from.stratifiers[name] for name in by if name != "month"}


def _rows(definition: OverRows, by: tuple[str, ...]) -> tuple[Any, list[Any]]:
    """The rows and their keys. Windows overlap: without months, only the last of the period counts."""
    rows = rows_of(definition, _grouped(definition, by))
    if definition.day is None and "month" not in by:
        days = table("calendar")
        last = days.filter(days.in_period).aggregate(_last=days.month.max())
        rows = rows.inner_join(last, rows.month == last["_last"])
    return rows, keys_of(rows, by, definition.made_from.stratifiers)


@singledispatch
def _counted(definition: OverRows, by: tuple[str, ...]) -> Any:
    raise TypeError(type(definition).__name__)


@_counted.register
def _share(definition: ShareMarked, by: tuple[str, ...]) -> Any:
    """numerator, denominator: rows (or sums of the weight) counted and judged; people: rows behind the numerator."""
    rows, _ = _rows(definition, by)
    hits = [one.where for one in definition.any_of]
    marked = any_of(rows, hits) if hits else all_of(rows, definition.counted)
    # A weight that is not known weighs nothing, but its row is one of those judged.
    weight = rows[definition.weight].fill_null(0).cast("int64") if definition.weight else ibis.literal(1, "int64")
    rows = rows.mutate(_judged=all_of(rows, definition.judged), _weight=weight).mutate(_marked=marked)
    rows = rows.mutate(_marked=rows["_judged"] & rows["_marked"])
    named = (*definition.any_of, *definition.beside)
    rows = rows.mutate(**{f"_{one.name}": rows["_judged"] & all_of(rows, one.where) for one in named})
    return rows.group_by(keys_of(rows, by, definition.made_from.stratifiers)).aggregate(
        numerator=_sum(rows, "_marked"),
        denominator=_sum(rows, "_judged"),
        n=rows["_judged"].cast("int64").sum(),
        people=rows["_marked"].cast("int64").sum(),
        outside=(~rows["_judged"]).cast("int64").sum(),
        **{f"beside_{one.name}": _sum(rows, f"_{one.name}") for one in named},
    )


def _sum(rows: Any, flag: str) -> Any:
    return ibis.ifelse(rows[flag], rows["_weight"], 0).sum()


@_counted.register
def _mean(definition: MeanOf, by: tuple[str, ...]) -> Any:
    rows, _ = _rows(definition, by)
    rows = rows.mutate(_known=all_of(rows, definition.judged) & rows[definition.value].notnull())
    beside = {}
    if definition.beside_share:
        beside = {
            "part": rows[definition.beside_share.part].cast("int64").sum().fill_null(0),
            "whole": rows[definition.beside_share.whole].cast("int64").sum().fill_null(0),
        }
    return rows.group_by(keys_of(rows, by, definition.made_from.stratifiers)).aggregate(
        numerator=ibis.ifelse(rows["_known"], rows[definition.value], 0).cast("int64").sum(),
        denominator=rows["_known"].cast("int64").sum(),
        outside=(~rows["_known"]).cast("int64").sum(),
        **beside,
    )


@_counted.register
def _count(definition: CountOf, by: tuple[str, ...]) -> Any:
    rows, keys = _rows(definition, by)
    return rows.group_by(keys).aggregate(denominator=rows.count())


@_counted.register
def _debt(definition: Debt, by: tuple[str, ...]) -> Any:
    """queue: open needs at the month's end; arrived: contacts of the same needs in its twelve months."""
    queue, keys = _rows(definition, by)
    names = [key.get_name() for key in keys]
    waiting = queue.group_by(keys).aggregate(queue=queue.count())
    arrivals = needs_with(_grouped(definition, by))
    arrivals = arrivals.filter(all_of(arrivals, definition.arrivals))
    days = table("calendar").select(_day="day", of_month="month")
    arrivals = arrivals.inner_join(days, arrivals.contact_day == days["_day"])
    twelve = table("twelve").rename(_of_month="of_month")
    arrivals = arrivals.inner_join(twelve, arrivals.of_month == twelve["_of_month"])
    if "month" not in by:
        last = twelve.aggregate(_last=twelve.month.max())
        arrivals = arrivals.inner_join(last, arrivals.month == last["_last"])
    arrived = arrivals.group_by(keys_of(arrivals, by, definition.made_from.stratifiers)).aggregate(
        arrived=arrivals.count()
    )
    arrived = arrived.rename({f"_{name}": name for name in names})
    joined = waiting.left_join(arrived, [waiting[name].identical_to(arrived[f"_{name}"]) for name in names])
    return joined.select(*names, "queue", arrived=joined.arrived.fill_null(0))


@_counted.register
def _standardised(definition: Standardised, by: tuple[str, ...]) -> Any:
    """Observed rows and people by area and age group; what is expected is computed from these whole numbers."""
    rows = rows_of(definition, {"municipality", "age_group"})
    keys = ["municipality", "age_group", *(["month"] if "month" in by else [])]
    observed = rows.group_by(keys).aggregate(observed=rows.count())
    people = _people()
    if "month" in by:
        days = table("calendar")
        people = people.cross_join(days.filter(days.in_period).select("month").distinct())
    observed = observed.rename({f"_{name}": name for name in keys})
    joined = people.left_join(observed, [people[name] == observed[f"_{name}"] for name in keys])
    month = [joined.month.name("by_month")] if "month" in by else []
    return joined.select(
        *month, by_municipality=joined.municipality, age_group=joined.age_group, people=joined.people,
        observed=joined.observed.fill_null(0),
    )  # fmt: skip


def _people() -> Any:
    """People of each municipality and age group at the end of the newest year known."""
    people = table("population")
    newest = people.aggregate(_newest=people.year.max())
    people = people.inner_join(newest, people.year == newest["_newest"])
    people = people.filter(people.postal_code.isnull() & people.language.isnull() & people.age.notnull())
    people = people.mutate(age_group=age_group(people.age))
    return people.group_by(["municipality", "age_group"]).aggregate(people=people.people.sum().cast("int64"))
