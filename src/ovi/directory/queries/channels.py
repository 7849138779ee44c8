"""By which channels is a service reached: where, when, how? Read for pages, the search index and other rooms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ovi.directory.contacts import Contacts
from ovi.directory.models import Channel, ChannelPlace, Service, ServiceChannelLink
from ovi.directory.queries.texts import trilingual
from ovi.directory.service_hours import ServiceHours
from ovi.directory.states import ServiceState
from ovi.foundation.text import Trilingual


@dataclass(frozen=True, slots=True)
class Sentences:
    """Accessibility sentences under one heading, as the accessibility register writes them."""

    group: Trilingual
    sentences: tuple[Trilingual, ...]


@dataclass(frozen=True, slots=True)
class Entrance:
    """One entrance with its accessibility sentences; WGS84 degrees."""

    name: Trilingual
    main: bool
    latitude: float | None
    longitude: float | None
    accessibility: tuple[Sentences, ...]


@dataclass(frozen=True, slots=True)
class ChannelAddress:
    """One address; WGS84 degrees, None where the source has no coordinates."""

    street: Trilingual
    postal_code: str
    post_office: Trilingual
    info: Trilingual
    municipality_code: str
    municipality: Trilingual
    latitude: float | None
    longitude: float | None
    postal: bool
    entrances: tuple[Entrance, ...]


@dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel as this service uses it: the connection's own hours and contacts go before the channel's."""

    id: int
    kind: str
    name: Trilingual
    summary: Trilingual
    description: Trilingual
    link_description: Trilingual
    charge: str
    hours: ServiceHours
    contacts: Contacts
    addresses: tuple[ChannelAddress, ...]
    languages: tuple[str, ...]
    organisation: Trilingual
    area_kind: str
    municipalities: tuple[str, ...]
    source: str
    updated_at: datetime
    source_modified_at: datetime | None


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """By what a service may be filtered. Points are (latitude, longitude) in WGS84.

    `municipalities`: where it is offered by area; `places`: where its service locations stand.
    """

    id: int
    source: str
    area_kind: str
    municipalities: frozenset[str]
    places: frozenset[str]
    languages: frozenset[str]
    target_groups: tuple[str, ...]
    life_events: tuple[str, ...]
    service_classes: tuple[str, ...]
    charge: str
    channel_kinds: frozenset[str]
    points: tuple[tuple[float, float], ...]
    hours: tuple[ServiceHours, ...]


def channels_of(service_id: int) -> tuple[ChannelView, ...]:
    """The service's channels that are still offered, in the source's order. Two queries."""
    return channels_of_many([service_id]).get(service_id, ())


def channels_of_many(service_ids: Iterable[int]) -> dict[int, tuple[ChannelView, ...]]:
    """The channels of each of these services. Two queries however many there are."""
    links = ServiceChannelLink.objects.filter(service_id__in=list(service_ids), channel__state=ServiceState.ACTIVE)
    links = links.select_related("channel__organisation").prefetch_related("channel__places")
    found: dict[int, list[ChannelView]] = {}
    for link in links.defer("raw", "channel__raw", "channel__organisation__raw").order_by("service_id", "position"):
        found.setdefault(link.service_id, []).append(_view(link))
    return {key: tuple(views) for key, views in found.items()}


def service_facts() -> Iterator[ServiceFacts]:
    """What can be filtered by, of all active services. A few queries however many there are."""
    rows = Service.objects.filter(state=ServiceState.ACTIVE).only(*_FACT_FIELDS).order_by("pk")
    links = ServiceChannelLink.objects.filter(channel__state=ServiceState.ACTIVE, service__state=ServiceState.ACTIVE)
    of_service: dict[int, list[tuple[int, Any]]] = {}
    for service_id, channel_id, hours in links.values_list("service_id", "channel_id", "hours"):
        of_service.setdefault(service_id, []).append((channel_id, hours))
    channels = _channel_facts({channel for pairs in of_service.values() for channel, _ in pairs})
    for row in rows:
        yield _facts(row, of_service.get(row.pk, []), channels)


