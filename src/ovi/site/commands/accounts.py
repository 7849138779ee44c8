"""Commands for accounts: the county makes and closes them."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import date

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


def _competence_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="whose competence it is")
    parser.add_argument("code", help="which competence, by definitions/staffing/competences.yaml")


def _competence_add_options(parser: argparse.ArgumentParser) -> None:
    _competence_options(parser)
    parser.add_argument("--from", dest="valid_from", type=date.fromisoformat, required=True, metavar="DAY")
    parser.add_argument("--to", dest="valid_to", type=date.fromisoformat, metavar="DAY", help="first day without it")
    parser.add_argument("--source", required=True, help="what proves it, for example the certificate")


def _competence_add(arguments: argparse.Namespace) -> None:
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system
    from ovi.staffing.actions import record_competence

    record_competence(
        professional_id=_professional(arguments.username), code=arguments.code, valid_from=arguments.valid_from,
        valid_to=arguments.valid_to, source=arguments.source, by=system("accounts"), now=clock.now(),
    )  # fmt: skip
    sys.stdout.write(f"{arguments.username} holds {arguments.code} from {arguments.valid_from}.\n")


def _competence_end(arguments: argparse.Namespace) -> None:
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system
    from ovi.staffing.actions import end_competence

    ended = end_competence(
        professional_id=_professional(arguments.username), code=arguments.code, by=system("accounts"), now=clock.now()
    )
    said = f"{arguments.username} no longer holds {arguments.code}." if ended else "There was nothing to end."
    sys.stdout.write(said + "\n")


def _professional(username: str) -> int:
    from ovi.people.models import Professional

    found = Professional.objects.filter(account__username=username).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(f"There is no professional with the account '{username}'.", code="competence.professional")
    return int(found)


COMMANDS = (
    Command("account add", "Make an account for a member of staff", _add, _add_options),
    Command("competence add", "Record a professional's competence", _competence_add, _competence_add_options),
    Command("competence end", "End a professional's competence from today", _competence_end, _competence_options),
    Command("account end", "Close an account; what it did stays on record", _end, _end_options),
)
