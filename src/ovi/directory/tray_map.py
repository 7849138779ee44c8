"""Where on the map are the services of a list? SVG drawn on the server: no tiles, no network, links for the keyboard.

The list is the truth and the map stands beside it. Exact places are numbered dots that lead to their service;
services of which only the municipality is known make one dot there, which narrows the list to that municipality.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ovi.directory.geography import Ring, outlines

_WIDTH = 600.0
_EDGE = 34.0
_RADIUS = 16
_APART = 34.0
_ROUNDS = 40
_LEAST_DEGREES = 0.04  # a single place still gets surroundings


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot: where it is, what stands in it, what it is called for everybody, and where it leads."""

    latitude: float
    longitude: float
    mark: str
    label: str
    href: str
    exact: bool = False
    here: bool = False


@dataclass(frozen=True, slots=True)
class _Frame:
    """Plate carrée with the scale of the middle latitude: right enough for one county."""

    west: float
    north: float
    scale: float
    squeeze: float
    height: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        return (
            round(_EDGE + (longitude - self.west) * self.squeeze * self.scale, 1),
            round(_EDGE + (self.north - latitude) * self.scale, 1),
        )


def draw(dots: Iterable[Dot], *, title: str, municipalities: Mapping[str, str]) -> SafeString:
    """The map of the dots over the outlines of these municipalities (code → name); empty without dots."""
    shown = _joined(list(dots))
    if not shown:
        return SafeString("")
    rings = [ring for code in municipalities for ring in outlines().get(code, ())]
    frame = _frame(shown, rings)
    return format_html(
        '<svg class="tray-map" viewBox="0 0 {} {}" role="group" aria-label="{}">'
        '<g class="tray-map__land" aria-hidden="true">{}</g><g>{}</g></svg>',
        int(_WIDTH),
        int(frame.height),
        title,
        _land(tuple(municipalities), frame),
        format_html_join("", "{}", ((_drawn(dot, at),) for dot, at in _spread(shown, frame))),
    )


def _joined(dots: list[Dot]) -> list[Dot]:
    """Dots at the very same point become one, marked with how many there are; it leads where the first one does."""
    by_point: dict[tuple[float, float, bool], list[Dot]] = {}
    for dot in dots:
        by_point.setdefault((round(dot.latitude, 4), round(dot.longitude, 4), dot.here), []).append(dot)
    found = []
    for same in by_point.values():
        first = same[0]
        label = "; ".join(dict.fromkeys(dot.label for dot in same))
        mark = first.mark if len(same) == 1 else ",".join(dot.mark for dot in same[:2]) + ("…" if len(same) > 2 else "")
        found.append(Dot(first.latitude, first.longitude, mark, label, first.href, first.exact, first.here))
    return sorted(found, key=lambda dot: (-dot.latitude, dot.longitude))


def _frame(dots: list[Dot], rings: list[Ring]) -> _Frame:
    places = [(dot.longitude, dot.latitude) for dot in dots]
    here = [ring for ring in rings if any(_holds(ring, place) for place in places)]
    points = [*places, *(p for ring in (here if _close(dots) else rings) for p in ring)]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    middle = (south + north) / 2
    if _close(dots) and not here:
        margin = max(_LEAST_DEGREES, (north - south) * 0.3)
        south, north, west, east = south - margin, north + margin, west - 2 * margin, east + 2 * margin
    squeeze = math.cos(math.radians(middle))
    scale = (_WIDTH - 2 * _EDGE) / ((east - west) * squeeze)
    scale = min(scale, (_WIDTH * 1.15 - 2 * _EDGE) / (north - south))
    return _Frame(west, north, scale, squeeze, (north - south) * scale + 2 * _EDGE)


def _holds(ring: Ring, point: tuple[float, float]) -> bool:
    """Does the ring go round the point? It does if a line eastwards from it crosses the ring an odd number of times."""
    x, y = point
    crossed = (
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)
        for (x1, y1), (x2, y2) in pairwise((*ring, ring[0]))
    )
    return sum(crossed) % 2 == 1


def _close(dots: list[Dot]) -> bool:
    """All within a town: then its own outline is the frame, for the county's would push them into one heap."""
    places = [dot for dot in dots if not dot.here]
    if not places or not all(dot.exact for dot in places):
        return False
    heights = [dot.latitude for dot in places]
    widths = [dot.longitude for dot in places]
    return max(heights) - min(heights) < 0.2 and max(widths) - min(widths) < 0.4


@lru_cache(maxsize=16)
def _land(codes: tuple[str, ...], frame: _Frame) -> SafeString:
    """The outlines; most maps show the whole county in the same frame."""
    rings = (ring for code in codes for ring in outlines().get(code, ()))
    return format_html_join("", '<path d="{}"></path>', ((_path(ring, frame),) for ring in rings))


def _path(ring: Ring, frame: _Frame) -> str:
    return "M" + "L".join("{:g} {:g}".format(*frame.at(x, y)) for x, y in ring) + "Z"


def _spread(dots: list[Dot], frame: _Frame) -> list[tuple[Dot, tuple[float, float]]]:
    """Where each dot is drawn: near its place, yet so far from the others that each can be read and pressed."""
    at = [frame.at(dot.longitude, dot.latitude) for dot in dots]
    for _round in range(_ROUNDS):
        before = list(at)
        for one, other in combinations(range(len(at)), 2):
            (x, y), (to_x, to_y) = at[one], at[other]
            apart = math.hypot(to_x - x, to_y - y)
            if apart < _APART:
                push = (_APART - apart) / 2 + 0.1
                along = ((to_x - x) / apart, (to_y - y) / apart) if apart else (1.0, 0.0)
                at[one] = x - along[0] * push, y - along[1] * push
                at[other] = to_x + along[0] * push, to_y + along[1] * push
        if at == before:
            break
    inside = [
        (min(max(x, _EDGE / 2), _WIDTH - _EDGE / 2), min(max(y, _EDGE / 2), frame.height - _EDGE / 2)) for x, y in at
    ]
    return [(dot, (round(x, 1), round(y, 1))) for dot, (x, y) in zip(dots, inside, strict=True)]


def _drawn(dot: Dot, at: tuple[float, float]) -> SafeString:
    x, y = at
    if dot.here:
        return format_html(
            '<g class="tray-map__here"><title>{}</title><circle cx="{}" cy="{}" r="7"></circle></g>', dot.label, x, y
        )
    return format_html(
        '<a href="{}" aria-label="{}"{}><title>{}</title><circle cx="{}" cy="{}" r="{}"></circle>'
        '<text x="{}" y="{}" aria-hidden="true">{}</text></a>',
        dot.href,
        dot.label,
        SafeString(' class="exact"') if dot.exact else "",
        dot.label,
        x,
        y,
        _RADIUS + 3 * max(0, len(dot.mark) - 2),
        x,
        round(y + 6, 1),
        dot.mark,
    )
