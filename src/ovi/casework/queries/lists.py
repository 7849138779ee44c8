"""Whose list is how long and how heavy, who is on it, and what would moving it do?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from ovi.casework.models import Case, ListSetting, OwnWorker
from ovi.casework.queries.continuity import covers_now, valid_on
from ovi.casework.states import CaseState
from ovi.casework.weights import weights
from ovi.directory.models import Team
from ovi.foundation.calendar import age_on
from ovi.foundation.text import Trilingual
from ovi.people.models import Person, Professional

LIST_PAGE = 50


@dataclass(frozen=True, slots=True)
class ListOf:
    """Whose list: one professional's or one team's."""

    professional_id: int | None = None
    team_id: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The two columns by which every row of the list is known."""
        return {"professional_id": self.professional_id, "team_id": self.team_id}

    def rows(self) -> QuerySet[OwnWorker]:
        """Every dated row of the list."""
        return OwnWorker.objects.filter(**self.columns)


@dataclass(frozen=True, slots=True)
class ListSummary:
    """One list: size in clients, weight by the county's weights, cap and whether it takes new clients."""

    of: ListOf
    name: Trilingual
    profession: str
    unit_id: int
    unit: Trilingual
    register: str
    size: int
    weight: float
    cap: int | None
    open_to_new: bool
    substitute: str
    cover_until: date | None

    @property
    def full(self) -> bool:
        return self.cap is not None and self.weight >= self.cap


@dataclass(frozen=True, slots=True)
class Listed:
    """One client of a list. No place at all is told: a list is read by many eyes (turvakielto)."""

    row_id: int
    kind: str
    subject_key: UUID
    name: str
    age: int | None
    non_disclosure: bool
    since: date
    until: date | None
    agreed: bool
    weight: float
    open_cases: int
    case_id: int | None


@dataclass(frozen=True, slots=True)
class MovePreview:
    """What a move would do, said before it is done. `conflicts`: clients who already have another one of the kind."""

    clients: int
    weight: float
    open_cases: int
    target_size: int
    target_weight: float
    target_cap: int | None
    target_open: bool
    conflicts: int

    @property
    def over_cap(self) -> bool:
        return self.target_cap is not None and self.target_weight > self.target_cap


def lists_of_units(unit_ids: Iterable[int] | None, *, today: date) -> list[ListSummary]:
    """The lists of the workers and teams of these units (None: of every unit that has any client). Four queries."""
    professionals = valid_on(Professional.objects.all(), today).select_related("unit")
    teams = valid_on(Team.objects.all(), today).select_related("unit")
    if unit_ids is None:
        current = valid_on(OwnWorker.objects.all(), today)
        professionals = professionals.filter(pk__in=current.exclude(professional=None).values("professional_id"))
    else:
        units = list(unit_ids)
        professionals, teams = professionals.filter(unit__in=units), teams.filter(unit__in=units)
    holders = [*teams.order_by("unit__sort_fi", "name_fi"), *_people(professionals, today)]
    return _summaries(holders, today)


def list_of(of: ListOf, *, today: date) -> ListSummary | None:
    """One list's summary; None where there is no such worker or team. Three queries."""
    if of.team_id is not None:
        holders: list[Any] = list(Team.objects.filter(pk=of.team_id or 0).select_related("unit"))
    else:
        holders = list(_people(Professional.objects.filter(pk=of.professional_id or 0).select_related("unit"), today))
    return next(iter(_summaries(holders, today)), None)


def listed(of: ListOf, *, today: date, page: int = 1) -> tuple[Listed, ...]:
    """One page of the list's clients by name. One query."""
    rows = valid_on(of.rows(), today)
    unit = _unit_id(of)
    mine = Case.objects.exclude(state=CaseState.CLOSED).filter(
        person=OuterRef("person"), register=OuterRef("register"), unit_id=unit
    )
    counted = mine.order_by().values("person").annotate(n=Count("pk")).values("n")
    rows = _with_segment(rows).annotate(
        open_cases=Subquery(counted), case_id=Subquery(mine.order_by("next_due_on", "pk").values("pk")[:1])
    )
    found = rows.select_related("person").order_by("person__sort_name", "pk")
    return tuple(_listed(row, today) for row in found[(page - 1) * LIST_PAGE : page * LIST_PAGE])


def weight_of(rows: QuerySet[OwnWorker], *, today: date) -> tuple[int, float]:
    """Clients and their weight. A client who is on one list in two capacities is one client."""
    seen = {pk: (born, segment) for pk, born, segment in _weighed(rows)}
    return len(seen), sum(weights().of(born, segment or "", today) for born, segment in seen.values())


def weight_of_client(person: Person, register: str, *, today: date) -> float:
    """What one client would weigh on a list of the register."""
    cases = Case.objects.filter(person=person, register=register).exclude(segment="").order_by("-contact_at")
    segment = cases.values_list("segment", flat=True).first() or ""
    return weights().of(person.birth_date, segment, today)


def move_preview(
    source: ListOf, target: ListOf, *, rows: Sequence[int] | None, from_on: date, today: date
) -> MovePreview | None:
    """What moving the whole list (rows None) or these rows would do; None where the target does not exist."""
    summary = list_of(target, today=from_on)
    if summary is None:
        return None
    moving = moving_rows(source, rows, from_on)
    clients, weight = weight_of(moving, today=today)
    persons = moving.values("person_id")
    return MovePreview(
        clients=clients,
        weight=weight,
        open_cases=open_cases_of(source, persons).count(),
        target_size=summary.size + clients,
        target_weight=summary.weight + weight,
        target_cap=summary.cap,
        target_open=summary.open_to_new,
        conflicts=conflicts(source, target, moving, kind_for(target, None), from_on).count(),
    )


