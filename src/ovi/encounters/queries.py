"""What was in fact done in a case, when, how, by whom?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ovi.encounters.models import Encounter


@dataclass(frozen=True, slots=True)
class EncounterView:
    """One encounter, or a booked one that the client missed."""

    id: int
    started_at: datetime
    mode: str
    minutes: int
    planned: bool
    no_show: bool
    by: str
    profession: str
    licensed: bool
    note: str


def encounters_of(case_id: int) -> tuple[EncounterView, ...]:
    """The encounters of a case, oldest first. One query."""
    found = Encounter.objects.filter(case_id=case_id).order_by("started_at", "id")
    rows = found.values_list(
        "id",
        "started_at",
        "mode",
        "minutes",
        "planned",
        "no_show",
        "professional__name",
        "profession",
        "licensed",
        "note",
    )
    return tuple(EncounterView(*row) for row in rows)
