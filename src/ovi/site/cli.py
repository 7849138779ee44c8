"""Which commands are there? A thin table; each command's work lives in its room or in site/commands."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

from django.db import OperationalError as DjangoOperationalError
from django.db import ProgrammingError
from psycopg import OperationalError as PsycopgOperationalError
from psycopg.errors import UndefinedTable

from ovi.foundation.refusals import Refused
from ovi.site.commands import TABLE, Command


def parser() -> argparse.ArgumentParser:
    """The parser of all commands, built from the table."""
    top = argparse.ArgumentParser(prog="ovi", description="Oikea ovi: the open digital sote-centre.")
    levels: dict[tuple[str, ...], Any] = {(): top.add_subparsers(metavar="COMMAND", required=True)}
    for command in TABLE:
        words = tuple(command.name.split())
        if words[:-1] not in levels:
            group = levels[()].add_parser(words[0], help=f"{words[0]} …")
            levels[words[:-1]] = group.add_subparsers(metavar="WHAT", required=True)
        own = levels[words[:-1]].add_parser(words[-1], help=command.help, description=command.help)
        command.configure(own)
        own.set_defaults(command=command)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Refusals go to standard error in plain words, exit status 1."""
    arguments = parser().parse_args(argv)
    command: Command = arguments.command
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        if command.needs_django:
            _start_django(command)
        return command.run(arguments) or 0
    except Refused as refusal:
        _print_refusal(refusal, as_json=getattr(arguments, "json", False))
        return 1
    except KeyboardInterrupt:
        return 130
    except (DjangoOperationalError, PsycopgOperationalError) as error:
        _print_refusal(_database_refusal(error), as_json=getattr(arguments, "json", False))
        return 1
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        behind = Refused("The database is not of this version yet. Run: ovi migrate", code="database.behind")
        _print_refusal(behind, as_json=getattr(arguments, "json", False))
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _start_django(command: Command) -> None:
    if command.as_owner:
        os.environ["OVI_DB_ROLE"] = "ovi_owner"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")
    import django

    django.setup()


def _database_refusal(error: Exception) -> Refused:
    reason = str(error).strip().splitlines()[0]
    return Refused(
        f"The database does not answer: {reason}. See that it runs and that DATABASE_URL is right; "
        "without DATABASE_URL an embedded one is used.",
        code="database.unreachable",
    )


def _print_refusal(refusal: Refused, *, as_json: bool) -> None:
    if as_json:
        faults = [{"where": fault.where, "what": fault.what} for fault in refusal.faults]
        print(  # noqa: T201 - this is the command line
            json.dumps({"refused": refusal.code, "message": refusal.message, "faults": faults}, ensure_ascii=False),
            file=sys.stderr,
        )
        return
    lines = [f"ovi: {refusal.message}", *(f"  {fault.where}: {fault.what}" for fault in refusal.faults)]
    print("\n".join(lines), file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
