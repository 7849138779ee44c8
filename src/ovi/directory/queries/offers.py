"""By what can each service be narrowed: where, for whom, by which way, when open, at what price? A picture in memory.

The picture holds the county's own services (given in its units) and the catalogue's (given in channels) in one shape,
and is made anew when any of them has changed; a page of results then asks the database only for that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import connection

from ovi.directory.kept_making import Keeper
from ovi.directory.models import Activity, ChannelPlace, Municipality, Service, ServiceChannelLink, Unit
from ovi.directory.openings import CatalogueChannel, Keeps, Opening, UnitChannel, opening, soonest
from ovi.directory.queries.channels import ServiceFacts, service_facts
from ovi.directory.queries.opening import ClosedHours, closures_of_hours, unit_infos
from ovi.directory.queries.texts import trilingual
from ovi.directory.states import HOURED, AreaKind, ServiceSource, ServiceState
from ovi.directory.tray import Need, life_event_classes, needs
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

WRITE, PHONE, VISIT, ONLINE, FORM = "write", "phone", "visit", "online", "form"
WAYS = (WRITE, PHONE, VISIT, ONLINE, FORM)
_WAY_OF_KIND = {
    "e_channel": ONLINE,
    "web_page": ONLINE,
    "printable_form": FORM,
    "phone": PHONE,
    "service_location": VISIT,
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the map; not `exact`: only its municipality is known and the point is that municipality's centre."""

    latitude: float
    longitude: float
    exact: bool
    municipality: str
    name: Trilingual = Trilingual()


@dataclass(frozen=True, slots=True)
class HoursIn:
    """Hours and the municipality where they are kept; none of a channel that is tied to no place."""

    municipality: str
    hours: Keeps


@dataclass(frozen=True, slots=True)
class Offer:
    """What a service can be narrowed by. `municipalities` None: given in the whole county or country."""

    id: int
    source: str
    name: Trilingual
    line: str
    municipalities: frozenset[str] | None
    classes: frozenset[str]
    groups: frozenset[str]
    events: frozenset[str]
    languages: frozenset[str]
    ways: frozenset[str]
    charge: str
    spots: tuple[Spot, ...]
    hours: tuple[HoursIn, ...]
    needs: frozenset[str]
    meets: bool
    collections: frozenset[str] = frozenset()

    def hours_in(self, municipality: str) -> list[Keeps]:
        """The hours there, of channels that are tied to no town too; of everywhere where no town is asked."""
        return [one.hours for one in self.hours if not municipality or one.municipality in ("", municipality)]

    def open_somewhere(self, municipality: str) -> bool:
        """Do the hours come from several towns, so that "open" is true of some place only?"""
        return not municipality and len({one.municipality for one in self.hours}) > 1

    @property
    def national(self) -> bool:
        """A description for the whole country: nobody's own offer."""
        return self.source == ServiceSource.PTV


