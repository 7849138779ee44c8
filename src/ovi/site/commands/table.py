"""What is a command? One row of the table."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass


def no_options(parser: argparse.ArgumentParser) -> None:
    """For commands without options."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command of `ovi`. `as_owner`: connects as ovi_owner (only migrations do)."""

    name: str
    help: str
    run: Callable[[argparse.Namespace], int | None]
    configure: Callable[[argparse.ArgumentParser], None] = no_options
    needs_django: bool = True
    as_owner: bool = False
