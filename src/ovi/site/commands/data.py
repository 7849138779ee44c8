"""Commands for law, catalogue and search."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from ovi.foundation.refusals import Refused
from ovi.site.commands.table import Command


def _as_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _law_check(arguments: argparse.Namespace) -> int:
    from ovi.law import check
    from ovi.site.output import emit

    faults = check()
    lines = [f"{fault.where}: {fault.what}" for fault in faults] or ["The law's rows are well formed."]
    emit([{"where": fault.where, "what": fault.what} for fault in faults], as_json=arguments.json, lines=lines)
    return 1 if faults else 0


def _paths_check(arguments: argparse.Namespace) -> int:
    from ovi.casework.pathways import check_pathways
    from ovi.site.output import emit

    faults = check_pathways()
    lines = [f"{fault.where}: {fault.what}" for fault in faults] or ["The paths and reception models are well formed."]
    emit([{"where": fault.where, "what": fault.what} for fault in faults], as_json=arguments.json, lines=lines)
    return 1 if faults else 0


def _law_due_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--batch",
        metavar="FILE.jsonl",
        required=True,
        help="one matter a line as JSON; a file with faults is refused whole; - reads stdin and answers as it reads, "
        "up to the first wrong line",
    )


def _law_due(arguments: argparse.Namespace) -> None:
    from ovi.law import batch_faults, due_batch, load_law

    law, name = load_law(), arguments.batch
    # What can be read only once (stdin, a pipe) is answered as it comes; a file is checked first.
    if name != "-" and Path(name).is_file() and (faults := batch_faults(_lines(name))):
        raise Refused(f"{name} has faults; nothing was computed.", code="law.batch", faults=faults)
    for answer in due_batch(_lines(name), law):
        sys.stdout.write(answer + "\n")


def _lines(name: str) -> Iterator[str]:
    try:
        with (
            open(sys.stdin.fileno(), encoding="utf-8", closefd=False)
            if name == "-"
            else Path(name).open(encoding="utf-8") as file
        ):
            yield from file
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{name} cannot be read as text: {error}.", code="file.unreadable") from error


def _lexicon_check(arguments: argparse.Namespace) -> int:
    from ovi.directory.classifications import service_class_codes
    from ovi.engines.search import Lexicon
    from ovi.foundation.definitions import definitions_root
    from ovi.foundation.text import LANGUAGES
    from ovi.site.output import emit

    lexicon = Lexicon.load(definitions_root() / "lexicon", service_class_codes())
    sides = {lang: [side for entry in lexicon.entries if (side := entry.side(lang))] for lang in LANGUAGES}
    phrases = {lang: sum(len(side.said) for side in found) for lang, found in sides.items()}
    lines = [f"Version {lexicon.version}: {len(lexicon.entries)} entries."]
    lines += [f"  {lang}: {len(found)} entries, {phrases[lang]} phrases" for lang, found in sides.items()]
    report = {"version": lexicon.version, "entries": len(lexicon.entries), "phrases": phrases}
    emit(report, as_json=arguments.json, lines=lines)
    return 0


def _search_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", help="what one would type")
    parser.add_argument("--lang", choices=("fi", "sv", "en"), default="fi", help="language (default fi)")
    parser.add_argument("--limit", type=int, default=5, help="how many services (default 5)")
    _as_json(parser)


def _search(arguments: argparse.Namespace) -> None:
    from ovi.directory.search import rows
    from ovi.site.output import emit

    found = rows(arguments.query, language=arguments.lang, limit=arguments.limit)
    lines = [
        f"{row['score']:>7.2f}  {row['name']}  ({', '.join(sorted({match['found'] for match in row['why']}))})"
        for row in found
    ]
    emit(found, as_json=arguments.json, lines=lines or ["Nothing found."])


def _retry(arguments: argparse.Namespace) -> None:
    from django.db import connection

    from ovi.site.output import emit

    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'todo', attempts = 0, scheduled_at = null where status = 'failed'"
        )
        count = cursor.rowcount
    emit({"retried": count}, as_json=arguments.json, lines=[f"{count} failed jobs will be tried again."])


COMMANDS: tuple[Command, ...] = (
    Command(
        "law check", "Check the law's dated rows: overlaps, gaps, sources", _law_check, _as_json, needs_django=False
    ),
    Command(
        "law due",
        "Say which clocks run for many matters, and when each is due",
        _law_due,
        _law_due_options,
        needs_django=False,
    ),
    Command("paths check", "Check the path templates and reception models", _paths_check, _as_json),
    Command(
        "lexicon check",
        "Check the everyday words of the search: every fault of every file",
        _lexicon_check,
        _as_json,
        needs_django=False,
    ),  # fmt: skip
    Command("search", "Search the service tray in plain words", _search, _search_options),
    Command("jobs retry", "Try failed jobs again", _retry, _as_json),
)
