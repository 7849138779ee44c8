"""The table of commands: name, help, options, what runs, and what it needs."""

from __future__ import annotations

from ovi.site.commands import (
    accounts,
    areas,
    catalogue,
    clients,
    data,
    facts,
    figures,
    notices,
    operate,
    report,
    run,
)
from ovi.site.commands.table import Command

TABLE: tuple[Command, ...] = (
    *run.COMMANDS,
    *operate.COMMANDS,
    *data.COMMANDS,
    *catalogue.COMMANDS,
    *areas.COMMANDS,
    *facts.COMMANDS,
    *figures.COMMANDS,
    *report.COMMANDS,
    *accounts.COMMANDS,
    *clients.COMMANDS,
    *notices.COMMANDS,
)

__all__ = ["TABLE", "Command"]
