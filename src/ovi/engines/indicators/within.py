"""Which share of events came within the limit, and how long did they wait? One row a group, percentiles beside."""

from __future__ import annotations

from typing import Any

import ibis

from ovi.engines.indicators.definition import NEED_STRATIFIERS, NeedPopulation, ShareWithin
from ovi.engines.indicators.percentiles import CAP, MEDIAN, NINTH_DECILE, cumulated, of_cumulated
from ovi.engines.indicators.period import due_column
from ovi.engines.indicators.rows import needs_with
from ovi.engines.indicators.tables import keys_of, of_period, table


def share_within(definition: ShareWithin, by: tuple[str, ...]) -> Any:
    """numerator, denominator: needs judged; outside: events that the limit cannot judge (no assessment).

    Waits are first counted day by day: the histogram is small, and every percentile and band comes from it.
    """
    needs = judged(definition, by)
    keys = keys_of(needs, by, NEED_STRATIFIERS)
    days = definition.limit.days
    # A wait that is not known was not judged; and a limit in days is asked of the days, not of each need.
    inside = {} if days is not None else {"inside": needs.count(where=needs.within)}
    cells = needs.group_by([*keys, needs.wait]).aggregate(needs=needs.count(), **inside)
    cells = cells.mutate(
        numerator=cells.inside if days is None else ibis.ifelse(cells.wait <= days, cells.needs, 0),
        denominator=ibis.ifelse(cells.wait.notnull(), cells.needs, 0),
        outside=ibis.ifelse(cells.wait.isnull(), cells.needs, 0),
    )
    names = [key.get_name() for key in keys]
    cells = cumulated(cells, names, "wait", "denominator")
    edges = zip((-1, *definition.bands), (*definition.bands, CAP), strict=True) if definition.bands else ()
    bands = {
        f"band_{place}": ibis.ifelse((cells.wait > low) & (cells.wait <= high), cells.denominator, 0).sum()
        for place, (low, high) in enumerate(edges)
    }
    return cells.group_by(names).aggregate(
        numerator=cells.numerator.sum(),
        denominator=cells.denominator.sum(),
        outside=cells.outside.sum(),
        median_wait_days=of_cumulated(cells, "wait", "denominator", MEDIAN),
        p90_wait_days=of_cumulated(cells, "wait", "denominator", NINTH_DECILE),
        **bands,
    )


def judged(definition: ShareWithin, by: tuple[str, ...]) -> Any:
    """The events of the period with `judged`, `within` and `wait` (days, at most CAP; null when not judged)."""
    needs = of_period(_counted_needs(definition, by), definition.stop)
    needs = with_due(needs, definition)
    start, stop = needs[definition.start], needs[definition.stop]
    assessed_first = start.notnull() & (stop >= start).fill_null(False)
    # A clock without a number ("kohtuullinen aika") judges nothing. A month limit whose start lies before
    # the calendar is long exceeded.
    judged = assessed_first & needs.due.notnull() if definition.limit.clock else assessed_first
    needs = needs.mutate(judged=judged, within=judged & (stop <= needs.due).fill_null(False))
    wait = ibis.least(needs[definition.stop] - needs[definition.start], CAP)
    return needs.mutate(wait=ibis.ifelse(needs.judged, wait, ibis.null("int32")))


def _counted_needs(definition: ShareWithin, by: tuple[str, ...]) -> Any:
    grouped = {NEED_STRATIFIERS[name] for name in by if name != "month"}
    key = {"need_key"} if definition.limit.clock else set()
    need, chosen = needs_with(grouped), definition.population
    conditions = [need[definition.stop].notnull(), *need_conditions(need, chosen)]
    return need.filter(conditions).select(sorted({definition.start, definition.stop} | key | grouped))


def need_conditions(need: Any, chosen: NeedPopulation) -> list[Any]:
    """The population as conditions over needs."""
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