class OpeningsNow:
    """How it is with each of a picture's hours in this minute: units give many services, and pages show the same."""

    def __init__(self) -> None:
        self._held: tuple[int, dict[int, Opening]] = (-1, {})

    def best(self, every: Iterable[Keeps], now: datetime) -> Opening:
        """The one of these hours that helps soonest."""
        minute = int(now.timestamp() // 60)
        if self._held[0] != minute:
            self._held = (minute, {})
        known = self._held[1]
        return soonest([known.get(id(one)) or known.setdefault(id(one), opening(one, now)) for one in every], now)


@dataclass(frozen=True, slots=True)
class Picture:
    """Every active service by id, and the county's municipalities by code: name and centre."""

    offers: Mapping[int, Offer]
    municipalities: Mapping[str, Trilingual]
    centres: Mapping[str, tuple[float, float]]
    openings: OpeningsNow = field(default_factory=OpeningsNow, compare=False)

    @property
    def languages(self) -> frozenset[str]:
        """The languages in which some service is given."""
        return frozenset().union(*(offer.languages for offer in self.offers.values()))


def picture_now() -> Picture:
    """The picture, made anew from the database."""
    return Picture(_offers(), *_municipalities())


def catalogue_version() -> str:
    """Changes with services, channels, the units' own information and what is switched off. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        return "/".join(map(str, cursor.fetchone() or ()))


_NEWEST = """
select (select concat(count(*), ' ', max(id), ' ', max(updated_at)) from directory_service),
       (select concat(count(*), ' ', max(updated_at)) from directory_channel),
       (select concat(count(*), ' ', max(id)) from directory_servicechannellink),
       (select max(id) from directory_unitinfo),
       (select concat(count(*), ' ', max(id), ' ', sum(latitude + longitude)) from directory_unit),
       (select concat(max(id), ' ', count(ended_at)) from directory_channelclosure),
       (select count(*) from directory_municipality),
       (select concat(count(*), ' ', max(updated_at)) from directory_concept)
"""
_keeper = Keeper("picture of the catalogue", catalogue_version, picture_now)
picture = _keeper.get


def _offers() -> dict[int, Offer]:
    units = _units_by_line(closures_of_hours())
    met = _needs_of_channels()
    meeting = set(Activity.objects.values_list("pk", flat=True))
    facts = {one.id: one for one in service_facts()}
    collected = _collections()
    rows = Service.objects.filter(pk__in=facts).defer("raw", "details")
    found = {}
    for row in rows:
        given = units.get(row.service_line, _NOWHERE) if row.source == ServiceSource.OWN else _NOWHERE
        offer = _offer(row, facts[row.pk], given, met.get(row.pk, frozenset()), meets=row.pk in meeting)
        found[row.pk] = replace(offer, collections=collected[row.pk]) if row.pk in collected else offer
    return found


def _collections() -> dict[int, frozenset[str]]:
    """The ids of the collections (palvelukokonaisuus) into which a source has put each service."""
    rows = Service.objects.filter(state=ServiceState.ACTIVE, details__has_key="collections")
    return {pk: frozenset(one["id"] for one in told) for pk, told in rows.values_list("pk", "details__collections")}


def _municipalities() -> tuple[dict[str, Trilingual], dict[str, tuple[float, float]]]:
    rows = list(Municipality.objects.filter(county=settings().county).order_by("sort_fi"))
    centres = {
        row.code: (row.latitude, row.longitude)
        for row in rows
        if row.latitude is not None and row.longitude is not None
    }
    return {row.code: trilingual(row, "name") for row in rows}, centres


@dataclass(frozen=True, slots=True)
class _Given:
    """What the units of one line add to its services."""

    municipalities: frozenset[str] = frozenset()
    spots: tuple[Spot, ...] = ()
    hours: tuple[HoursIn, ...] = ()
    ways: frozenset[str] = frozenset()


_NOWHERE = _Given()


def _units_by_line(closed: ClosedHours) -> Mapping[str, _Given]:
    rows: dict[str, list[Unit]] = {}
    for unit in Unit.objects.select_related("municipality"):
        for line in unit.service_lines:
            rows.setdefault(line, []).append(unit)
    infos = unit_infos({unit.pk for units in rows.values() for unit in units})
    same: dict[tuple[int, str, Any], HoursIn] = {}  # a unit's hours are the same in each of its lines

    def hours_of(unit: Unit, channel: str, line: str) -> HoursIn:
        when = closed.of(channel, line, unit.pk)
        made = HoursIn(unit.municipality_id, UnitChannel(infos[unit.pk].hours, channel, when))
        return same.setdefault((unit.pk, channel, when), made)

    given = {}
    for line, units in rows.items():
        hours = [hours_of(unit, channel, line) for unit in units if unit.pk in infos for channel in HOURED]
        given[line] = _Given(
            frozenset(unit.municipality_id for unit in units),
            tuple(spot for unit in units if (spot := _spot(unit))),
            tuple(one for one in hours if one.hours.known),
            frozenset({VISIT}) | ({PHONE} if any(unit.phone for unit in units) else set()),
        )
    return given


def _spot(unit: Unit) -> Spot | None:
    """The unit's own place, else the middle of its municipality."""
    for where, exact in ((unit, True), (unit.municipality, False)):
        if where.latitude is not None and where.longitude is not None:
            name = trilingual(unit, "name")
            return Spot(where.latitude, where.longitude, exact, unit.municipality_id, name)
    return None


def _needs_of_channels() -> dict[int, frozenset[str]]:
    """The needs that the entrances of each service's places tell that they meet."""
    places = ChannelPlace.objects.filter(channel__state=ServiceState.ACTIVE, postal=False).exclude(entrances=[])
    told: dict[int, set[str]] = {}
    of_places = [need for need in needs().values() if need.where == "places"]
    for channel, entrances in places.values_list("channel_id", "entrances"):
        sentences = list(_sentences(entrances))
        told.setdefault(channel, set()).update(need.id for need in of_places if _told(need, sentences))
    found: dict[int, set[str]] = {}
    links = ServiceChannelLink.objects.filter(channel_id__in=told).values_list("service_id", "channel_id")
    for service, channel in links:
        found.setdefault(service, set()).update(told[channel])
    return {service: frozenset(ids) for service, ids in found.items()}


def _told(need: Need, sentences: Iterable[str]) -> bool:
    return any(need.told_by(one) for one in sentences)


def _sentences(entrances: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for entrance in entrances:
        for part in entrance.get("accessibility", ()):
            for sentence in part.get("sentences", ()):
                yield from sentence.values()


def _offer(row: Service, facts: ServiceFacts, given: _Given, met: frozenset[str], *, meets: bool) -> Offer:
    texts = [getattr(row, f"{part}_{lang}") for part in ("summary", "description", "how") for lang in LANGUAGES]
    in_texts = (need.id for need in needs().values() if need.where == "texts" and _told(need, texts))
    classes = frozenset(facts.service_classes)
    events = {event for event, helping in life_event_classes().items() if classes & helping}
    return Offer(
        id=row.pk,
        source=row.source,
        name=trilingual(row, "name"),
        line=row.service_line,
        municipalities=_where(facts, given),
        classes=classes,
        groups=frozenset(facts.target_groups),
        events=frozenset(events.union(facts.life_events)),
        languages=facts.languages or (_county_languages() if row.source == ServiceSource.OWN else frozenset()),
        ways=_ways(row, facts) | given.ways,
        charge=row.charge,
        spots=given.spots + tuple(Spot(lat, lon, exact=True, municipality="") for lat, lon in facts.points),
        hours=given.hours + tuple(HoursIn("", one) for hours in facts.hours if (one := CatalogueChannel(hours)).known),
        needs=met.union(in_texts),
        meets=meets,
    )


def _county_languages() -> frozenset[str]:
    return frozenset(county(settings().county).languages)


def _where(facts: ServiceFacts, given: _Given) -> frozenset[str] | None:
    if facts.area_kind in (AreaKind.NATIONWIDE, AreaKind.NATIONWIDE_EXCEPT_ALAND):
        return None
    return facts.municipalities | facts.places | given.municipalities or None


def _ways(row: Service, facts: ServiceFacts) -> frozenset[str]:
    ways = {_WAY_OF_KIND[kind] for kind in facts.channel_kinds if kind in _WAY_OF_KIND}
    return frozenset(ways | ({WRITE} if row.contactable else set()))
