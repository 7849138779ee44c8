"""Commands for accounts: the county makes and closes them."""

from __future__ import annotations

import argparse
import getpass
import sys

from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from ovi.site.commands.table import Command

_ROLES = [role.value for role in Role if role not in (Role.RESIDENT, Role.SYSTEM)]


def _add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="what the person signs in with")
    parser.add_argument("--name", required=True, help="the person's name, as others see it")
    parser.add_argument("--role", required=True, choices=_ROLES, help="what the person may be here")
    parser.add_argument("--unit", default="", metavar="SLUG", help="where the person works")
    parser.add_argument("--profession", default="", help="of a professional: nurse, doctor, social_worker …")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from stdin, one line")


def _add(arguments: argparse.Namespace) -> None:
    from ovi.people.actions import add_account
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    add_account(
        username=arguments.username, name=arguments.name, role=Role(arguments.role), unit_slug=arguments.unit,
        profession=arguments.profession, password=_password(from_stdin=arguments.password_stdin),
        by=system("accounts"), now=clock.now(),
    )  # fmt: skip
    sys.stdout.write(f"{arguments.username} can sign in now.\n")


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("Password (12 characters or more): ")
    if first != getpass.getpass("The same again: "):
        raise Refused("The two passwords differ; the account was not made.", code="account.password")
    return first


def _end_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="whose account is closed")


def _end(arguments: argparse.Namespace) -> None:
    from ovi.people.actions import end_account
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    end_account(username=arguments.username, by=system("accounts"), now=clock.now())
    sys.stdout.write(f"{arguments.username} can no longer sign in.\n")


COMMANDS = (
    Command("account add", "Make an account for a member of staff", _add, _add_options),
    Command("account end", "Close an account; what it did stays on record", _end, _end_options),
)
