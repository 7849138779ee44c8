"""What do the indicators say of a snapshot, month by month and stratum by stratum?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ovi.engines.facts.store import Manifest, read_manifest
from ovi.engines.indicators import backends
from ovi.engines.indicators.backends import Backend, opened
from ovi.engines.indicators.cube.base import base_of
from ovi.engines.indicators.cube.keeping import cube_of
from ovi.engines.indicators.cube.serving import answer
from ovi.engines.indicators.cube.visits import days_of_windows, visits_in_windows
from ovi.engines.indicators.definition import Definition, OverRows, ShareWithin
from ovi.engines.indicators.expressions import compiled, sql_of, tables_needed
from ovi.engines.indicators.finishing import finished
from ovi.engines.indicators.period import Period, calendar, twelve_months
from ovi.engines.indicators.persons import counted_name, counted_visits, visits_seen
from ovi.engines.indicators.publishing import publishable, require_one_grid
from ovi.engines.indicators.results import IndicatorResult, ordered
from ovi.foundation.refusals import Fault, Refused

FAST = "fast"  # the cube where it can answer, the kernel for continuity, DuckDB elsewhere
KERNEL = "kernel"
ENGINES = (*backends.ENGINES, FAST)
__all__ = ["ENGINES", "FAST", "open_snapshot", "ordered", "run", "runnable", "why_not"]


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

    `engine` is "duckdb", "spark" or "fast" (the cube where it can answer, the kernel for continuity, DuckDB
    elsewhere; each result says which).
    `by` names "month" and stratifiers that each definition allows. What is published of people is by month and at
    most one stratifier, small counts withheld; not so when `publish` is false, which is for computing further, never
    for showing. Refused whole, with every fault, when a definition cannot be run so.
    """
    chosen, grouping, manifest = list(definitions), tuple(dict.fromkeys(by)), read_manifest(facts_dir)
    fast = engine == FAST
    if publish:
        require_one_grid(chosen, grouping)
    if faults := [fault for one in chosen for fault in why_not(one, manifest, grouping)]:
        raise Refused("The indicators cannot be run like this.", code="indicators.cannot_run", faults=faults)
    results: list[IndicatorResult] = []
    with open_snapshot(engine, facts_dir, manifest, period, chosen) as backend:
        for definition in chosen:
            base = base_of(definition, grouping) if fast else None
            if base is not None and isinstance(definition, ShareWithin):
                rows, used = answer(definition, cube_of(facts_dir, base), period, grouping), "cube"
            else:
                rows = backend.rows(compiled(definition, grouping, backend.dialect))
                used = KERNEL if fast and _needs_visits(definition) else backend.dialect
            raw = ordered(finished(definition, rows, grouping, manifest.snapshot_id, used))
            results += ordered(publishable(definition, raw)) if publish else raw
    return results


def _needs_visits(definition: Definition) -> bool:
    return isinstance(definition, OverRows) and definition.rows == "continuity"


def _count_visits(backend: Backend, definitions: Sequence[Definition], period: Period, *, fast: bool) -> None:
    """The tables of counted visits that the definitions read: by the kernel when fast, else as views."""
    for of in dict.fromkeys(one.of for one in definitions if isinstance(one, OverRows) and _needs_visits(one)):
        if fast:
            seen = visits_seen(of, days_of_windows(period))
            backend.keep(counted_name(of), visits_in_windows(backend.table(sql_of(seen, backend.dialect)), period))
        else:
            backend.view(counted_name(of), sql_of(counted_visits(of), backend.dialect))


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


def runnable(definitions: Iterable[Definition], manifest: Manifest, by: Sequence[str]) -> list[Definition]:
    """Those that can be run so: an extract from another system may lack tables, and not all know every grouping."""
    return [one for one in definitions if not why_not(one, manifest, by)]


@contextmanager
def open_snapshot(
    engine: str, folder: Path, manifest: Manifest, period: Period, definitions: Sequence[Definition]
) -> Iterator[Backend]:
    """The snapshot's tables, the period's calendar and the visits that continuity counts, in an engine."""
    limits = [one.limit.months for one in definitions if isinstance(one, ShareWithin) and one.limit.months is not None]
    made = {"calendar": calendar(period, limits), "twelve": twelve_months(period)}
    fast, files = engine == FAST, {name: folder / f"{name}.parquet" for name in manifest.tables}
    with opened("duckdb" if fast else engine, files, made) as backend:
        if "encounter" in files:
            _count_visits(backend, definitions, period, fast=fast)
        yield backend
