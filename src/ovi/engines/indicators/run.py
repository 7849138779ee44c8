"""What do the indicators say of a snapshot, month by month and stratum by stratum?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from ovi.engines.facts.store import Manifest, read_manifest
from ovi.engines.indicators.definition import Definition, ShareMarked, ShareWithin
from ovi.engines.indicators.expressions import compiled, tables_needed
from ovi.engines.indicators.merging import merge_small
from ovi.engines.indicators.period import Period, calendar
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.suppression import suppress
from ovi.foundation.refusals import Fault, Refused

ENGINES = ("duckdb",)


def run(
    definitions: Iterable[Definition],
    facts_dir: Path,
    period: Period,
    by: Sequence[str] = ("month",),
    engine: str = "duckdb",
    *,
    publish: bool = True,
) -> list[IndicatorResult]:
    """The results of `definitions` over the snapshot in `facts_dir`, ordered by indicator, strata and month.

    `by` names "month" and stratifiers that each definition allows. Small counts are withheld unless
    `publish` is false, which is for computing further, never for showing. Refused whole, with every fault,
    when a definition cannot be run so.
    """
    chosen, grouping, manifest = list(definitions), tuple(dict.fromkeys(by)), read_manifest(facts_dir)
    if engine not in ENGINES:
        message = f"The engine “{engine}” is not in this installation; use one of: {', '.join(ENGINES)}."
        raise Refused(message, code="indicators.unknown_engine")
    if faults := [fault for one in chosen for fault in why_not(one, manifest, grouping)]:
        raise Refused("The indicators cannot be run like this.", code="indicators.cannot_run", faults=faults)
    results: list[IndicatorResult] = []
    with duckdb.connect() as connection:
        open_snapshot(connection, facts_dir, manifest, period, chosen)
        for definition in chosen:
            rows = connection.sql(compiled(definition, grouping, "duckdb")).to_arrow_table().to_pylist()
            raw = [_result(definition, manifest, engine, grouping, row) for row in rows]
            results += ordered(publishable(definition, ordered(raw)) if publish else raw)
    return results


def why_not(definition: Definition, manifest: Manifest, by: Sequence[str]) -> list[Fault]:
    """Why a definition cannot be run over a snapshot by these groupings; empty when it can."""
    allowed = ("month", *definition.stratifiers)
    faults = [
        Fault(definition.id, f"cannot be grouped by {name}; it allows {', '.join(allowed)}.")
        for name in by
        if name not in allowed
    ]
    if faults:
        return faults
    return [
        Fault(definition.id, f"needs the table {name}, which this snapshot lacks; extract it or leave this out.")
        for name in tables_needed(definition, tuple(by))
        if name not in manifest.tables
    ]


def ordered(rows: Iterable[IndicatorResult]) -> list[IndicatorResult]:
    """By strata, then month."""
    return sorted(rows, key=lambda row: [str(value) for value in (*row.strata.values(), row.month)])


def publishable(definition: Definition, rows: list[IndicatorResult]) -> list[IndicatorResult]:
    """The rows of one definition and one run with small counts merged (statutory) or withheld."""
    if definition.suppression is None:
        return rows
    k = definition.suppression.k
    return suppress(merge_small(rows, k) if definition.statutory else rows, k)


def open_snapshot(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    manifest: Manifest,
    period: Period,
    definitions: Sequence[Definition],
) -> None:
    """The snapshot's tables and the period's calendar as tables of `connection`."""
    for name in manifest.tables:
        connection.from_parquet(str(folder / f"{name}.parquet")).create_view(name)
    months = [d.limit.months for d in definitions if not isinstance(d, ShareMarked) and d.limit.months is not None]
    connection.from_arrow(calendar(period, months)).create("calendar")


def _result(
    definition: Definition, manifest: Manifest, engine: str, by: tuple[str, ...], row: dict[str, Any]
) -> IndicatorResult:
    n, numerator = int(row["denominator"]), int(row["numerator"])
    share = numerator / n if n else None
    is_share = isinstance(definition, (ShareWithin, ShareMarked))
    return IndicatorResult(
        indicator_id=definition.id,
        definition_hash=definition.content_hash,
        snapshot_id=manifest.snapshot_id,
        engine=engine,
        month=row["by_month"] if "month" in by else None,
        strata={name: row[f"by_{name}"] for name in by if name != "month"},
        numerator=numerator,
        denominator=n,
        value=share if is_share else row["median"],
        n=n,
        extra=_beside_share(definition, row, n) if is_share else _beside_third(row, n, share),
    )


def _beside_share(definition: Definition, row: dict[str, Any], n: int) -> dict[str, Any]:
    extra: dict[str, Any] = (
        {"median_wait_days": row["median_wait_days"] if n else None} if "median_wait_days" in row else {}
    )
    limits = definition.suppression
    outside = int(row["outside"])
    if limits and (outside == 0 or outside >= limits.k):  # 1–4 unassessed people are not told by their share
        extra["coverage"] = round(n / (n + outside), 3) if n + outside else None
    if limits and n < limits.small_n:
        extra["small_n"] = True
    return extra


def _beside_third(row: dict[str, Any], n: int, share: float | None) -> dict[str, Any]:
    return {
        "share_within": share,
        "share_182": int(row["at_cap"]) / n,
        "measurements": int(row["measurements"]),
    }
