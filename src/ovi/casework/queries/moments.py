"""What has happened in a case that the law counts from or to, and which cases are linked with it?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from ovi.casework.models import CaseLink, CaseMoment
from ovi.casework.states import MomentKind
from ovi.foundation.text import Trilingual
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class MomentView:
    """One moment as it now stands, or (`corrected`) as it was thought to be before a correction."""

    kind: MomentKind
    at: datetime
    by: str
    noted_at: datetime
    note: str
    corrected: bool


@dataclass(frozen=True, slots=True)
class LinkView:
    """A linked case: that there is one, since when and in which unit. `case_id` only for those who may open it."""

    at: datetime
    unit: Trilingual
    case_id: int | None
    opened_here: bool


def current_moments(case_id: int) -> dict[MomentKind, datetime]:
    """When each kind of moment happened, by what is now held true. One query."""
    rows = CaseMoment.objects.filter(case_id=case_id, superseded_by=None).values_list("kind", "at")
    return {MomentKind(kind): at for kind, at in rows}


def moments_noted(case: Any) -> QuerySet[CaseMoment]:
    """Every moment ever noted in the case, in the order of noting; the case page reads them with the case."""
    return CaseMoment.objects.filter(case=case).order_by("noted_at", "id")


# What the view needs of a row, as the case page's one statement gives it.
MOMENT_FIELDS = {
    **{name: name for name in ("kind", "at", "noted_at", "note")},
    "by": "by__name",
    "superseded_by": "superseded_by__id",
}


def moment_view(row: Mapping[str, Any]) -> MomentView:
    """The moment of a row of MOMENT_FIELDS."""
    at, noted_at = datetime.fromisoformat(row["at"]), datetime.fromisoformat(row["noted_at"])
    corrected = row["superseded_by"] is not None
    return MomentView(MomentKind(row["kind"]), at, row["by"] or "", noted_at, row["note"], corrected)


def links_of(case_id: int, *, by: Actor) -> tuple[LinkView, ...]:
    """The linked cases that the actor may know of. One query.

    From the first case only whoever opened the link sees that there is one; from the new case its own unit sees
    where it came from. A case of either side is opened only by those whose unit answers for it.
    """
    mine = Q(from_case=case_id, by=by.professional_id or 0) | Q(from_case=case_id, to_case__unit__in=by.units)
    rows = CaseLink.objects.filter(mine | Q(to_case=case_id)).select_related("from_case__unit", "to_case__unit")
    found = []
    for row in rows.order_by("id"):
        opened_here = row.from_case_id == case_id
        other = row.to_case if opened_here else row.from_case
        unit = Trilingual(other.unit.name_fi, other.unit.name_sv, other.unit.name_en)
        may = other.unit_id in by.units and other.register in by.registers
        found.append(LinkView(row.at, unit, other.pk if may else None, opened_here))
    return tuple(found)
