"""By what may a list be narrowed? What the search index knows of each service, and what of it a choice asks for.

The two stand side by side here so that no filter can be asked that no service tells, and there is no second way to
narrow: with words and without them the index answers.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ovi.directory.choice import Choice
from ovi.directory.queries.offers import Offer, Spot
from ovi.directory.tray import Shelf, Topic, themes, views
from ovi.engines.search import CLASS_FACET

_EARTH_KM = 6371.0
_YES = ("1",)
EVERYWHERE = "everywhere"  # the municipality of a service that is given in the whole county or country
NATIONAL = "national"  # the municipality of a national description: nobody's own offer, given nowhere
EVERYBODY = "everybody"  # the target group of a service that names none, or all citizens (KR1)
_CITIZENS = "KR1"
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Near:
    """How far the nearest place is as the crow flies; not `exact`: from or to the middle of a municipality."""

    km: float
    spot: Spot
    exact: bool


def facets(offer: Offer) -> Mapping[str, Collection[str]]:
    """What the index knows of the service, under the names of what a choice may ask."""
    return {
        CLASS_FACET: offer.classes,
        "line": [offer.line] if offer.line else [],
        "shelf": list(_shelves(offer)),
        "municipality": _municipalities(offer),
        "group": with_parents(offer.groups) | ({EVERYBODY} if not offer.groups or _CITIZENS in offer.groups else set()),
        "event": with_parents(offer.events),
        "area": with_parents(offer.classes),
        "language": offer.languages,
        "way": offer.ways,
        "free": _YES if offer.charge == "free" else (),
        "groups": _YES if offer.meets else (),
        **{f"needs {one}": _YES for one in offer.needs},
    }


def filters(choice: Choice) -> dict[str, list[str]]:
    """What the choice asks of `facets`: of each name any of the values will do. Hours and distance are asked apart."""
    names = ("line", "municipality", "group", "event", "area", "language", "way", "free", "groups")
    asked = {name: [value] for name in names if (value := getattr(choice, name))}
    if choice.municipality:
        asked["municipality"].append(EVERYWHERE)
    if shelf := choice.shelf_chosen:
        asked["shelf"] = [_part(shelf, choice.topic_chosen)]
    return asked | {f"needs {one}": list(_YES) for one in choice.needs}


def filters_in_the_work(choice: Choice) -> dict[str, list[str]]:
    """The same for a professional who narrows by a client: what names no places, or no groups, is kept as well."""
    asked = filters(choice)
    for name, wider in (("municipality", NATIONAL), ("group", EVERYBODY)):
        if name in asked:
            asked[name].append(wider)
    return asked


def _municipalities(offer: Offer) -> Collection[str]:
    if offer.national:
        return (NATIONAL,)
    return (EVERYWHERE,) if offer.municipalities is None else offer.municipalities


def _shelves(offer: Offer) -> Iterable[str]:
    for shelf in (*themes().values(), *views().values()):
        for part in (None, *shelf.topics):
            if stands_on(offer, part or shelf):
                yield _part(shelf, part)


def _part(shelf: Shelf, topic: Topic | None) -> str:
    return f"{shelf.id}/{shelf.topics.index(topic)}" if topic else shelf.id


def with_parents(codes: Iterable[str]) -> set[str]:
    """Codes with the ones above them (KR1.2 → KR1): asked for P27 one finds P27.1, and asked for P2 does not."""
    return {".".join(code.split(".")[: depth + 1]) for code in codes for depth in range(code.count(".") + 1)}


def stands_on(offer: Offer, shelf: Shelf | Topic) -> bool:
    """Does the offer have one of the shelf's classes or lines?"""
    return bool(offer.classes & shelf.classes) or offer.line in shelf.lines


def nearest(offer: Offer, point: Point, *, point_exact: bool) -> Near | None:
    """The offer's place nearest to the point."""
    found = [(kilometres(point, (spot.latitude, spot.longitude)), spot) for spot in offer.spots]
    if not found:
        return None
    km, spot = min(found, key=lambda one: one[0])
    return Near(km, spot, exact=spot.exact and point_exact)


def kilometres(one: Point, other: Point) -> float:
    """The distance on the sphere (haversine), in kilometres; the points are (latitude, longitude) in degrees."""
    north, east, to_north, to_east = map(math.radians, (*one, *other))
    half = math.sin((to_north - north) / 2) ** 2
    half += math.cos(north) * math.cos(to_north) * math.sin((to_east - east) / 2) ** 2
    return 2 * _EARTH_KM * math.asin(math.sqrt(half))
