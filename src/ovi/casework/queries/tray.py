"""What has been picked for a client, what came of it, and what do services' owners hear? Also a unit's saved lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from ovi.casework.models import SavedList, TrayPick
from ovi.casework.states import OWNER_HEARS
from ovi.directory.queries import trilingual
from ovi.directory.states import ServiceState
from ovi.foundation.text import Trilingual

SMALL = 5  # a count of clients below it is told as "1–4"


@dataclass(frozen=True, slots=True)
class PickView:
    """One pick. `offered`: the service is still in the catalogue. `take_up` is empty until somebody has told."""

    id: int
    service_id: int
    name: Trilingual
    summary: Trilingual
    offered: bool
    reason: str
    picked_at: datetime
    picked_by: str
    revoked_at: datetime | None
    revoked_by: str
    take_up: str
    told_at: datetime | None
    told_by_client: bool


@dataclass(frozen=True, slots=True)
class ServiceFeedback:
    """How many times a service was full or did not suit; None: one to four. Says nothing of any client."""

    service_id: int
    name: Trilingual
    take_up: str
    times: int | None


@dataclass(frozen=True, slots=True)
class ListView:
    """A saved list; `services` are the ids of those still offered, in order, `gone` the number of the others."""

    id: int
    key: UUID
    unit_id: int
    unit: Trilingual
    name: str
    for_whom: str
    note: str
    public: bool
    made_by: str
    saved_at: datetime
    version: int
    deleted: bool
    services: tuple[int, ...]
    gone: int


def picks_of(case_id: int) -> tuple[PickView, ...]:
    """All picks of a case, newest first, those taken back too. One query."""
    rows = TrayPick.objects.filter(case=case_id).select_related("service", "picked_by", "revoked_by")
    return tuple(_pick(row) for row in rows.defer("service__raw").order_by("-picked_at", "-pk"))


def picks_for_client(case_id: int) -> tuple[PickView, ...]:
    """The picks of a case that stand, as the client sees them. One query."""
    return tuple(one for one in picks_of(case_id) if one.revoked_at is None)


def tray_feedback(*, since: datetime) -> tuple[ServiceFeedback, ...]:
    """Which services were full or did not suit, by how many picks since then; most often first. One query."""
    told = TrayPick.objects.filter(take_up__in=OWNER_HEARS, told_at__gte=since, revoked_at=None)
    names = [f"service__name_{language}" for language in ("fi", "sv", "en")]
    rows = told.values_list("service_id", *names, "take_up").annotate(n=Count("pk")).order_by("-n", "service_id")
    return tuple(
        ServiceFeedback(pk, Trilingual(fi, sv, en), take_up, n if n >= SMALL else None)
        for pk, fi, sv, en, take_up, n in rows
    )


def saved_lists(unit_ids: Iterable[int]) -> tuple[ListView, ...]:
    """The lists that these units keep, by name. Two queries."""
    rows = _lists().filter(unit__in=list(unit_ids), deleted_at=None)
    return tuple(sorted((_list(row) for row in rows), key=lambda one: one.name.casefold()))


def saved_list(list_id: int) -> ListView | None:
    """One list by its number, deleted ones too. Two queries."""
    row = _lists().filter(pk=list_id).first()
    return _list(row) if row else None


def open_list(key: UUID) -> ListView | None:
    """The list at an address outside the house; None unless its keepers have opened it. Two queries."""
    row = _lists().filter(key=key, public=True, deleted_at=None).first()
    return _list(row) if row else None


def _lists() -> QuerySet[SavedList]:
    return SavedList.objects.select_related("unit", "made_by").prefetch_related("items__service")


def _list(row: SavedList) -> ListView:
    items = sorted(row.items.all(), key=lambda one: one.position)
    offered = tuple(one.service_id for one in items if one.service.state == ServiceState.ACTIVE)
    return ListView(
        id=row.pk, key=row.key, unit_id=row.unit_id, unit=trilingual(row.unit, "name"), name=row.name,
        for_whom=row.for_whom, note=row.note, public=row.public, made_by=row.made_by.name, saved_at=row.saved_at,
        version=row.version, deleted=row.deleted_at is not None, services=offered, gone=len(items) - len(offered),
    )  # fmt: skip


def _pick(row: Any) -> PickView:
    return PickView(
        id=row.pk, service_id=row.service_id, name=trilingual(row.service, "name"),
        summary=trilingual(row.service, "summary"), offered=row.service.state == ServiceState.ACTIVE,
        reason=row.reason, picked_at=row.picked_at, picked_by=row.picked_by.name, revoked_at=row.revoked_at,
        revoked_by=row.revoked_by.name if row.revoked_by else "", take_up=row.take_up, told_at=row.told_at,
        told_by_client=bool(row.told_by_client),
    )  # fmt: skip
