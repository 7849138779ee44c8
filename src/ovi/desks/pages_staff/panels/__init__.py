"""Which further panels does a case page have? A table: each panel is a module beside this one.

A panel is a function of the case, the viewer and the moment; None leaves it off the page. It reads its own room's
queries and knows no other panel. Order within a column is the table's order.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from ovi.casework.queries import CaseView
from ovi.desks.pages_staff.panels import (
    call,
    continuity,
    goals,
    inbound,
    messages,
    moments,
    notice,
    notifier,
    reached,
    sender,
    tray,
    work,
)
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.plumbing.actor import Actor

PANELS: tuple[Callable[[CaseView, Actor, datetime], Panel | None], ...] = (
    notice.panel,
    inbound.panel,
    sender.panel,
    call.panel,
    messages.panel,
    reached.panel,
    work.panel,
    moments.panel,
    goals.panel,
    tray.panel,
    continuity.panel,
    notifier.panel,
)


def panels_of(view: CaseView, actor: Actor, now: datetime) -> dict[str, list[Panel]]:
    """The panels of this case for this viewer, by column."""
    found = [panel for make in PANELS if (panel := make(view, actor, now)) is not None]
    return {column.value: [panel for panel in found if panel.column == column] for column in Column}
