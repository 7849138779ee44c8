"""Commands for figures: run the indicators."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ovi.site.commands.table import Command

if TYPE_CHECKING:
    from ovi.engines.indicators.period import Period
    from ovi.engines.indicators.results import IndicatorResult

ENGINE_NAMES = ("fast", "duckdb", "spark")


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--facts", type=Path, help="a snapshot or the folder of several; without it facts are extracted and stored"
    )
    parser.add_argument("--period", help="months, as 2026-01..2026-12 (default: the last 25 whole months)")
    parser.add_argument("--by", default="month", help="groupings, separated by commas, as unit,month (default month)")
    parser.add_argument(
        "--engine", default="fast", choices=ENGINE_NAMES,
        help="fast (default: DuckDB, and the cube or a kernel where they can answer), duckdb, or spark (beyond one "
        "machine: locks/spark.txt)",
    )  # fmt: skip
    parser.add_argument("--only", default="", help="indicators, separated by commas (default all that can be run so)")
    _json(parser)


def _run(arguments: argparse.Namespace) -> None:
    """With --facts nothing but the folder is needed; without it the figures are stored and the pages show them."""
    from ovi.engines.facts.store import read_manifest, snapshot_in
    from ovi.engines.indicators.definition import load_definitions
    from ovi.engines.indicators.period import Period
    from ovi.engines.indicators.run import run, runnable, why_not
    from ovi.foundation.refusals import Refused
    from ovi.site.output import emit

    period = Period.parse(arguments.period) if arguments.period else None
    by = [one.strip() for one in arguments.by.split(",") if one.strip()]
    wanted = {one.strip() for one in arguments.only.split(",") if one.strip()}
    known = load_definitions()
    if unknown := sorted(wanted - set(known)):
        raise Refused(
            f"No such indicator: {', '.join(unknown)}. There are: {', '.join(known)}.", code="indicators.unknown"
        )
    chosen = [one for one in known.values() if not wanted or one.id in wanted]
    if arguments.facts is None:
        results = _stored(period, arguments.engine, by, {one.id for one in chosen})
        emit([one.as_json() for one in results], as_json=arguments.json, lines=_lines(results))
        return
    if period is None:
        raise Refused("Name the months of the extract, as --period 2026-01..2026-12.", code="indicators.no_period")
    folder = snapshot_in(arguments.facts)
    # An extract from another system may lack tables; what it can answer is answered, and the rest is said.
    can = runnable(chosen, read_manifest(folder), by)
    for one in chosen if not can or wanted else ():
        if faults := why_not(one, read_manifest(folder), by):
            raise Refused("The indicators cannot be run like this.", code="indicators.cannot_run", faults=faults)
    left_out = [one.id for one in chosen if one not in can]
    results = run(can, folder, period, by, arguments.engine)
    if left_out:
        sys.stderr.write(f"Left out, as they need other tables or groupings: {', '.join(left_out)}\n")
    emit([one.as_json() for one in results], as_json=arguments.json, lines=_lines(results))


def _stored(period: Period | None, engine: str, by: list[str], wanted: set[str]) -> list[IndicatorResult]:
    """Extract, run and store; gives what is published, also of months that stay as they were told."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")
    import django

    django.setup()
    from ovi.performance.actions import extract_facts, run_indicators
    from ovi.performance.actions.running import last_whole_months
    from ovi.performance.actions.told import grouping_of, published
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    grouping, who, now = grouping_of(by), system("command"), clock.now()
    months = period or last_whole_months(now)
    made = run_indicators(snapshot=extract_facts(by=who, now=now), period=months, by=who, now=now, engine=engine)
    return published(made, grouping, wanted)


def _check_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", nargs="?", type=Path, help="folder of definitions (default: those in use)")
    _json(parser)


def _check(arguments: argparse.Namespace) -> int:
    """Every fault at file and line; rules named by `law` must be in definitions/law."""
    from ovi.engines.indicators.definition import check
    from ovi.law import load_law
    from ovi.site.output import emit

    faults = check(arguments.folder, frozenset(rule.id for rule in load_law().rules))
    lines = [f"{fault.where}: {fault.what}" for fault in faults] or ["The indicators are well formed."]
    emit([{"where": fault.where, "what": fault.what} for fault in faults], as_json=arguments.json, lines=lines)
    return 1 if faults else 0


def _lines(results: Sequence[IndicatorResult]) -> Iterator[str]:
    for one in results:
        groups = " ".join(f"{name}={value}" for name, value in one.strata.items())
        value = "withheld" if one.value is None else f"{one.value:.4g}"
        n = "<5" if one.denominator is None else one.denominator
        said = f"{one.indicator_id} {one.month or ''} {groups} {value} (n={n})".replace("  ", " ")
        yield f"{said} definition={one.definition_hash} snapshot={one.snapshot_id} engine={one.engine}"


COMMANDS = (
    Command(
        "indicators check",
        "Check the definitions of the indicators: file, line and what is wrong",
        _check,
        _check_options,
        needs_django=False,
    ),
    Command("indicators run", "Compute the indicators; stored unless --facts", _run, _run_options, needs_django=False),
)
