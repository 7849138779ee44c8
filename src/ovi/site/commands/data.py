"""Commands for data and law: check, due, import, search, facts, indicators."""

from __future__ import annotations

from ovi.site.commands.table import Command

COMMANDS: tuple[Command, ...] = ()
