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


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _run_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--facts", type=Path, help="a snapshot or the folder of several; without it facts are extracted and stored"
    )
    parser.add_argument("--period", help="months, as 2026-01..2026-12 (default: the last 13 whole months)")
    parser.add_argument("--by", default="month", help="groupings, separated by commas, as unit,month (default month)")
    parser.add_argument("--engine", default="duckdb", help="duckdb (default)")
    _json(parser)


def _run(arguments: argparse.Namespace) -> None:
    """With --facts nothing but the folder is needed; without it the figures are stored and the pages show them."""
    from ovi.engines.facts.store import read_manifest, snapshot_in
    from ovi.engines.indicators.definition import load_definitions
    from ovi.engines.indicators.expressions import tables_needed
    from ovi.engines.indicators.period import Period
    from ovi.engines.indicators.run import run
    from ovi.foundation.refusals import Refused
    from ovi.site.output import emit

    period = Period.parse(arguments.period) if arguments.period else None
    if arguments.facts is None:
        folder, months = _stored(period, arguments.engine)
    elif period is None:
        raise Refused("Name the months of the extract, as --period 2026-01..2026-12.", code="indicators.no_period")
    else:
        folder, months = snapshot_in(arguments.facts), period
    by = [one.strip() for one in arguments.by.split(",") if one.strip()]
    known = list(load_definitions().values())
    has = set(read_manifest(folder).tables)
    # An extract from another system has no picks from the tray, or no books; what it can tell is told all the same.
    made = [one for one in known if has.issuperset(tables_needed(one, tuple(by)))]
    if lacking := sorted(one.id for one in known if one not in made):
        sys.stderr.write(f"Left out, for the facts lack a table they need: {', '.join(lacking)}\n")
    chosen = [one for one in made if {*by} <= {"month", *one.stratifiers}] or made
    results = run(chosen, folder, months, by, arguments.engine)
    emit([one.as_json() for one in results], as_json=arguments.json, lines=_lines(results))


def _stored(period: Period | None, engine: str) -> tuple[Path, Period]:
    """Extract, run and store; gives the snapshot's folder and the months."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")
    import django

    django.setup()
    from ovi.performance.actions import extract_facts, run_indicators
    from ovi.performance.actions.running import last_whole_months
    from ovi.performance.queries.figures import snapshot_folder
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    by, now = system("command"), clock.now()
    months = period or last_whole_months(now)
    snapshot = extract_facts(by=by, now=now)
    run_indicators(snapshot=snapshot, period=months, by=by, now=now, engine=engine)
    return snapshot_folder(snapshot.folder), months


def _lines(results: Sequence[IndicatorResult]) -> Iterator[str]:
    for one in results:
        groups = " ".join(f"{name}={value}" for name, value in one.strata.items())
        value = "withheld" if one.value is None else f"{one.value:.4g}"
        n = "<5" if one.denominator is None else one.denominator
        yield f"{one.indicator_id} {one.month or ''} {groups} {value} (n={n})".replace("  ", " ")


COMMANDS = (
    Command("indicators run", "Compute the indicators; stored unless --facts", _run, _run_options, needs_django=False),
)
