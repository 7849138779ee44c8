"""Commands for what leaves the house: bounces come in."""

from __future__ import annotations

import argparse
import sys

from ovi.site.commands.table import Command


def _bounced(arguments: argparse.Namespace) -> int:
    from ovi.people.actions import take_bounce
    from ovi.people.bounces import bounced_number
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    number = bounced_number(sys.stdin.buffer.read(10_000_000))
    notice = take_bounce(provider_id=number, by=system("bounces"), now=clock.now()) if number else None
    said = "The address is closed; the next way is tried." if notice else "This is no bounce of a notice of ours."
    sys.stdout.write(f"{said}\n")
    return 0


COMMANDS = (Command("notices bounced", "Read a mail server's bounce from the standard input", _bounced),)
