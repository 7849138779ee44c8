"""What does the directory know about services and units? Reads, as plain values for pages and other rooms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from ovi.directory.classifications import class_name
from ovi.directory.models import Service, Unit
from ovi.directory.queries.opening import UnitInfoView, unit_infos
from ovi.directory.queries.texts import trilingual
from ovi.directory.service_lines import LINES, Line
from ovi.directory.states import ServiceSource, ServiceState
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.plumbing import statements

_EVERYBODY = "KR1"  # the class "citizens" tells a reader nothing


@dataclass(frozen=True, slots=True)
class Place:
    """A unit where a service is given."""

    id: int
    name: Trilingual
    municipality: Trilingual
    phone: str
    address: str
    info: UnitInfoView | None = None


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """A service in a list."""

    id: int
    name: Trilingual
    summary: Trilingual
    service_line: str
    contactable: bool
    national: bool
    municipalities: tuple[Trilingual, ...] = ()


@dataclass(frozen=True, slots=True)
class ServiceInFull:
    """A service on its own page. `national`: a description for the whole country, not this county's offer."""

    card: ServiceCard
    description: Trilingual
    how: Trilingual
    for_whom: Trilingual
    target_groups: tuple[Trilingual, ...]
    charge: str
    remote: bool
    active: bool
    updated_at: datetime
    places: tuple[Place, ...]


def service(pk: int) -> ServiceInFull | None:
    """The service with its places, vanished ones too (their links must not die); None if there was never one."""
    row = Service.objects.filter(pk=pk).first()
    if row is None:
        return None
    units = units_of(row.service_line) if row.service_line else []
    infos = unit_infos(unit.pk for unit in units)
    places = tuple(_place(unit, infos.get(unit.pk)) for unit in units)
    own_words = row.raw.get("for_whom") if row.source == ServiceSource.OWN else None
    groups = (class_name(code) for code in row.target_groups if code != _EVERYBODY)
    return ServiceInFull(
        card=_card(row),
        description=trilingual(row, "description"),
        how=trilingual(row, "how"),
        for_whom=Trilingual.of(own_words) if own_words else Trilingual(),
        target_groups=tuple(name for name in groups if name.fi),
        charge=row.charge,
        remote=bool(row.raw.get("remote")),
        active=row.state == ServiceState.ACTIVE,
        updated_at=row.updated_at,
        places=places,
    )


_CARD_FIELDS = (
    *(f"{part}_{language}" for part in ("name", "summary") for language in LANGUAGES),
    *("service_line", "contactable", "source"),
)


def cards(ids: Sequence[int]) -> dict[int, ServiceCard]:
    """Cards of these active services, with the municipalities where they are given. Two queries."""
    rows = list(Service.objects.filter(pk__in=ids, state=ServiceState.ACTIVE).only(*_CARD_FIELDS))
    where = _municipalities({row.service_line for row in rows if row.service_line})
    return {row.pk: _card(row, where.get(row.service_line, ())) for row in rows}


def contactable_lines() -> list[Line]:
    """The lines to which a resident may write, in the table's order."""
    open_lines = {code for (code,) in statements.rows(_CONTACTABLE_LINES, state=ServiceState.ACTIVE.value)}
    return [line for code, line in LINES.items() if code in open_lines]


_CONTACTABLE_LINES = "select distinct service_line from directory_service where state = %(state)s and contactable"


def contactable_service(pk: int) -> ServiceCard | None:
    """The service if one may write to it now."""
    return next(iter(contactable_services(Q(pk=pk))), None)


def contactable_services(which: Q) -> list[ServiceCard]:
    """Those of these services to which one may write now, in the order of their names. One query."""
    rows = Service.objects.filter(which, state=ServiceState.ACTIVE, contactable=True).defer("raw")
    return [_card(row) for row in rows.order_by("name_fi")]


def units_of(service_line: str) -> list[Unit]:
    """The units that give a line, by municipality and name."""
    units = Unit.objects.filter(service_lines__contains=[service_line]).select_related("municipality")
    return list(units.order_by("municipality__sort_fi", "sort_fi"))


def named_units(names_fi: Iterable[str]) -> dict[str, Trilingual]:
    """Units by their Finnish name, by which the access log knows them: for showing it in the reader's language."""
    wanted = set(filter(None, names_fi))
    return (
        {unit.name_fi: trilingual(unit, "name") for unit in Unit.objects.filter(name_fi__in=wanted)} if wanted else {}
    )


def usual_line(unit_ids: Iterable[int]) -> str:
    """The first line of the first of these units: what a worker there most likely takes a call about; or nothing."""
    lines = Unit.objects.filter(pk__in=unit_ids).order_by("pk").values_list("service_lines", flat=True).first()
    return lines[0] if lines else ""


def _municipalities(lines: set[str]) -> Mapping[str, tuple[Trilingual, ...]]:
    found: dict[str, dict[str, Trilingual]] = {line: {} for line in lines}
    units = Unit.objects.filter(service_lines__overlap=list(lines)) if lines else Unit.objects.none()
    rows = units.order_by("municipality__sort_fi").values_list(
        "service_lines", "municipality_id", "municipality__name_fi", "municipality__name_sv", "municipality__name_en"
    )
    for unit_lines, code, *names in rows:
        for line in lines.intersection(unit_lines):
            found[line][code] = Trilingual(*names)
    return {line: tuple(names.values()) for line, names in found.items()}


def _card(row: Service, municipalities: tuple[Trilingual, ...] = ()) -> ServiceCard:
    return ServiceCard(
        id=row.pk,
        name=trilingual(row, "name"),
        summary=trilingual(row, "summary"),
        service_line=row.service_line,
        contactable=row.contactable,
        national=row.source == ServiceSource.PTV,
        municipalities=municipalities,
    )


def _place(unit: Unit, info: UnitInfoView | None) -> Place:
    where = trilingual(unit.municipality, "name")
    return Place(unit.pk, trilingual(unit, "name"), where, unit.phone, unit.address, info)