def moving_rows(source: ListOf, rows: Sequence[int] | None, from_on: date) -> QuerySet[OwnWorker]:
    """The rows of the list that hold on the day of the move."""
    found = valid_on(source.rows(), from_on)
    return found if rows is None else found.filter(pk__in=list(rows))


def open_cases_of(source: ListOf, persons: Any) -> QuerySet[Case]:
    """The open cases of these persons that the list's professional owns in their unit; a team owns none."""
    cases = Case.objects.exclude(state=CaseState.CLOSED).filter(person__in=persons)
    return cases.filter(owner_id=source.professional_id or 0, unit_id=_unit_id(source))


def conflicts(
    source: ListOf, target: ListOf, moving: QuerySet[OwnWorker], kind: str, from_on: date
) -> QuerySet[OwnWorker]:
    """Rows that would leave a client with two of a kind: another holder of the kind from that day on.

    Only where the move changes the kind (from a worker to a team or back); within a kind the row itself moves.
    """
    if (source.team_id is None) == (target.team_id is None):
        return OwnWorker.objects.none()
    later = OwnWorker.objects.filter(Q(valid_to=None) | Q(valid_to__gt=from_on), kind=kind)
    later = later.filter(person__in=moving.values("person_id"), register__in=moving.values("register"))
    return later.exclude(**target.columns)


def kind_for(target: ListOf, profession: str | None) -> str:
    """The capacity in which the target takes over clients of another kind of list."""
    if target.team_id is not None:
        return "own_team"
    found = (
        profession
        or Professional.objects.filter(pk=target.professional_id or 0).values_list("profession", flat=True)[0]
    )
    if found in ("doctor", "dentist"):
        return "own_doctor"
    return "own_worker" if found in ("social_worker", "social_counsellor") else "own_nurse"


def _unit_id(of: ListOf) -> int:
    rows = Team.objects.filter(pk=of.team_id or 0) if of.team_id is not None else Professional.objects.filter(
        pk=of.professional_id or 0)  # fmt: skip
    return rows.values_list("unit_id", flat=True).first() or 0


def _people(professionals: QuerySet[Professional], today: date) -> QuerySet[Any]:
    return covers_now(professionals, absent="pk", today=today).order_by("unit__sort_fi", "sort_name", "pk")


def _summaries(holders: Sequence[Any], today: date) -> list[ListSummary]:
    workers = [one.pk for one in holders if not isinstance(one, Team)]
    teams = [one.pk for one in holders if isinstance(one, Team)]
    mine = Q(professional_id__in=workers) | Q(team_id__in=teams)
    settings = {(one.professional_id, one.team_id): one for one in ListSetting.objects.filter(mine)}
    seen: dict[tuple[int | None, int | None], dict[int, float]] = {}
    rows = _with_segment(valid_on(OwnWorker.objects.filter(mine), today))
    table = weights()
    columns = ("professional_id", "team_id", "person_id", "person__birth_date", "segment")
    for worker, team, person, born, segment in rows.values_list(*columns):
        seen.setdefault((worker, team), {})[person] = table.of(born, segment or "", today)
    return [_summary(one, settings, seen) for one in holders]


def _summary(one: Any, settings: dict[Any, ListSetting], seen: dict[Any, dict[int, float]]) -> ListSummary:
    team = isinstance(one, Team)
    key = (None, one.pk) if team else (one.pk, None)
    setting, clients = settings.get(key), seen.get(key, {})
    return ListSummary(
        of=ListOf(*key),
        name=Trilingual(one.name_fi, one.name_sv, one.name_en) if team else Trilingual(one.name, one.name, one.name),
        profession="" if team else one.profession,
        unit_id=one.unit_id,
        unit=Trilingual(one.unit.name_fi, one.unit.name_sv, one.unit.name_en),
        register=one.unit.register,
        size=len(clients),
        weight=sum(clients.values()),
        cap=setting.cap if setting else None,
        open_to_new=setting.open_to_new if setting else True,
        substitute="" if team else one.substitute or "",
        cover_until=None if team else one.cover_until,
    )


def _with_segment(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The person's agreed segment: that of their newest case in the register that has one."""
    cases = Case.objects.filter(person=OuterRef("person"), register=OuterRef("register")).exclude(segment="")
    found: QuerySet[Any] = rows.annotate(segment=Subquery(cases.order_by("-contact_at").values("segment")[:1]))
    return found


def _weighed(rows: QuerySet[OwnWorker]) -> Iterable[tuple[int, date | None, str | None]]:
    return _with_segment(rows).values_list("person_id", "person__birth_date", "segment")


def _listed(row: Any, today: date) -> Listed:
    person = row.person
    return Listed(
        row_id=row.pk, kind=row.kind, subject_key=person.subject_key,
        name=f"{person.last_name} {person.first_name}".strip(),
        age=age_on(person.birth_date, today) if person.birth_date else None,
        non_disclosure=person.non_disclosure, since=row.valid_from, until=row.valid_to, agreed=row.agreed,
        weight=weights().of(person.birth_date, row.segment or "", today),
        open_cases=row.open_cases or 0, case_id=row.case_id,
    )  # fmt: skip
