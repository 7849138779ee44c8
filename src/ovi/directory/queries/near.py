"""Which near services has each municipality chosen, and where do they stop next?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Subquery

from ovi.directory.models import Municipality, NearService, NearStop, UnitInfo
from ovi.directory.queries.texts import trilingual
from ovi.foundation.text import Trilingual

COMING_DAYS = 60


@dataclass(frozen=True, slots=True)
class NearView:
    """A near service as the workers plan it; `next_at` is its next stop that is not called off."""

    id: int
    municipality_id: str
    municipality: Trilingual
    unit_id: int
    unit: Trilingual
    service_line: str
    kind: str
    name: Trilingual
    about: Trilingual
    baseline: str
    target: str
    target_on: date
    valid_from: date
    valid_to: date | None
    next_at: datetime | None


@dataclass(frozen=True, slots=True)
class StopView:
    """One stop; `phone` is the answering unit's."""

    id: int
    service_id: int
    name: Trilingual
    about: Trilingual
    kind: str
    municipality: Trilingual
    opens_at: datetime
    closes_at: datetime
    place: str
    address: str
    called_off: str
    phone: str


def near_services(*, now: datetime, today: date) -> list[NearView]:
    """The near services that run or will run, by municipality and name. One query."""
    return [_near(row) for row in _planned(now).exclude(valid_to__lte=today)]


def near_service(pk: int, *, now: datetime) -> NearView | None:
    """One near service, ended ones too."""
    row = _planned(now).filter(pk=pk).first()
    return _near(row) if row else None


def _planned(now: datetime) -> QuerySet[NearService]:
    coming = Min("stops__opens_at", filter=Q(stops__closes_at__gt=now, stops__called_off=""))
    rows = NearService.objects.select_related("municipality", "unit").annotate(next_at=coming)
    return rows.order_by("municipality__sort_fi", "name_fi", "pk")


def _near(row: NearService) -> NearView:
    return NearView(
        id=row.pk, municipality_id=row.municipality_id, municipality=trilingual(row.municipality, "name"),
        unit_id=row.unit_id, unit=trilingual(row.unit, "name"), service_line=row.service_line, kind=row.kind,
        name=trilingual(row, "name"), about=trilingual(row, "about"), baseline=row.baseline, target=row.target,
        target_on=row.target_on, valid_from=row.valid_from, valid_to=row.valid_to,
        next_at=row.next_at,  # type: ignore[attr-defined]
    )  # fmt: skip


def coming_stops(*, now: datetime, municipality: str = "", service_id: int | None = None) -> list[StopView]:
    """The stops from now on, the next one first: of a municipality, of a service, or all. One query.

    Of all: those of the next COMING_DAYS days.
    """
    rows = NearStop.objects.filter(closes_at__gt=now).select_related("service__municipality", "service__unit")
    if service_id is not None:
        rows = rows.filter(service=service_id)
    else:
        rows = rows.filter(opens_at__lt=now + timedelta(days=COMING_DAYS))
    if municipality:
        rows = rows.filter(service__municipality=municipality)
    newest = UnitInfo.objects.filter(unit=OuterRef("service__unit")).order_by("-version")
    rows = rows.annotate(phone=Subquery(newest.values("phone")[:1])).order_by("opens_at", "pk")
    return [
        StopView(
            id=row.pk,
            service_id=row.service_id,
            name=trilingual(row.service, "name"),
            about=trilingual(row.service, "about"),
            kind=row.service.kind,
            municipality=trilingual(row.service.municipality, "name"),
            opens_at=row.opens_at,
            closes_at=row.closes_at,
            place=row.place,
            address=row.address,
            called_off=row.called_off,
            phone=row.phone or "",
        )  # fmt: skip
        for row in rows
    ]


def municipalities_with_stops(*, now: datetime) -> list[tuple[str, Trilingual]]:
    """Where something comes within COMING_DAYS days, in Finnish order. One query."""
    coming = NearStop.objects.filter(
        service__municipality=OuterRef("pk"), closes_at__gt=now, opens_at__lt=now + timedelta(days=COMING_DAYS)
    )
    rows = Municipality.objects.filter(Exists(coming)).order_by("sort_fi")
    return [(row.code, trilingual(row, "name")) for row in rows]
