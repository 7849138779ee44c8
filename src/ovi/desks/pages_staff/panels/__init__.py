"""Which further panels does a case page have? A table: each panel is a module beside this one.

A panel is a function of the case, the viewer and the moment; None leaves it off the page. It reads its own room's
queries and knows no other panel. Order within a column is the table's order.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from ovi.casework.queries import CaseView
from ovi.plumbing.actor import Actor


class Column(StrEnum):
    """NOW: what is to be done. FACTS: what rests beside it. PAST: what has happened."""

    NOW = "now"
    FACTS = "facts"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Panel:
    """One section of the page: its template reads `panel`, which is `content`."""

    column: Column
    template: str
    content: Any


from ovi.desks.pages_staff.panels import work  # noqa: E402 - it builds the Panel that is defined above

PANELS: tuple[Callable[[CaseView, Actor, datetime], Panel | None], ...] = (work.panel,)


def panels_of(view: CaseView, actor: Actor, now: datetime) -> dict[str, list[Panel]]:
    """The panels of this case for this viewer, by column."""
    found = [panel for make in PANELS if (panel := make(view, actor, now)) is not None]
    return {column.value: [panel for panel in found if panel.column == column] for column in Column}
