"""Commands for operators: what is wrong, is the access log whole."""

from __future__ import annotations

import argparse

from ovi.site.commands.table import Command


def _json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _doctor(arguments: argparse.Namespace) -> int:
    from ovi.site.doctor import report

    return report(as_json=arguments.json)


def _verify(arguments: argparse.Namespace) -> int:
    from ovi.plumbing.access import verify
    from ovi.site.output import emit

    faults = list(verify())
    emit(
        {"whole": not faults, "faults": faults},
        as_json=arguments.json,
        lines=faults or ["The access log is whole."],
    )
    return 1 if faults else 0


COMMANDS = (
    Command("doctor", "Say what is missing, stale or unsafe, and what to do", _doctor, _json, needs_django=False),
    Command("audit verify", "Prove that the sealed access log has not been changed", _verify, _json),
)
