"""How does an incoming organisation, channel or service become a row? Nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ovi.directory.incoming import (
    IncomingActivity,
    IncomingChannel,
    IncomingLink,
    IncomingOrganisation,
    IncomingPlace,
    IncomingService,
    MalformedError,
    Reach,
)
from ovi.directory.models import Activity, Channel, ChannelPlace, Organisation, Service, ServiceChannelLink
from ovi.directory.states import ServiceSource, ServiceState
from ovi.foundation.text import LANGUAGES, Trilingual

R = TypeVar("R", bound=models.Model)
_LISTS = ("service_classes", "target_groups", "life_events", "ontology_terms", "languages")
_PLAIN = ("service_line", "register", "contactable", "charge", "voucher", "general_description_id")


def fields_of(model: type[models.Model], *, without: tuple[str, ...] = ()) -> list[str]:
    """The columns that a later import may change: all but the key and when it was first seen."""
    kept = {"id", "source", "source_id", "first_seen_at", "duplicate_of", "slug", *without}
    return [field.name for field in model._meta.concrete_fields if field.name not in kept]


def organisation_row(source: ServiceSource, one: IncomingOrganisation, now: datetime) -> Organisation:
    row = Organisation(
        source=source,
        source_id=one.source_id,
        slug=f"{source.value}-{one.source_id}",
        state=ServiceState.ACTIVE,
        kind=one.kind,
        business_code=one.business_code,
        oid=one.oid,
        parent_id_there=one.parent_id,
        raw=dict(one.raw),
        content_hash=one.content_hash(),
        updated_at=now,
    )
    return fitting(_texts(row, {"name": one.name}))


def channel_row(source: ServiceSource, one: IncomingChannel, organisation: int | None, now: datetime) -> Channel:
    row = Channel(
        source=source,
        source_id=one.source_id,
        state=ServiceState.ACTIVE,
        kind=one.kind,
        organisation_id=organisation,
        languages=list(one.languages),
        hours=one.hours.as_json(),
        contacts=one.contacts.as_json(),
        source_modified_at=one.source_modified_at,
        raw=dict(one.raw),
        content_hash=one.content_hash(),
        first_seen_at=now,
        updated_at=now,
    )
    _reach(row, one.reach)
    return fitting(_texts(row, {"name": one.name, "summary": one.summary, "description": one.description}))


def place_row(position: int, one: IncomingPlace) -> ChannelPlace:
    row = ChannelPlace(
        position=position,
        postal=one.postal,
        postal_code=one.postal_code,
        municipality_code=one.municipality_code,
        latitude=one.latitude,
        longitude=one.longitude,
        entrances=[dict(entrance) for entrance in one.entrances],
    )
    texts = {"street": one.street, "post_office": one.post_office, "info": one.info, "municipality": one.municipality}
    return fitting(_texts(row, texts))


def service_row(source: ServiceSource, one: IncomingService, organisation: int | None, now: datetime) -> Service:
    row = Service(source=source, source_id=one.source_id, organisation_id=organisation, first_seen_at=now)
    row.state = ServiceState.ACTIVE
    _texts(row, {name: getattr(one, name) for name in ("name", "summary", "description", "how")})
    for language in LANGUAGES:
        setattr(row, f"keywords_{language}", list(one.keywords.get(language, ())))
    for name in _LISTS:
        setattr(row, name, list(getattr(one, name)))
    for name in _PLAIN:
        setattr(row, name, getattr(one, name))
    _reach(row, one.reach)
    row.details = dict(one.details)
    row.source_modified_at = one.source_modified_at
    row.raw = dict(one.raw)
    row.content_hash = one.content_hash()
    row.updated_at = now
    return fitting(row)


def link_row(channel: int, position: int, one: IncomingLink) -> ServiceChannelLink:
    row = ServiceChannelLink(
        channel_id=channel,
        position=position,
        charge=one.charge,
        hours=one.hours.as_json(),
        contacts=one.contacts.as_json(),
        raw=dict(one.raw),
    )
    return fitting(_texts(row, {"description": one.description}))


def activity_row(one: IncomingActivity) -> Activity:
    return fitting(
        Activity(
            kind=one.kind,
            themes=list(one.themes),
            formats=list(one.formats),
            age_from=one.age_from,
            age_to=one.age_to,
            times=[dict(time) for time in one.times],
            capacity=one.capacity,
            registration_url=one.registration_url,
        )
    )


def _texts(row: R, texts: Mapping[str, Trilingual]) -> R:
    for name, text in texts.items():
        for language in LANGUAGES:
            setattr(row, f"{name}_{language}", getattr(text, language))
    return row


def _reach(row: Channel | Service, reach: Reach) -> None:
    row.area_kind = reach.kind
    row.areas = list(reach.areas)
    row.municipalities = list(reach.municipalities)


@lru_cache(maxsize=16)
def _limits(model: type[models.Model]) -> tuple[tuple[str, int, bool], ...]:
    found = []
    for field in model._meta.concrete_fields:
        inner = field.base_field if isinstance(field, ArrayField) else field
        if limit := getattr(inner, "max_length", None):
            found.append((field.attname, limit, isinstance(field, ArrayField)))
    return tuple(found)


def fitting(row: R) -> R:
    """The row itself; MalformedError where a text is longer than its column, for one must not stop the others."""
    for name, limit, many in _limits(type(row)):
        value: Any = getattr(row, name)
        if max((len(text) for text in value), default=0) > limit if many else len(value or "") > limit:
            raise MalformedError(f"{name} is longer than {limit} characters")
    return row
