"""Where do the circles of an area map lie? A Dorling cartogram: an area's size is its people, neighbours stay near.

Source: Dorling, Area Cartograms: Their Use and Creation (1996): circles pushed apart where they overlap and drawn
towards their neighbours where they do not. Neighbours are those of the Gabriel graph of the centres (no third centre
lies in the circle over the line between two), so that no borders are needed. Plain numbers in and out; the page
draws the circles and gives the same figures in a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ovi.foundation.tm35 import to_metres

Points = NDArray[np.float64]

_STEPS, _SETTLING = 300, 2000
_TO_NEIGHBOURS, _HOME = 0.25, 0.02  # how strongly neighbours and the own place draw, against each other
_GAP = 0.03  # free room between two circles, of their radii
_TURN = np.pi * (3 - np.sqrt(5))  # golden angle: centres on one point leave it in different directions


@dataclass(frozen=True, slots=True)
class Area:
    """An area by its centre (WGS 84, degrees) and its people (0 or more)."""

    code: str
    latitude: float
    longitude: float
    people: float


@dataclass(frozen=True, slots=True)
class Circle:
    """Centre and radius in the units of the map; y grows downwards, as in SVG."""

    code: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Cartogram:
    """Circles in the order of the areas, all within `width` × `height`."""

    width: float
    height: float
    circles: tuple[Circle, ...]


def dorling(areas: Sequence[Area], width: float = 600.0) -> Cartogram:
    """The map of these areas: no two circles overlap, and each circle's area is in proportion to its people.

    The same areas always give the same map. Raises ValueError for fewer people than none, and when all have none.
    """
    if not areas:
        return Cartogram(width, 0.0, ())
    people = np.array([area.people for area in areas], dtype=np.float64)
    if people.min() < 0 or people.max() == 0:
        raise ValueError("an area has 0 people or more, and at least one area has some")
    home = _apart(np.array([_on_map(area) for area in areas]))
    near = neighbours(home)
    radius = np.sqrt(people) * _scale(home, np.sqrt(people), near)
    return _fitted([area.code for area in areas], _laid_out(home, radius, near), radius, width)


def neighbours(points: Points) -> NDArray[np.bool_]:
    """Which points are neighbours in the Gabriel graph: (n, n), symmetric, none its own neighbour."""
    square = ((points[:, None] - points[None]) ** 2).sum(2)
    near = np.ones_like(square, dtype=bool)
    for between in square:  # a third point in the circle over i–j makes the angle there obtuse
        near &= ~(between[:, None] + between[None] < square * (1 - 1e-12))
    np.fill_diagonal(near, val=False)
    return near


def _on_map(area: Area) -> tuple[float, float]:
    north, east = to_metres(area.latitude, area.longitude)
    return east, -north


def _apart(points: Points) -> Points:
    """Centres on one point would have no direction to leave in: each goes a metre its own way."""
    turn = np.arange(len(points)) * _TURN
    same = (np.abs(points[:, None] - points[None]).sum(2) == 0).sum(1) > 1
    moved: Points = points + np.column_stack([np.cos(turn), np.sin(turn)]) * same[:, None]
    return moved


def _scale(home: Points, size: Points, near: NDArray[np.bool_]) -> float:
    """So that neighbours touch on average: all their distances over all their radii."""
    reach = (size[:, None] + size[None])[near].sum()
    distance = np.linalg.norm(home[:, None] - home[None], axis=2)[near].sum()
    return float(distance / reach) if reach else 1.0


def _laid_out(home: Points, radius: Points, near: NDArray[np.bool_]) -> Points:
    at, apart = home.copy(), (radius[:, None] + radius[None]) * (1 + _GAP)
    for step in range(_STEPS):
        at += (1 - step / _STEPS) * (_TO_NEIGHBOURS * _drawn(at, apart, near) + _HOME * (home - at))
        at += _pushed(at, apart, radius)
    for _ in range(_SETTLING):
        push = _pushed(at, apart, radius)
        if np.abs(push).max() < 1e-6 * radius.max():
            break
        at += push
    return at * _stretch(at, apart)


def _drawn(at: Points, apart: Points, near: NDArray[np.bool_]) -> Points:
    """The mean way to one's neighbours, as far as there is free room between."""
    way, distance = _ways(at)
    room = np.where(near, np.maximum(distance - apart, 0), 0)
    moved: Points = (way * room[..., None]).sum(1) / np.maximum(near.sum(1), 1)[:, None]
    return moved


def _pushed(at: Points, apart: Points, radius: Points) -> Points:
    """Away from those one overlaps; of two the smaller one goes the longer way."""
    way, distance = _ways(at)
    overlap = np.maximum(apart - distance, 0)
    np.fill_diagonal(overlap, 0)
    weight = radius**2 + 1e-12 * radius.max() ** 2
    share = weight[None] / (weight[:, None] + weight[None])
    moved: Points = -(way * (overlap * share)[..., None]).sum(1) * 0.6  # several at once would push too far
    return moved


def _ways(at: Points) -> tuple[Points, Points]:
    """Unit vectors from each to each, and distances."""
    line = at[None] - at[:, None]
    distance = np.linalg.norm(line, axis=2)
    return line / np.where(distance > 0, distance, 1)[..., None], distance


def _stretch(at: Points, apart: Points) -> float:
    """What is left of an overlap is taken out by moving everything apart: the promise holds for any areas."""
    distance = np.linalg.norm(at[:, None] - at[None], axis=2)
    np.fill_diagonal(distance, np.inf)
    return float(max((apart / (1 + _GAP / 2) / np.maximum(distance, 1e-9)).max(), 1.0))


def _fitted(codes: Sequence[str], at: Points, radius: Points, width: float) -> Cartogram:
    low, high = (at - radius[:, None]).min(0), (at + radius[:, None]).max(0)
    scale = width / (high - low)[0]
    circles = zip(codes, (at - low) * scale, radius * scale, strict=True)
    return Cartogram(
        width,
        float((high - low)[1] * scale),
        tuple(Circle(code, float(x), float(y), float(r)) for code, (x, y), r in circles),
    )
