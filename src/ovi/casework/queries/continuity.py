"""Who is a person's own worker or team today, who stands in, and where should their new need go first?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from ovi.casework.models import Cover, OwnWorker, TeamMember
from ovi.casework.states import OwnKind
from ovi.directory.models import Unit
from ovi.directory.queries import TeamScope
from ovi.foundation.text import Trilingual


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """A person's own worker or team. `substitute` stands in today: shown everywhere as "X, sijaisena Y"."""

    id: int
    register: str
    kind: str
    service_line: str
    professional_id: int | None
    name: str
    profession: str
    team_id: int | None
    team: Trilingual
    unit_id: int
    unit: Trilingual
    unit_phone: str
    valid_from: date
    agreed: bool
    substitute_id: int | None
    substitute: str
    cover_until: date | None


@dataclass(frozen=True, slots=True)
class Familiar:
    """Whom a person knows, in the order in which a time or a case is offered: own workers first, then own team.

    Who stands in for an absent own worker comes with them. A suggestion: a person decides.
    """

    own: tuple[int, ...] = ()
    team: tuple[int, ...] = ()


def valid_on(rows: QuerySet[Any], day: date) -> QuerySet[Any]:
    """The dated rows that hold on the day."""
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def own_people(person_id: int, *, today: date, register: str = "") -> tuple[OwnPerson, ...]:
    """The person's own workers and teams today, in the table's order of kinds. One query."""
    return _found(OwnWorker.objects.filter(person_id=person_id), register, today)


def own_people_of_case(case_id: int, *, register: str, today: date) -> tuple[OwnPerson, ...]:
    """The own workers and teams of the person whom the case concerns, in its register. One query."""
    return _found(OwnWorker.objects.filter(person__cases=case_id), register, today)


def familiar(people: tuple[OwnPerson, ...], *, service_line: str, today: date) -> Familiar:
    """Whom of the person's own this line may be offered first. One query, none without an own team."""
    of_line = [one for one in people if one.service_line in ("", service_line)]
    own = [one for one in of_line if one.professional_id is not None]
    present = [one.professional_id for one in own if one.substitute_id is None]
    ids = dict.fromkeys([*present, *(one.substitute_id for one in own), *(one.professional_id for one in own)])
    team_ids = [one.team_id for one in of_line if one.team_id is not None]
    members: list[int] = []
    if team_ids:
        rows = valid_on(TeamMember.objects.filter(team_id__in=team_ids), today).order_by("professional__sort_name")
        members = list(rows.values_list("professional_id", flat=True))
    own_ids = tuple(pk for pk in ids if pk is not None)
    return Familiar(own_ids, tuple(pk for pk in dict.fromkeys(members) if pk not in own_ids))


def own_unit(person_id: int | None, *, register: str, service_line: str, today: date) -> Unit | None:
    """The unit of the person's own team, else of their own worker, if that unit gives the line. One query."""
    if person_id is None:
        return None
    people = own_people(person_id, today=today, register=register)
    of_line = [one for one in people if one.service_line in ("", service_line)]
    ids = [one.unit_id for one in sorted(of_line, key=lambda one: (one.team_id is None, one.service_line == ""))]
    units = Unit.objects.filter(pk__in=ids, register=register, service_lines__contains=[service_line]) if ids else []
    found = {unit.pk: unit for unit in units}
    return next((found[pk] for pk in ids if pk in found), None)


def covers_now(rows: QuerySet[Any], *, absent: str, today: date) -> QuerySet[Any]:
    """The rows with who stands in today for their professional (`absent` names the column)."""
    cover = valid_on(Cover.objects.filter(absent=OuterRef(absent)), today)
    found: QuerySet[Any] = rows.annotate(
        substitute_id=Subquery(cover.values("substitute_id")[:1]),
        substitute=Subquery(cover.values("substitute__name")[:1]),
        cover_until=Subquery(cover.values("valid_to")[:1]),
    )
    return found


def of_team(scope: TeamScope, *, today: date) -> Q:
    """Which cases stand in a team's shared queue: the worklist's condition, joined to its other filters.

    Cases of the team's unit whose person has the team as their own, or lives in its area. A person under a
    non-disclosure order is never found by place, since being on the list would tell the area.
    """
    own = valid_on(OwnWorker.objects.filter(team_id=scope.team_id, person=OuterRef("person")), today)
    area = Q(person__municipality__in=scope.municipalities, person__non_disclosure=False)
    if scope.postal_codes:
        area &= Q(person__postal_code__in=scope.postal_codes)
    return Q(unit_id=scope.unit_id) & (Q(Exists(own)) | area)


def _found(rows: QuerySet[Any], register: str, today: date) -> tuple[OwnPerson, ...]:
    rows = valid_on(rows.filter(register=register) if register else rows, today)
    rows = covers_now(rows, absent="professional", today=today).select_related("professional__unit", "team__unit")
    order = list(OwnKind)
    return tuple(sorted((_own(row) for row in rows), key=lambda one: (one.register, order.index(OwnKind(one.kind)))))


def _own(row: Any) -> OwnPerson:
    unit = row.professional.unit if row.professional else row.team.unit
    return OwnPerson(
        id=row.pk, register=row.register, kind=row.kind, service_line=row.service_line,
        professional_id=row.professional_id, name=row.professional.name if row.professional else "",
        profession=row.professional.profession if row.professional else "",
        team_id=row.team_id, team=_name(row.team) if row.team else Trilingual(),
        unit_id=unit.pk, unit=_name(unit), unit_phone=unit.phone, valid_from=row.valid_from, agreed=row.agreed,
        substitute_id=row.substitute_id, substitute=row.substitute or "", cover_until=row.cover_until,
    )  # fmt: skip


def _name(named: Any) -> Trilingual:
    return Trilingual(named.name_fi, named.name_sv, named.name_en)
