"""Commands for other systems: the county gives and closes their keys."""

from __future__ import annotations

import argparse
import sys

from ovi.site.commands.table import Command


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", help="the system, for example record-system")


def _rights(parser: argparse.ArgumentParser) -> None:
    _name(parser)
    parser.add_argument(
        "--may", nargs="+", default=["person_context"], metavar="INTERFACE",
        help="person_context, assessments, referrals; what the system may do",
    )  # fmt: skip
    parser.add_argument(
        "--register", nargs="+", default=[], metavar="REGISTER",
        help="patient, social_welfare, student_welfare; where it may send assessments and referrals",
    )  # fmt: skip


def _add(arguments: argparse.Namespace) -> None:
    from ovi.exchange.actions import add_client
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    key = add_client(
        name=arguments.name, may=arguments.may, registers=arguments.register, by=system("clients"), now=clock.now()
    )  # fmt: skip
    sys.stderr.write("Keep the key: it is shown only now.\n")
    sys.stdout.write(f"{key}\n")


def _end(arguments: argparse.Namespace) -> None:
    from ovi.exchange.actions import end_client
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    end_client(name=arguments.name, by=system("clients"), now=clock.now())
    sys.stdout.write(f"The key of {arguments.name} no longer opens.\n")


COMMANDS = (
    Command("client add", "Give another system a key to our interfaces; a new key closes the old", _add, _rights),
    Command("client end", "Close the key of another system", _end, _name),
)
