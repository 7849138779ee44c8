"""Who still waits at the end of each month? Stands beside realised shares, which see only those served."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

from ovi.engines.facts.store import Manifest, read_manifest
from ovi.engines.indicators.definition import NEED_STRATIFIERS, ShareWithin
from ovi.engines.indicators.expressions import sql_of, table, tables_needed, with_due
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.run import open_snapshot, ordered
from ovi.engines.indicators.suppression import suppress
from ovi.foundation.refusals import Fault, Refused

# What is known before anybody has met the client; profession and mode are not.
STRATIFIERS = ("unit", "municipality", "county", "service_line", "channel", "language", "segment")


def still_waiting(
    definition: ShareWithin,
    facts_dir: Path,
    period: Period,
    by: Sequence[str] = (),
    *,
    publish: bool = True,
) -> list[IndicatorResult]:
    """The queue on the last day of each month: `n` assessed needs without care, `numerator` of them past the
    definition's limit, `value` their share.

    It is the queue of the definition's service lines: nobody knows yet which profession will meet the client.
    Always by month; the id is the indicator's with ".waiting". Refused when a table or grouping is not there.
    """
    grouping, manifest = (
        tuple(name for name in dict.fromkeys(by) if name != "month"),
        read_manifest(facts_dir),
    )
    if faults := _why_not(definition, manifest, grouping):
        raise Refused("The queue cannot be counted like this.", code="indicators.cannot_run", faults=faults)
    with duckdb.connect() as connection:
        open_snapshot(connection, facts_dir, manifest, period, [definition])
        rows = connection.sql(_compiled(definition, grouping)).to_arrow_table().to_pylist()
    results = ordered(_result(definition, manifest, grouping, row) for row in rows)
    if not publish:
        return results
    months = ([row for row in results if row.month == month] for month in period.months())
    # Month by month: the same people wait in several months, so there is no total over months to protect.
    return ordered(row for month in months for row in suppress(month, definition.suppression.k))


def _why_not(definition: ShareWithin, manifest: Manifest, by: tuple[str, ...]) -> list[Fault]:
    odd = [name for name in by if name not in definition.stratifiers or name not in STRATIFIERS]
    faults = [Fault(definition.id, f"the queue cannot be grouped by {name}.") for name in odd]
    lacking = [name for name in tables_needed(definition, ()) if name not in manifest.tables]
    return faults + [Fault(definition.id, f"needs the table {name}, which the snapshot lacks.") for name in lacking]


def _result(definition: ShareWithin, manifest: Manifest, by: tuple[str, ...], row: dict[str, Any]) -> IndicatorResult:
    n, late = int(row["n"]), int(row["late"])
    return IndicatorResult(
        indicator_id=f"{definition.id}.waiting",
        definition_hash=definition.content_hash,
        snapshot_id=manifest.snapshot_id,
        engine="duckdb",
        month=row["month"],
        strata={name: row[f"by_{name}"] for name in by},
        numerator=late,
        denominator=n,
        value=late / n,
        n=n,
        extra={"median_waited_days": row["waited"]},
    )


@lru_cache(maxsize=64)
def _compiled(definition: ShareWithin, by: tuple[str, ...]) -> str:
    return sql_of(_queue(definition, by), "duckdb")


def _queue(definition: ShareWithin, by: tuple[str, ...]) -> Any:
    needs = with_due(_assessed(definition), definition)
    days = table("calendar")
    ends = days.filter(days.in_period).group_by(days.month).aggregate(last_day=days.day.max())
    needs = needs.inner_join(ends, needs[definition.start] <= ends.last_day)
    served = (needs[definition.stop] <= needs.last_day) & needs.first_event_licensed
    gone = needs.closed_day <= needs.last_day
    needs = needs.filter(~served.fill_null(False) & ~gone.fill_null(False))
    in_time = (needs.last_day <= needs.due).fill_null(definition.limit.clock is not None)
    keys = [needs.month, *(needs[NEED_STRATIFIERS[name]].name(f"by_{name}") for name in by)]
    return needs.group_by(keys).aggregate(
        n=needs.count(),
        late=(~in_time).cast("int64").sum(),
        waited=(needs.last_day - needs[definition.start]).median(),
    )


def _assessed(definition: ShareWithin) -> Any:
    need, chosen = table("need"), definition.population
    conditions = [need[definition.start].notnull(), ~need.resolved_at_first_contact.fill_null(False)]
    if chosen.service_lines:
        conditions.append(need.service_line.isin(chosen.service_lines))
    if chosen.covered_classes:
        conditions.append(need.covered_class.isin(chosen.covered_classes))
    if chosen.urgency is not None:
        conditions.append(need.urgency == chosen.urgency)
    return need.filter(conditions)
