"""Commands that bring in outside figures by area."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ovi.site.commands.table import Command

if TYPE_CHECKING:
    from ovi.exchange.importers.areas import Loaded
    from ovi.exchange.importers.areas.judging import Plan

_QUALITIES = ("official_statistics", "register", "survey", "own_estimate")


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--fixes", type=Path, default=Path("area-figures-fixes"), metavar="DIR",
        help="folder of the fix list, written when a row is wrong (default area-figures-fixes)",
    )  # fmt: skip
    parser.add_argument("--lang", default="fi,sv,en", help="languages of the fix list (default fi,sv,en)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _sotkanet_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE",
        help="JSON of Sotkanet's interface: descriptions of measures, regions, and rows of figures, in any order",
    )  # fmt: skip
    parser.add_argument(
        "--quality", required=True, choices=_QUALITIES,
        help="how these figures were made; shown beside each. Load surveys and statistics apart",
    )  # fmt: skip
    _common(parser)


def _sotkanet(arguments: argparse.Namespace) -> None:
    from ovi.exchange.importers.areas import import_sotkanet
    from ovi.performance.states import Quality

    _tell(import_sotkanet(arguments.files, Quality(arguments.quality), _plan(arguments)), as_json=arguments.json)


def _mapped_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="CSV with the names of its columns on the first line")
    parser.add_argument("--mapping", type=Path, required=True, metavar="FILE", help="mapping file (YAML)")
    _common(parser)


def _mapped(arguments: argparse.Namespace) -> None:
    from ovi.exchange.importers.areas import import_area_figures

    _tell(import_area_figures(arguments.file, arguments.mapping, _plan(arguments)), as_json=arguments.json)


def _plan(arguments: argparse.Namespace) -> Plan:
    from ovi.exchange.importers.areas.judging import Plan
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system
    from ovi.site.commands.facts import languages_of

    return Plan(arguments.fixes, system("import"), clock.now(), languages_of(arguments.lang))


def _tell(made: Loaded, *, as_json: bool) -> None:
    from ovi.site.output import emit

    report, summary = made.report, made.summary
    told: dict[str, Any] = {
        "measures_added": report.measures_added,
        "measures_changed": report.measures_changed,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rows": summary.rows,
        "rows_left_out": summary.left_out,
        "rows_remarked": summary.remarked,
        "elsewhere": made.elsewhere,
        "faults": summary.by_fault,
        "notes": list(report.notes),
        "fix_lists": [str(path) for path in made.fix_lists],
    }
    lines = [
        f"{report.added} figures added, {report.changed} changed, {report.unchanged} as before",
        f"{summary.rows} rows of this county read, {summary.left_out} left out; {made.elsewhere} of other areas passed",
        *(f"  {code}: {count}" for code, count in summary.by_fault.items()),
        *(f"Note: {note}" for note in report.notes),
        *(f"Fix list: {path}" for path in made.fix_lists),
    ]
    emit(told, as_json=as_json, lines=lines)


COMMANDS = (
    Command("import sotkanet", "Bring in figures by area from files of Sotkanet", _sotkanet, _sotkanet_options),
    Command(
        "import area-figures", "Bring in figures by area from any CSV, by a mapping file", _mapped, _mapped_options
    ),
)
