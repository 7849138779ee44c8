"""What does the catalogue tell of a service beside its texts: who answers for it, where, for whom, when it meets?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from ovi.directory.models import Activity, Area, Concept, Service
from ovi.directory.queries.texts import trilingual
from ovi.foundation.text import LANGUAGES, Trilingual


@dataclass(frozen=True, slots=True)
class AreaView:
    """An area by name, with the codes of its municipalities."""

    key: str
    kind: str
    code: str
    name: Trilingual
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogueView:
    """Provenance and facts of one service. `details` are trilingual texts by name:

    requirements, charge_info, processing_time, validity, deadline; and lists: vouchers, producers, laws, collections.
    """

    source: str
    source_id: str
    organisation: Trilingual
    area_kind: str
    areas: tuple[AreaView, ...]
    municipalities: tuple[str, ...]
    languages: tuple[str, ...]
    voucher: bool
    details: dict[str, Any]
    source_modified_at: datetime | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ActivityTime:
    """One meeting, or the first of a series that goes on until a day, but not on the excepted ones.

    `recurrence`: P1D, P1W, P2W, P1M; empty for once.
    """

    starts_at: datetime
    ends_at: datetime | None
    recurrence: str
    until: date | None = None
    excepted: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class ActivityView:
    """When a group meets and how many fit in; `capacity` None where the source does not say."""

    kind: str
    themes: tuple[str, ...]
    formats: tuple[str, ...]
    age_from: int | None
    age_to: int | None
    times: tuple[ActivityTime, ...]
    capacity: int | None
    registration_url: str


@dataclass(frozen=True, slots=True)
class ConceptView:
    """A word of a controlled list with what people call it otherwise."""

    uri: str
    code: str
    label: Trilingual
    alternatives: dict[str, tuple[str, ...]]


def catalogue_of(service_id: int) -> CatalogueView | None:
    """Provenance and facts of the service; None if there was never one. Two queries."""
    row = Service.objects.filter(pk=service_id).select_related("organisation").defer("raw").first()
    if row is None:
        return None
    return CatalogueView(
        source=row.source,
        source_id=row.source_id,
        organisation=trilingual(row.organisation, "name") if row.organisation else Trilingual(),
        area_kind=row.area_kind,
        areas=areas(row.areas),
        municipalities=tuple(row.municipalities),
        languages=tuple(row.languages),
        voucher=row.voucher,
        details=row.details,
        source_modified_at=row.source_modified_at,
        updated_at=row.updated_at,
    )


def areas(keys: Iterable[str]) -> tuple[AreaView, ...]:
    """These areas, in the order of their keys. One query, none for no keys."""
    wanted = list(keys)
    rows = Area.objects.filter(pk__in=wanted).order_by("key") if wanted else ()
    return tuple(
        AreaView(row.key, row.kind, row.code, trilingual(row, "name"), tuple(row.municipalities)) for row in rows
    )


def activities_of(service_ids: Iterable[int]) -> dict[int, ActivityView]:
    """The activities behind these services; a service that is none is not there. One query."""
    return {row.pk: _activity(row) for row in Activity.objects.filter(pk__in=list(service_ids))}


def concepts() -> dict[str, ConceptView]:
    """The loaded words by their URI that people call otherwise too. One query."""
    otherwise = Q()
    for language in LANGUAGES:
        otherwise |= ~Q(**{f"alternatives_{language}": []})
    rows = Concept.objects.filter(otherwise).defer("notes_fi")
    return {
        row.uri: ConceptView(
            row.uri,
            row.code,
            trilingual(row, "label"),
            {language: tuple(getattr(row, f"alternatives_{language}")) for language in LANGUAGES},
        )
        for row in rows
    }


def _activity(row: Activity) -> ActivityView:
    return ActivityView(
        kind=row.kind,
        themes=tuple(row.themes),
        formats=tuple(row.formats),
        age_from=row.age_from,
        age_to=row.age_to,
        times=tuple(
            ActivityTime(
                datetime.fromisoformat(one["starts_at"]),
                datetime.fromisoformat(one["ends_at"]) if one.get("ends_at") else None,
                one.get("recurrence", ""),
                date.fromisoformat(one["until"]) if one.get("until") else None,
                tuple(date.fromisoformat(day) for day in one.get("except", ())),
            )
            for one in row.times
        ),
        capacity=row.capacity,
        registration_url=row.registration_url,
    )
