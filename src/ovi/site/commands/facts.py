"""Commands for facts: extract from the operational data, import another system's extract, validate files."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ovi.site.commands.table import Command

if TYPE_CHECKING:
    from ovi.engines.facts.validate import Report
    from ovi.exchange.importers.facts import Imported


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _extract(arguments: argparse.Namespace) -> None:
    from ovi.performance.actions import extract_facts
    from ovi.performance.queries.figures import snapshot_folder
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system
    from ovi.site.output import emit

    made = extract_facts(by=system("command"), now=clock.now())
    folder = snapshot_folder(made.folder)
    rows = [f"  {name}: {count} rows" for name, count in made.counts.items()]
    emit(
        {"snapshot_id": made.snapshot_id, "folder": str(folder), "rows": made.counts},
        as_json=arguments.json,
        lines=[f"Snapshot {made.snapshot_id} in {folder}", *rows],
    )


def _validate_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE|DIR",
        help="Parquet file named after its fact table, or a folder of them (of a snapshot, its manifest too)",
    )  # fmt: skip
    parser.add_argument("--table", help="the fact table, where the file has another name")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, metavar="DATE", help="day of the extract: what has happened is not after it"
    )
    _json(parser)


def _validate(arguments: argparse.Namespace) -> int:
    from ovi.engines.facts.store import verify
    from ovi.engines.facts.validate import inspect
    from ovi.foundation.refusals import Refused
    from ovi.site.output import emit

    reports: list[tuple[Path, Report]] = []
    changed: list[tuple[Path, Any]] = []
    for given in arguments.files:
        paths = sorted(given.glob("*.parquet")) if given.is_dir() else [given]
        if not paths:
            raise Refused(f"{given} holds no Parquet file.", code="facts.no_file")
        if (given / "manifest.json").is_file():
            changed += [(given, fault) for fault in verify(given)]
        reports += [(path, inspect(path, arguments.table, until=arguments.as_of)) for path in paths]
    data = [
        {
            "file": str(path),
            "table": report.table,
            "rows": report.rows,
            "faults": [{"where": fault.where, "what": fault.what} for fault in report.faults],
            "unknown_codes": report.unknown_codes,
        }
        for path, report in reports
    ] + [{"file": str(folder), "faults": [{"where": one.where, "what": one.what}]} for folder, one in changed]
    lines = [*_validated(reports), *(f"{folder}: {one.where}: {one.what}" for folder, one in changed)]
    emit(data, as_json=arguments.json, lines=lines)
    return 1 if changed or any(report.faults for _, report in reports) else 0


def _validated(reports: Sequence[tuple[Path, Report]]) -> Iterator[str]:
    for path, report in reports:
        yield f"{path}: {report.rows} rows, {len(report.faults)} faults"
        yield from (f"  {fault.where}: {fault.what}" for fault in report.faults)
        for column, codes in report.unknown_codes.items():
            yield from (f"  {column}: unknown code {code!r} in {rows} rows (kept)" for code, rows in codes.items())


def _import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="CSV or Parquet files, or folders of them")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder of the snapshots")
    parser.add_argument(
        "--mapping", type=Path, metavar="FILE", help="mapping file (YAML); without it the extract is AvoHILMO-shaped"
    )
    parser.add_argument(
        "--fixes", type=Path, metavar="DIR", help="folder of the fix list (default: DIR-fixes beside --out)"
    )
    parser.add_argument("--key-file", type=Path, metavar="FILE", help="key of the pseudonyms (default: OVI_FACTS_KEY, "
                        "else one kept in OVI_VAR/secrets)")  # fmt: skip
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="DATE", help="day of the extract (default: today)")
    parser.add_argument("--county", help="county's code that is written on needs and units, as 08")
    parser.add_argument("--lang", default="fi,sv,en", help="languages of the fix list (default fi,sv,en)")
    parser.add_argument("--most-left-out", type=float, default=0.2, metavar="SHARE",
                        help="share of unusable rows from which nothing is published (default 0.2)")  # fmt: skip
    parser.add_argument(
        "--memory", default="512MB", help="memory for judging rows (default 512MB); the rest goes to disk"
    )
    parser.add_argument("--threads", type=int, default=2, help="threads that judge rows (default 2)")
    _json(parser)


def _import(arguments: argparse.Namespace) -> None:
    from ovi.exchange.importers.facts import import_avohilmo, import_mapped
    from ovi.exchange.importers.facts.importing import Plan
    from ovi.plumbing import clock
    from ovi.site.output import emit

    plan = Plan(
        out=arguments.out,
        fixes=arguments.fixes or arguments.out.with_name(arguments.out.name + "-fixes"),
        pseudonyms=_pseudonyms(arguments),
        now=clock.now(),
        languages=languages_of(arguments.lang),
        county=arguments.county,
        as_of=arguments.as_of,
        most_left_out=arguments.most_left_out,
        memory=arguments.memory,
        threads=arguments.threads,
    )
    if arguments.mapping:
        made = import_mapped(arguments.paths, arguments.mapping, plan)
    else:
        made = import_avohilmo(arguments.paths, plan)
    emit(_imported(made), as_json=arguments.json, lines=_told(made))


def languages_of(text: str) -> tuple[str, ...]:
    """Of "fi,sv"; refused when one is none of ours."""
    from ovi.foundation.refusals import Refused
    from ovi.foundation.text import LANGUAGES

    given = tuple(dict.fromkeys(one.strip() for one in text.split(",") if one.strip()))
    if not given or not set(given) <= set(LANGUAGES):
        raise Refused(f"“{text}” is no list of languages. Write some of {', '.join(LANGUAGES)}.", code="lang.unknown")
    return given


def _pseudonyms(arguments: argparse.Namespace) -> Any:
    """The key is looked for where no server is needed; refused when it would lie with the facts."""
    from ovi.engines.facts.pseudonyms import Pseudonyms, require_apart
    from ovi.foundation.refusals import Refused

    if arguments.key_file:
        require_apart([arguments.key_file], arguments.out)
        try:
            return Pseudonyms(arguments.key_file.read_text(encoding="utf-8").strip())
        except OSError as error:
            message = (
                f"The key {arguments.key_file} cannot be read ({error.strerror}). Make one: openssl rand -base64 48"
            )
            raise Refused(message, code="facts.no_key") from error
    if key := os.environ.get("OVI_FACTS_KEY"):
        return Pseudonyms(key)
    from ovi.plumbing.settings import kept_secret, var_folder

    require_apart([var_folder() / "secrets" / "facts"], arguments.out)
    return Pseudonyms(kept_secret("facts"))


def _imported(made: Imported) -> dict[str, Any]:
    return {
        "snapshot_id": made.folder.name,
        "folder": str(made.folder),
        "rows": made.rows,
        "rows_read": made.summary.rows,
        "rows_left_out": made.summary.left_out,
        "rows_remarked": made.summary.remarked,
        "faults": made.summary.by_fault,
        "files": made.files,
        "notes": made.notes,
        "fix_lists": [str(path) for path in made.fix_lists],
    }


def _told(made: Imported) -> Iterator[str]:
    for one in made.files:
        yield f"{one['file']}: {one['rows']} rows, {one['form']}"
    left_out, kept = made.summary.left_out, made.summary.remarked
    yield f"{made.summary.rows} rows read, {left_out} left out, {kept} kept with a remark"
    yield from (f"  {code}: {count}" for code, count in made.summary.by_fault.items())
    yield f"Snapshot {made.folder.name} in {made.folder}"
    yield from (f"  {name}: {count} rows" for name, count in made.rows.items())
    yield from (f"Note: {note}" for note in made.notes)
    yield from (f"Fix list: {path}" for path in made.fix_lists)


COMMANDS = (
    Command("facts extract", "Make a snapshot of facts from the operational data", _extract, _json),
    Command(
        "facts import",
        "Make a snapshot of facts from another system's extract, with a fix list; needs no database",
        _import,
        _import_options,
        needs_django=False,
    ),
    Command(
        "facts validate",
        "Say what is wrong with files of facts: rows and columns",
        _validate,
        _validate_options,
        needs_django=False,
    ),
)
