"""Who still waits at the end of each month? Stands beside realised shares, which see only those served."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import ibis

from ovi.engines.facts.store import Manifest, read_manifest
from ovi.engines.indicators.definition import NEED_STRATIFIERS, ShareWithin
from ovi.engines.indicators.expressions import sql_of, tables_needed
from ovi.engines.indicators.percentiles import CAP, MEDIAN, cumulated, of_cumulated
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.publishing import publishable, require_one_grid
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.rows import needs_with
from ovi.engines.indicators.run import open_snapshot, ordered
from ovi.engines.indicators.tables import month_ends
from ovi.engines.indicators.within import with_due
from ovi.foundation.refusals import Fault, Refused

# What is known before anybody has met the client; profession and mode are not.
STRATIFIERS = ("unit", "municipality", "county", "service_line", "channel", "language", "segment", "age_group")


def still_waiting(
    definition: ShareWithin,
    facts_dir: Path,
    period: Period,
    by: Sequence[str] = (),
    *,
    engine: str = "duckdb",
    publish: bool = True,
) -> list[IndicatorResult]:
    """The queue on the last day of each month: `n` assessed needs without care, `numerator` of them past the
    definition's limit, `value` their share; beside it the median wait so far and the definition's bands.

    It is the queue of the definition's service lines: nobody knows yet which profession will meet the client.
    Always by month; the id is the indicator's with ".waiting". Refused when a table or grouping is not there.
    """
    grouping, manifest = (
        tuple(name for name in dict.fromkeys(by) if name != "month"),
        read_manifest(facts_dir),
    )
    if faults := _why_not(definition, manifest, grouping):
        raise Refused("The queue cannot be counted like this.", code="indicators.cannot_run", faults=faults)
    if publish:
        require_one_grid([definition], ("month", *grouping))
    with open_snapshot(engine, facts_dir, manifest, period, [definition]) as backend:
        rows = backend.rows(_compiled(definition, grouping, backend.dialect))
    results = ordered(_result(definition, manifest, engine, grouping, row) for row in rows)
    if not publish:
        return results
    # The queue is no statutory row: it is never merged over months.
    return ordered(publishable(definition.model_copy(update={"statutory": False}), results))


def _why_not(definition: ShareWithin, manifest: Manifest, by: tuple[str, ...]) -> list[Fault]:
    odd = [name for name in by if name not in definition.stratifiers or name not in STRATIFIERS]
    faults = [Fault(definition.id, f"the queue cannot be grouped by {name}.") for name in odd]
    lacking = [name for name in tables_needed(definition, ()) if name not in manifest.tables]
    return faults + [Fault(definition.id, f"needs the table {name}, which the snapshot lacks.") for name in lacking]


def _result(
    definition: ShareWithin, manifest: Manifest, engine: str, by: tuple[str, ...], row: dict[str, Any]
) -> IndicatorResult:
    n, late = int(row["n"]), int(row["late"])
    bands = [int(row[f"band_{place}"]) for place in range(len(definition.bands) + 1)] if definition.bands else None
    return IndicatorResult(
        indicator_id=f"{definition.id}.waiting",
        definition_hash=definition.content_hash,
        snapshot_id=manifest.snapshot_id,
        engine=engine,
        month=row["by_month"],
        strata={name: row[f"by_{name}"] for name in by},
        numerator=late,
        denominator=n,
        value=late / n,
        n=n,
        extra={"median_waited_days": row["median"]} | ({"bands": bands} if bands else {}),
    )


@lru_cache(maxsize=64)
def _compiled(definition: ShareWithin, by: tuple[str, ...], dialect: str) -> str:
    return sql_of(_queue(definition, by), dialect)


def _queue(definition: ShareWithin, by: tuple[str, ...]) -> Any:
    needs, ends = with_due(_assessed(definition, by), definition), month_ends()
    needs = needs.inner_join(ends, needs[definition.start] <= ends.last_day)
    served = (needs[definition.stop] <= needs.last_day) & needs.first_event_licensed
    gone = needs.closed_day <= needs.last_day
    needs = needs.filter(~served.fill_null(False) & ~gone.fill_null(False))
    in_time = (needs.last_day <= needs.due).fill_null(definition.limit.clock is not None)
    keys = [needs.month.name("by_month"), *(needs[NEED_STRATIFIERS[name]].name(f"by_{name}") for name in by)]
    waited = ibis.least(needs.last_day - needs[definition.start], CAP)
    cells = needs.group_by([*keys, waited.name("waited")]).aggregate(
        n=needs.count(), late=(~in_time).cast("int64").sum()
    )
    names = [key.get_name() for key in keys]
    cells = cumulated(cells, names, "waited", "n")
    edges = zip((-1, *definition.bands), (*definition.bands, CAP), strict=True) if definition.bands else ()
    bands = {
        f"band_{place}": ibis.ifelse((cells.waited > low) & (cells.waited <= high), cells.n, 0).sum()
        for place, (low, high) in enumerate(edges)
    }
    median = of_cumulated(cells, "waited", "n", MEDIAN)
    return cells.group_by(names).aggregate(n=cells.n.sum(), late=cells.late.sum(), median=median, **bands)


def _assessed(definition: ShareWithin, by: tuple[str, ...]) -> Any:
    need, chosen = needs_with({NEED_STRATIFIERS[name] for name in by}), definition.population
    conditions = [need[definition.start].notnull(), ~need.resolved_at_first_contact.fill_null(False)]
    if chosen.service_lines:
        conditions.append(need.service_line.isin(chosen.service_lines))
    if chosen.covered_classes:
        conditions.append(need.covered_class.isin(chosen.covered_classes))
    if chosen.urgency is not None:
        conditions.append(need.urgency == chosen.urgency)
    return need.filter(conditions)
