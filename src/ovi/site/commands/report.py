"""Commands for papers made from facts alone: access to care and the limits of social welfare, as HTML and PDF."""

from __future__ import annotations

import argparse
import csv
import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ovi.site.commands.facts import languages_of
from ovi.site.commands.table import Command

if TYPE_CHECKING:
    from ovi.design.pdf import Document
    from ovi.engines.indicators.period import Period
    from ovi.foundation.text import Trilingual
    from ovi.performance.papers.figures import AccessFigures


def _options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--facts", type=Path, required=True, metavar="DIR", help="a snapshot, or the folder of several")
    parser.add_argument("--period", required=True, help="months, as 2025-01..2025-12; the last one is reported by unit")
    parser.add_argument("--lang", default="fi,sv", help="languages (default fi,sv)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the papers are written")
    parser.add_argument("--county", help="county of definitions/counties, for its name")
    parser.add_argument("--name", help="name of the county as it stands on the papers")
    parser.add_argument("--invented", action="store_true", help="mark the papers as made of invented data")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _access(arguments: argparse.Namespace) -> None:
    """Needs no database: figures come from the snapshot, names from definitions."""
    from ovi.engines.facts.store import snapshot_in
    from ovi.engines.indicators.period import Period
    from ovi.performance.papers.access import access_paper
    from ovi.performance.papers.figures import access_figures
    from ovi.plumbing import clock
    from ovi.site.output import emit

    languages, now = languages_of(arguments.lang), clock.now()
    period, folder = Period.parse(arguments.period), snapshot_in(arguments.facts)
    figures, sender, places = access_figures(folder, period), _sender(arguments), _places()
    arguments.out.mkdir(parents=True, exist_ok=True)
    made = [_open_data(arguments.out / f"access-{period.last}.csv", figures)]
    for language in languages:
        paper = access_paper(figures, language, sender=sender, places=places, invented=arguments.invented)
        made += _write(arguments.out / f"access-{period.last}.{language}", paper, now)
    made += _deadlines(arguments, folder, period, languages, sender, now)
    emit([str(path) for path in made], as_json=arguments.json, lines=(str(path) for path in made))


def _deadlines(
    arguments: argparse.Namespace, folder: Path, period: Period, languages: tuple[str, ...], sender: Trilingual,
    now: datetime,
) -> Iterator[Path]:  # fmt: skip
    """A paper for each half-year that the period touches."""
    from ovi.engines.facts.store import read_manifest
    from ovi.engines.indicators.deadlines import deadlines_of_facts, half_year
    from ovi.foundation.calendar import helsinki_date
    from ovi.performance.papers.deadlines import deadlines_paper

    manifest = read_manifest(folder)
    today = helsinki_date(manifest.extracted_at)  # the facts know nothing later
    halves = dict.fromkeys(half_year(date.fromisoformat(f"{month}-01")) for month in period.months())
    for since, until in halves:
        found = deadlines_of_facts(folder, since=since, until=until, today=today)
        for language in languages:
            paper = deadlines_paper(
                found, manifest, language, since=since, until=until, today=today, sender=sender,
                invented=arguments.invented,
            )  # fmt: skip
            yield from _write(arguments.out / f"social-limits-{since:%Y-%m}.{language}", paper, now)


def _write(base: Path, paper: Document, now: datetime) -> list[Path]:
    from ovi.design.papers import as_html
    from ovi.design.pdf import pdf

    page, sheet = base.with_name(base.name + ".html"), base.with_name(base.name + ".pdf")
    page.write_text(as_html(paper), encoding="utf-8")
    sheet.write_bytes(pdf(paper, now=now))
    return [page, sheet]


def _open_data(path: Path, figures: AccessFigures) -> Path:
    """Every published figure as a row: UTF-8, commas and decimal points (RFC 4180)."""
    head = (
        "indicator",
        "definition",
        "snapshot",
        "engine",
        "month",
        "by",
        "group",
        "numerator",
        "denominator",
        "value",
        "withheld",
    )
    rows: list[tuple[Any, ...]] = []
    for row in figures.told():
        merged = row.extra.get("merged_strata") or [row.strata]
        by = ",".join(row.strata) or "county"
        group = ";".join(str(value) for strata in merged for value in strata.values())
        withheld = "<5" if row.hidden else ""
        source = (row.indicator_id, row.definition_hash, row.snapshot_id, row.engine)
        rows.append((*source, row.month, by, group, row.numerator, row.denominator, row.value, withheld))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(rows)
    return path


def _sender(arguments: argparse.Namespace) -> Trilingual:
    """The county's name: as given, or that of its definition."""
    from ovi.foundation.text import Trilingual
    from ovi.plumbing.county import county

    if arguments.name:
        return Trilingual(arguments.name, arguments.name, arguments.name)
    if chosen := arguments.county or os.environ.get("OVI_COUNTY"):
        return county(chosen).name
    return Trilingual("Hyvinvointialue", "Välfärdsområde", "Wellbeing services county")


def _places() -> dict[str, Trilingual]:
    from ovi.foundation.definitions import definitions_root
    from ovi.foundation.text import Trilingual

    path = definitions_root() / "codes" / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["code"]: Trilingual(row["name_fi"], row["name_sv"], row["name_en"]) for row in rows}


COMMANDS = (
    Command(
        "report access",
        "Write the monthly paper on access to care and the social limits from facts; needs no database",
        _access,
        _options,
        needs_django=False,
    ),
)
