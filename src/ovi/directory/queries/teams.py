"""Which teams are there, and whose people does an area team serve?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import FilteredRelation, Q, QuerySet

from ovi.directory.models import Team, Unit
from ovi.directory.queries.texts import trilingual
from ovi.directory.states import TeamKind
from ovi.foundation.text import Trilingual
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class TeamView:
    """A team as people know it. `municipalities` are (code, name)."""

    id: int
    kind: str
    preset: str
    name: Trilingual
    unit_id: int
    unit: Trilingual
    register: str
    municipalities: tuple[tuple[str, Trilingual], ...]
    postal_codes: tuple[str, ...]
    consulted_by: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    population: int | None


@dataclass(frozen=True, slots=True)
class TeamScope:
    """What a worklist needs to show a team's shared queue: its unit, and the area whose people it serves there."""

    team_id: int
    unit_id: int
    municipalities: tuple[str, ...]
    postal_codes: tuple[str, ...]


def teams(*, today: date, unit_ids: Iterable[int] | None = None) -> list[TeamView]:
    """The teams that work today, by name; of these units, or of all. Two queries."""
    found = _valid(today)
    found = found if unit_ids is None else found.filter(unit_id__in=list(unit_ids))
    return sorted((_team(row) for row in found), key=lambda team: team.name.fi)


def team(team_id: int) -> TeamView | None:
    """The team, ended ones too."""
    row = _full().filter(pk=team_id).first()
    return _team(row) if row else None


@dataclass(frozen=True, slots=True)
class TeamChoice:
    """An area team by name, with the scope of its shared queue."""

    name: Trilingual
    scope: TeamScope


@dataclass(frozen=True, slots=True)
class Workplace:
    """A unit by name, and the area teams that work in it, by name."""

    unit_id: int
    name: Trilingual
    teams: tuple[TeamChoice, ...]


def workplaces(*, unit_ids: Iterable[int], today: date) -> list[Workplace]:
    """These units and their area teams of today, in Finnish order. One query."""
    works = Q(teams__valid_to=None) | Q(teams__valid_to__gt=today)
    works &= Q(teams__kind=TeamKind.AREA, teams__valid_from__lte=today)
    places = ArrayAgg("team__municipalities", filter=Q(team__municipalities__isnull=False), default=[])
    rows = (
        Unit.objects.filter(pk__in=list(unit_ids))
        .annotate(team=FilteredRelation("teams", condition=works))
        .annotate(codes=places)
        .order_by("sort_fi", "pk", "team__name_fi", "team__pk")
        .values(*_WORKPLACE, "codes")
    )
    found: dict[int, Workplace] = {}
    for row in rows:
        place = found.setdefault(row["pk"], Workplace(row["pk"], _named(row, ""), ()))
        if row["team__pk"] is not None:
            scope = TeamScope(row["team__pk"], row["pk"], tuple(sorted(row["codes"])), tuple(row["team__postal_codes"]))
            team = TeamChoice(_named(row, "team__"), scope)
            found[row["pk"]] = replace(place, teams=(*place.teams, team))
    return list(found.values())


_NAMES = ("name_fi", "name_sv", "name_en")
_WORKPLACE = ("pk", *_NAMES, "team__pk", "team__postal_codes", *(f"team__{name}" for name in _NAMES))


def _named(row: dict[str, Any], prefix: str) -> Trilingual:
    return Trilingual(*(row[f"{prefix}{name}"] for name in _NAMES))


def team_scope(team_id: int) -> TeamScope | None:
    """The scope of the team's shared queue."""
    row = Team.objects.filter(pk=team_id).prefetch_related("municipalities").first()
    if row is None:
        return None
    codes = tuple(sorted(one.code for one in row.municipalities.all()))
    return TeamScope(row.pk, row.unit_id, codes, tuple(row.postal_codes))


def expert_teams_for(actor: Actor, *, today: date) -> list[TeamView]:
    """The expert teams that this professional may consult: their role is among those the team answers to."""
    asked = _valid(today).filter(kind="expert", consulted_by__overlap=[role.value for role in actor.roles])
    return sorted((_team(row) for row in asked), key=lambda team: team.name.fi)


def _valid(today: date) -> QuerySet[Team]:
    return _full().filter(Q(valid_to=None) | Q(valid_to__gt=today), valid_from__lte=today)


def _full() -> QuerySet[Team]:
    return Team.objects.select_related("unit").prefetch_related("municipalities")


def _team(row: Team) -> TeamView:
    places = sorted(row.municipalities.all(), key=lambda place: place.sort_fi)
    # A team of a part of town serves fewer than its municipality has; no figure is better than a wrong one.
    known = not row.postal_codes and places and all(place.population is not None for place in places)
    return TeamView(
        id=row.pk,
        kind=row.kind,
        preset=row.preset,
        name=trilingual(row, "name"),
        unit_id=row.unit_id,
        unit=trilingual(row.unit, "name"),
        register=row.unit.register,
        municipalities=tuple((place.code, trilingual(place, "name")) for place in places),
        postal_codes=tuple(row.postal_codes),
        consulted_by=tuple(row.consulted_by),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        population=sum(place.population or 0 for place in places) if known else None,
    )
