"""Commands that fetch and import the service catalogue."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ovi.foundation.refusals import Refused
from ovi.site.commands.table import Command

if TYPE_CHECKING:
    from ovi.directory.actions import ImportReport

_COUNTS = ("added", "changed", "unchanged", "vanished", "refused")


def _import_options(help_text: str) -> Callable[[argparse.ArgumentParser], None]:
    def configure(parser: argparse.ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH", help=help_text)
        parser.add_argument("--force", action="store_true", help="import even if most services would vanish")
        parser.add_argument("--json", action="store_true", help="print JSON")

    return configure


def _import_ptv(arguments: argparse.Namespace) -> int:
    from ovi.exchange.importers.ptv import import_ptv

    return _bring_in(import_ptv, arguments)


def _import_lahella(arguments: argparse.Namespace) -> int:
    from ovi.exchange.importers.lahella import import_lahella

    return _bring_in(import_lahella, arguments)


def _bring_in(importer: Callable[..., ImportReport], arguments: argparse.Namespace) -> int:
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    report = importer(arguments.path, force=arguments.force, by=system("import"), now=clock.now())
    return _show_report(report, as_json=arguments.json)


def _show_report(report: ImportReport, *, as_json: bool) -> int:
    from ovi.site.output import emit

    counts = {name: getattr(report, name) for name in _COUNTS}
    faults = [{"where": fault.where, "what": fault.what} for fault in report.faults]
    lines = [", ".join(f"{name} {count}" for name, count in counts.items())]
    lines += [f"  {kind}: {', '.join(f'{n} {c}' for n, c in told.items() if c)}" for kind, told in report.kinds.items()]
    lines += [f"  {fault['where']}: {fault['what']}" for fault in faults]
    lines += [f"  note: {note}" for note in report.notes]
    told = {**counts, "kinds": report.kinds, "faults": faults, "notes": list(report.notes)}
    emit(told, as_json=as_json, lines=lines)
    return 0


def _terms_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="concepts as JSON: TERO, JUPO, or a PTV code list")
    parser.add_argument("--scheme", default="", help="name of the list (default: read from the file)")
    parser.add_argument("--version", dest="list_version", default="", help="version of the list, kept with each word")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _import_terms(arguments: argparse.Namespace) -> int:
    from ovi.exchange.importers.terms import import_terms
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    report = import_terms(
        arguments.path, scheme=arguments.scheme, version=arguments.list_version, by=system("import"), now=clock.now()
    )
    return _show_report(report, as_json=arguments.json)


def _fetch_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--base", required=True, metavar="URL", help="address of the interface, with /api/v11 or v12")
    parser.add_argument("--version", dest="api", choices=("11", "12"), default="11", help="of the interface")
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="empty folder, or one to go on with")
    parser.add_argument(
        "--area", action="append", default=[], metavar="TYPE:CODE", help="e.g. WellbeingServiceCounties:08; repeatable"
    )
    parser.add_argument("--since", metavar="DATE", help="only what changed since; what was archived becomes vanished")
    parser.add_argument("--key-env", default="", metavar="NAME", help="environment variable that holds v12's key")
    parser.add_argument("--batch", type=int, default=20, help="records in one request (default 20, at most 50)")
    parser.add_argument("--pause", type=float, default=0.1, help="seconds between requests (default 0.1)")
    parser.add_argument("--json", action="store_true", help="print JSON")


def _fetch_ptv(arguments: argparse.Namespace) -> int:
    from ovi.exchange.fetchers.http import Client
    from ovi.exchange.fetchers.ptv import Order, fetch_ptv
    from ovi.plumbing import clock
    from ovi.site.output import emit

    order = Order(arguments.base, arguments.api, _areas(arguments.area), _since(arguments.since), arguments.batch)
    manifest = fetch_ptv(
        order,
        arguments.to,
        now=clock.now,
        key_env=arguments.key_env,
        client=Client(arguments.base, pause=max(0.0, arguments.pause)),
        progress=_show if sys.stderr.isatty() else lambda *_: None,
    )
    counts: dict[str, int] = {}
    for told in manifest["files"].values():
        counts[told["kind"]] = counts.get(told["kind"], 0) + told["records"]
    lines = [", ".join(f"{name} {count}" for name, count in sorted(counts.items()))]
    lines += [f"  could not be had: {id_}" for id_ in manifest["failed"]]
    result: dict[str, Any] = {"records": counts, "complete": manifest["complete"], "failed": manifest["failed"]}
    emit(result, as_json=arguments.json, lines=[*lines, f"Now: ovi import ptv {arguments.to}"])
    return 0 if manifest["complete"] else 3


def _areas(given: list[str]) -> tuple[tuple[str, str], ...]:
    found = []
    for one in given:
        kind, colon, code = one.partition(":")
        if not colon or not code.isdigit():
            raise Refused(f"{one} is no area. Write it as WellbeingServiceCounties:08.", code="fetch.area")
        found.append((kind, code))
    return tuple(found)


def _since(given: str | None) -> datetime | None:
    if not given:
        return None
    try:
        found = datetime.fromisoformat(given)
    except ValueError:
        raise Refused(f"{given} is no date. Write it as 2026-03-01.", code="fetch.since") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _show(kind: str, done: int, all_of_them: int) -> None:
    width = 30 * done // max(1, all_of_them)
    sys.stderr.write(f"\r{kind[:40]:<40} [{'#' * width:<30}] {done}/{all_of_them} ")
    if done >= all_of_them:
        sys.stderr.write("\n")
    sys.stderr.flush()


_PTV = "folder that ovi fetch wrote, or a JSON file of services, channels or general descriptions"
COMMANDS: tuple[Command, ...] = (
    Command(
        "fetch ptv", "Download the national service catalogue (PTV)", _fetch_ptv, _fetch_options, needs_django=False
    ),
    Command("import ptv", "Bring the national catalogue into the service tray", _import_ptv, _import_options(_PTV)),
    Command(
        "import lahella",
        "Bring activities of lähellä.fi into the service tray",
        _import_lahella,
        _import_options("activities as JSON, by the published schema"),
    ),
    Command(
        "import terms",
        "Bring the words of a controlled list, with what people call them",
        _import_terms,
        _terms_options,
    ),  # fmt: skip
)
