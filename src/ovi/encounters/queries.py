"""What was in fact done in a case, when, how, by whom?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

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


@dataclass(frozen=True, slots=True)
class Met:
    """How often, and when last, a person has met one professional."""

    professional_id: int
    name: str
    profession: str
    times: int
    last_at: datetime


def met_by(case_id: int, *, register: str, since: datetime, limit: int = 5) -> tuple[Met, ...]:
    """Whom the person of the case has met since then in the register, most often first. One query.

    Realised encounters only; one the client missed made nobody familiar.
    """
    rows = Encounter.objects.filter(
        person__cases=case_id, case__register=register, no_show=False, started_at__gte=since
    )
    counted = rows.values("professional_id", "professional__name", "profession").annotate(
        times=Count("id", distinct=True), last=Max("started_at")
    )
    found = counted.order_by("-times", "-last", "professional_id")[:limit]
    return tuple(
        Met(one["professional_id"], one["professional__name"], one["profession"], one["times"], one["last"])
        for one in found
    )
