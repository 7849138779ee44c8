"""What of a service is searched, and by what may a search be narrowed? Rows of the directory as search documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from ovi.directory.classifications import class_name
from ovi.directory.models import Service, Unit
from ovi.directory.queries import ServiceFacts, service_facts, trilingual, unit_infos
from ovi.directory.service_hours import ServiceHours
from ovi.directory.service_lines import line_name
from ovi.directory.states import AreaKind, ServiceSource, ServiceState
from ovi.engines.search import CLASS_FACET, Document
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.text import LANGUAGES

EVERYWHERE = "everywhere"  # the municipality of a service that is offered in the whole country
HORIZON_DAYS = 7  # so many days of hours an index knows; it is made anew every day
_NATIONWIDE = (AreaKind.NATIONWIDE, AreaKind.NATIONWIDE_EXCEPT_ALAND)
_Span = tuple[int, int]
_OnDay = Callable[[date], Iterable[_Span]]


def documents(today: date) -> Iterator[Document]:
    """Every active service, with its hours of the coming days. A few queries."""
    facts = {one.id: one for one in service_facts()}
    units = _units_by_line(today)
    for row in Service.objects.filter(state=ServiceState.ACTIVE).defer("raw").order_by("pk"):
        if row.pk in facts:  # else it came between the two queries, and the next look at the catalogue sees it
            yield _document(row, facts[row.pk], units.get(row.service_line, _NOWHERE), today)


@dataclass(frozen=True, slots=True)
class _Units:
    """Of the county's own units that give one service line: their municipalities, places and open times."""

    municipalities: frozenset[str] = frozenset()
    points: tuple[tuple[float, float], ...] = ()
    open: tuple[_Span, ...] = ()


_NOWHERE = _Units()


def _document(row: Service, facts: ServiceFacts, units: _Units, today: date) -> Document:
    # The national catalogue has several descriptions of one name; a reader cannot tell them apart in a list.
    described = row.source == ServiceSource.PTV and not facts.channel_kinds
    return Document(
        str(row.pk),
        {language: texts(row, language) for language in LANGUAGES},
        _facets(row, facts, units),
        f"{row.source} {(row.name_fi or row.name_sv).casefold()}" if described else "",
        (*facts.points, *units.points),
        sorted({span for hours in facts.hours for span in _coming_of(hours, today)}.union(units.open)),
    )


def texts(row: Service, language: str) -> dict[str, str]:
    """The texts of a service in one language by weighted field."""
    classes = [getattr(class_name(code), language) for code in row.service_classes]
    line = [getattr(line_name(row.service_line), language)] if row.service_line else []
    return {
        "name": getattr(trilingual(row, "name"), language),
        "terms": ". ".join([*getattr(row, f"keywords_{language}"), *line, *filter(None, classes)]),
        "summary": getattr(trilingual(row, "summary"), language),
        "body": f"{getattr(row, f'description_{language}')}\n{getattr(row, f'how_{language}')}",
    }


def _facets(row: Service, facts: ServiceFacts, units: _Units) -> Mapping[str, Collection[str]]:
    return {
        CLASS_FACET: facts.service_classes,
        "line": [row.service_line] if row.service_line else [],
        "source": [row.source],
        "municipality": {
            *facts.municipalities,
            *facts.places,
            *units.municipalities,
            *([EVERYWHERE] if facts.area_kind in _NATIONWIDE else []),
        },
        "target": with_parents(facts.target_groups),
        "life": with_parents(facts.life_events),
        "language": facts.languages,
        "channel": facts.channel_kinds,
        "cost": [facts.charge] if facts.charge else [],
        "accessible": ["told"] if facts.accessible else [],
    }


def with_parents(codes: Iterable[str]) -> set[str]:
    """Codes with the ones above them (KR1.2 → KR1), so that a filter by the wider one finds the narrower."""
    return {".".join(code.split(".")[: depth + 1]) for code in codes for depth in range(code.count(".") + 1)}


def _units_by_line(today: date) -> dict[str, _Units]:
    """A unit's place is its municipality's centre: units have no coordinates of their own yet."""
    units = list(Unit.objects.select_related("municipality"))
    hours = {pk: info.hours for pk, info in unit_infos([unit.pk for unit in units]).items()}
    found: dict[str, _Units] = {}
    for line in {line for unit in units for line in unit.service_lines}:
        here = [unit for unit in units if line in unit.service_lines]
        towns = {unit.municipality_id: unit.municipality for unit in here}
        spans = {
            span
            for unit in here
            if (kept := hours.get(unit.pk))
            for channel in kept.weekly
            for span in _coming(lambda day, kept=kept, channel=channel: kept.on(channel, day), today)  # type: ignore[misc]
        }
        points = ((town.latitude, town.longitude) for town in towns.values())
        known = tuple((lat, lon) for lat, lon in points if lat is not None and lon is not None)
        found[line] = _Units(frozenset(towns), known, tuple(sorted(spans)))
    return found


@lru_cache(maxsize=16_384)
def _coming_of(hours: ServiceHours, today: date) -> list[_Span]:
    """Places share hours: most are open 8–16."""
    return _coming(hours.on, today)


def _coming(on: _OnDay, today: date) -> list[_Span]:
    """The spans of the coming days in minutes since 1970 UTC."""
    days = [today + timedelta(days=ahead) for ahead in range(HORIZON_DAYS)]
    return [(_epoch_minute(day, start), _epoch_minute(day, end)) for day in days for start, end in on(day)]


@lru_cache(maxsize=16_384)
def _epoch_minute(day: date, minute: int) -> int:
    """A minute of a Finnish day on the clock on the wall, so that "8–16" is that on days of clock change too."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return int(wall.replace(tzinfo=HELSINKI).timestamp() // 60)