_FACT_FIELDS = (
    "source",
    "area_kind",
    "municipalities",
    "languages",
    "target_groups",
    "life_events",
    "service_classes",
    "charge",
)


@dataclass(frozen=True, slots=True)
class _ChannelFacts:
    kind: str
    languages: tuple[str, ...]
    hours: ServiceHours
    places: tuple[tuple[str, float | None, float | None], ...]


def _channel_facts(ids: set[int]) -> Mapping[int, _ChannelFacts]:
    places: dict[int, list[tuple[str, float | None, float | None]]] = {}
    rows = ChannelPlace.objects.filter(channel_id__in=ids, postal=False)
    columns = rows.values_list("channel_id", "municipality_code", "latitude", "longitude")
    for channel_id, municipality, latitude, longitude in columns:
        places.setdefault(channel_id, []).append((municipality, latitude, longitude))
    found = Channel.objects.filter(pk__in=ids).values_list("pk", "kind", "languages", "hours")
    return {
        pk: _ChannelFacts(kind, tuple(languages), ServiceHours.of_json(hours), tuple(places.get(pk, ())))
        for pk, kind, languages, hours in found
    }


def _facts(row: Service, links: list[tuple[int, Any]], channels: Mapping[int, _ChannelFacts]) -> ServiceFacts:
    used = [(channels[pk], hours) for pk, hours in links if pk in channels]
    places = [place for channel, _ in used for place in channel.places]
    return ServiceFacts(
        id=row.pk,
        source=row.source,
        area_kind=row.area_kind,
        municipalities=frozenset(row.municipalities),
        places=frozenset(code for code, *_ in places if code),
        languages=frozenset(row.languages).union(*(channel.languages for channel, _ in used)),
        target_groups=tuple(row.target_groups),
        life_events=tuple(row.life_events),
        service_classes=tuple(row.service_classes),
        charge=row.charge,
        channel_kinds=frozenset(channel.kind for channel, _ in used),
        points=tuple((lat, lon) for _, lat, lon in places if lat is not None and lon is not None),
        hours=tuple(ServiceHours.of_json(own) if own else channel.hours for channel, own in used),
    )


def _view(link: ServiceChannelLink) -> ChannelView:
    row = link.channel
    return ChannelView(
        id=row.pk,
        kind=row.kind,
        name=trilingual(row, "name"),
        summary=trilingual(row, "summary"),
        description=trilingual(row, "description"),
        link_description=trilingual(link, "description"),
        charge=link.charge,
        hours=ServiceHours.of_json(link.hours or row.hours),
        contacts=Contacts.of_json(link.contacts).over(Contacts.of_json(row.contacts)),
        addresses=tuple(_address(place) for place in sorted(row.places.all(), key=lambda one: one.position)),
        languages=tuple(row.languages),
        organisation=trilingual(row.organisation, "name") if row.organisation else Trilingual(),
        area_kind=row.area_kind,
        municipalities=tuple(row.municipalities),
        source=row.source,
        updated_at=row.updated_at,
        source_modified_at=row.source_modified_at,
    )


def _address(place: ChannelPlace) -> ChannelAddress:
    return ChannelAddress(
        street=trilingual(place, "street"),
        postal_code=place.postal_code,
        post_office=trilingual(place, "post_office"),
        info=trilingual(place, "info"),
        municipality_code=place.municipality_code,
        municipality=trilingual(place, "municipality"),
        latitude=place.latitude,
        longitude=place.longitude,
        postal=place.postal,
        entrances=tuple(_entrance(row) for row in place.entrances),
    )


def _entrance(row: Mapping[str, Any]) -> Entrance:
    return Entrance(
        name=Trilingual.of(row.get("name", {})),
        main=bool(row.get("main")),
        latitude=row.get("latitude"),
        longitude=row.get("longitude"),
        accessibility=tuple(
            Sentences(Trilingual.of(one["group"]), tuple(Trilingual.of(text) for text in one["sentences"]))
            for one in row.get("accessibility", ())
        ),
    )
