"""Which of the services are left by the reader's choice, how far are they, and in which order are they listed?"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ovi.directory.choice import Choice
from ovi.directory.openings import opening
from ovi.directory.queries.offers import Offer, Spot
from ovi.directory.tray import Shelf, Topic
from ovi.foundation.text import sort_key

_EARTH_KM = 6371.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Near:
    """How far the nearest place is as the crow flies; not `exact`: from or to the middle of a municipality."""

    km: float
    spot: Spot
    exact: bool


def narrow(every: Iterable[Offer], choice: Choice, *, now: datetime) -> list[Offer]:
    """The offers that meet everything chosen, in the given order."""
    tests = _tests(choice, now)
    return [offer for offer in every if all(test(offer) for test in tests)]


def _tests(choice: Choice, now: datetime) -> list[Callable[[Offer], bool]]:
    """One test for each thing chosen, the slow one (hours) last."""
    shelf = choice.topic_chosen or choice.shelf_chosen
    return [
        test
        for asked, test in (
            (choice.line, lambda offer: offer.line == choice.line),
            (shelf, lambda offer: shelf is not None and stands_on(offer, shelf)),
            (choice.municipality, lambda offer: _given_in(offer, choice.municipality)),
            (choice.group, lambda offer: _under(offer.groups, choice.group)),
            (choice.event, lambda offer: _under(offer.events, choice.event)),
            (choice.area, lambda offer: _under(offer.classes, choice.area)),
            (choice.language, lambda offer: choice.language in offer.languages),
            (choice.way, lambda offer: choice.way in offer.ways),
            (choice.free, lambda offer: offer.charge == "free"),
            (choice.groups, lambda offer: offer.meets),
            (choice.needs, lambda offer: choice.needs <= offer.needs),
            (choice.open, lambda offer: any(opening(one, now).open for one in offer.hours_in(choice.municipality))),
        )
        if asked
    ]


def stands_on(offer: Offer, shelf: Shelf | Topic) -> bool:
    """Does the offer have one of the shelf's classes or lines?"""
    return bool(offer.classes & shelf.classes) or offer.line in shelf.lines


def _given_in(offer: Offer, municipality: str) -> bool:
    return not offer.national and (offer.municipalities is None or municipality in offer.municipalities)


def _under(codes: frozenset[str], code: str) -> bool:
    """Is the code or one below it there? P27 finds P27.1, and P2 does not."""
    return any(one == code or one.startswith(f"{code}.") for one in codes)


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


def in_order(
    found: list[Offer], *, sort: str, language: str, near: Mapping[int, Near], kept: frozenset[str]
) -> list[Offer]:
    """By name or nearness if asked so, else as given; then those that tell they meet the reader's needs come first.

    The needs are the ones that the reader keeps (step-free, hearing); nothing is read from their words.
    """
    if sort == "name":
        found = sorted(found, key=lambda offer: (sort_key(offer.name.in_(language)), offer.id))
    if sort == "near":
        found = sorted(found, key=lambda offer: near[offer.id].km if offer.id in near else math.inf)
    return sorted(found, key=lambda offer: len(kept - offer.needs)) if kept else found
