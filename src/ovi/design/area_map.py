"""How is a map of areas drawn? SVG from the server: circles of a cartogram, or borders where the county has given them.

Colours are classes of figures.css (area-step--0 … 5), so that no inline style is needed. Colour is never alone: each
area carries the number of its row in the table beside, and its name and figure as a title under the pointer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ovi.design.cartogram import Area, Cartogram, dorling

Ring = tuple[tuple[float, float], ...]
Shapes = Mapping[str, tuple[Ring, ...]]  # borders by code: the outer ring first, on a plane where y grows upwards

STEPS = 5
_WIDTH, _EDGE = 520.0, 4.0
_LETTER = 7.2  # width of one letter of a name, in units of the map
_NAMED_FROM, _NUMBERED_FROM = 30.0, 9.0  # radii from which a name, a number, has room
_DRAWN_BESIDE = 11.0  # how far beside a circle that is too small its number stands


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands on an area: the number of its row, its name, its figure in words, and its step (0: no figure)."""

    number: int
    name: str
    said: str
    step: int


def cartogram_svg(areas: Sequence[Area], marks: Mapping[str, Mark], *, title: str) -> SafeString:
    """The areas as circles; sizes follow their people, who may all be 1. Empty without areas."""
    if not areas:
        return SafeString("")
    drawn = _laid_out(tuple(areas))
    bodies = format_html_join(
        "", "{}", ((_circle(one.code, one.x, one.y, one.radius, marks),) for one in drawn.circles)
    )
    return _svg(drawn.height, title, bodies)


def borders_svg(shapes: Shapes, marks: Mapping[str, Mark], *, title: str) -> SafeString:
    """The areas by their borders, those without a mark as quiet land. Empty without shapes."""
    points = [point for rings in shapes.values() for ring in rings for point in ring]
    if not points:
        return SafeString("")
    west, north = min(x for x, _ in points), max(y for _, y in points)
    wide = max(max(x for x, _ in points) - west, 1e-9)
    scale = (_WIDTH - 2 * _EDGE) / wide
    height = (north - min(y for _, y in points)) * scale + 2 * _EDGE

    def placed(ring: Ring) -> Ring:
        return tuple((round(_EDGE + (x - west) * scale, 1), round(_EDGE + (north - y) * scale, 1)) for x, y in ring)

    flat = {code: tuple(map(placed, rings)) for code, rings in shapes.items()}
    land = format_html_join("", "{}", ((_border(code, rings, marks),) for code, rings in flat.items()))
    words = format_html_join(
        "", "{}", ((_word_in(rings, marks[code]),) for code, rings in flat.items() if code in marks)
    )
    return _svg(height, title, format_html("{}{}", land, words))


@lru_cache(maxsize=32)
def _laid_out(areas: tuple[Area, ...]) -> Cartogram:
    """The same county is drawn again and again; its layout takes a tenth of a second."""
    return dorling(areas, _WIDTH)


def _svg(height: float, title: str, body: SafeString) -> SafeString:
    return format_html(
        '<svg class="area-map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        round(_WIDTH), round(height), title, body,
    )  # fmt: skip


def _circle(code: str, x: float, y: float, radius: float, marks: Mapping[str, Mark]) -> SafeString:
    mark = marks.get(code)
    circle = format_html('<circle cx="{}" cy="{}" r="{}"></circle>', round(x, 1), round(y, 1), round(radius, 1))
    if mark is None:
        return format_html('<g class="area-map__area area-step--0">{}</g>', circle)
    return _area(mark, circle, _words(mark, x, y, radius))


def _words(mark: Mark, x: float, y: float, radius: float) -> SafeString:
    """Number, name and figure where they have room; of a small circle only the number, beside it if need be."""
    if radius >= _NAMED_FROM and len(mark.name) * _LETTER <= 2 * radius * 0.94:
        lines = (
            (mark.number, -16, "area-map__number"),
            (mark.name, 1, "area-map__name"),
            (mark.said, 18, "area-map__said"),
        )
        return format_html_join("", "{}", ((_text(x, y + down, word, kind),) for word, down, kind in lines))
    if radius >= _NUMBERED_FROM:
        return _text(x, y + 5, mark.number, "area-map__number")
    beside = x + radius + _DRAWN_BESIDE if x < _WIDTH / 2 else x - radius - _DRAWN_BESIDE
    return _text(beside, y + 5, mark.number, "area-map__number area-map__number--out")


def _text(x: float, y: float, word: object, kind: str) -> SafeString:
    return format_html('<text x="{}" y="{}" class="{}">{}</text>', round(x, 1), round(y, 1), kind, word)


def _area(mark: Mark, shape: SafeString, words: SafeString) -> SafeString:
    return format_html(
        '<g class="area-map__area area-step--{}"><title>{}: {}</title>{}{}</g>',
        mark.step,
        mark.name,
        mark.said,
        shape,
        words,
    )


def _border(code: str, rings: Sequence[Ring], marks: Mapping[str, Mark]) -> SafeString:
    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in ring) + "Z" for ring in rings)
    shape = format_html('<path d="{}"></path>', path)
    mark = marks.get(code)
    if mark is None:
        return format_html('<g class="area-map__area area-step--0">{}</g>', shape)
    return _area(mark, shape, SafeString(""))


def _word_in(rings: Sequence[Ring], mark: Mark) -> SafeString:
    """The number over the middle of the largest piece, above all borders so that none crosses it."""
    x, y = _middle(max(rings, key=lambda ring: abs(_twice_the_size(ring))))
    return format_html(
        '<g class="area-map__area area-step--{}">{}</g>', mark.step, _text(x, y + 5, mark.number, "area-map__number")
    )


def _twice_the_size(ring: Ring) -> float:
    return sum(x * to_y - to_x * y for (x, y), (to_x, to_y) in zip(ring, ring[1:] + ring[:1], strict=True))


def _middle(ring: Ring) -> tuple[float, float]:
    """The middle of the longest line through the area at the height of its centre of gravity: inside, however bent."""
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    size = _twice_the_size(ring)
    if abs(size) < 1e-9:  # a line or a point
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    y = sum((y + to_y) * (x * to_y - to_x * y) for (x, y), (to_x, to_y) in pairs) / (3 * size)
    crossed = sorted(
        x + (to_x - x) * (y - at) / (to_at - at) for (x, at), (to_x, to_at) in pairs if (at > y) != (to_at > y)
    )
    lines = list(zip(crossed[::2], crossed[1::2], strict=False)) or [(ring[0][0], ring[0][0])]
    west, east = max(lines, key=lambda line: line[1] - line[0])
    return (west + east) / 2, y
