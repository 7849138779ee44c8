"""How is a plot drawn by our own hand? A frame with two scales, lines, shapes and words, as one SVG.

For charts that are opened by choice and so are rarely ready in a cache: Vega takes 0.1 s a chart, this about 1 ms
(decision 28). Colours are names from ours.css, as in charts.py; only attributes, since our pages allow no styles.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape

from ovi.design.charts import GRID, MAIN, PAPER, QUIET, TEXT

Said = Callable[[float], str]
_FONT = "Source Sans 3 Variable, Source Sans 3, sans-serif"
_LINE_OF_TEXT = 16


@dataclass(frozen=True, slots=True)
class Box:
    """The size of a plot and its margins, in the units of the SVG."""

    width: float
    height: float
    left: float
    right: float
    top: float
    bottom: float


LARGE = Box(680, 330, 66, 118, 30, 36)
SMALL = Box(360, 170, 54, 14, 22, 28)


class Plot:
    """A plot being drawn: `x` and `y` map numbers to places."""

    def __init__(self, box: Box, x: tuple[float, float], y: tuple[float, float]) -> None:
        self.box, self._x, self._y = box, x, y
        self._parts: list[str] = []

    def x(self, value: float) -> float:
        low, high = self._x
        room = self.box.width - self.box.left - self.box.right
        return self.box.left + (value - low) / (high - low) * room

    def y(self, value: float) -> float:
        low, high = self._y
        room = self.box.height - self.box.top - self.box.bottom
        return self.box.height - self.box.bottom - (value - low) / (high - low) * room

    def line(self, places: Iterable[tuple[float, float]], stroke: str, width: float = 1, dash: str = "") -> None:
        """A line through places on the paper."""
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(
            f'<polyline points="{way}" fill="none" stroke="{stroke}" stroke-width="{width}"{dashed}'
            ' stroke-linejoin="round"/>'
        )

    def words(
        self, x: float, y: float, text: str, *, anchor: str = "start", fill: str = TEXT, bold: bool = False
    ) -> None:
        weight = ' font-weight="600"' if bold else ""
        self._parts.append(
            f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{fill}"{weight}>{escape(text)}</text>'
        )

    def circle(self, x: float, y: float, fill: str = MAIN, radius: float = 4) -> None:
        ring = f' stroke="{PAPER}" stroke-width="1"' if fill != PAPER else f' stroke="{MAIN}" stroke-width="2"'
        self._parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}"{ring}/>')

    def between(self, x: float, low: float, high: float, stroke: str, half: float = 5) -> None:
        """An upright bar with caps: somewhere between two places on the paper."""
        self.line([(x, low), (x, high)], stroke, 2.5)
        for y in (low, high):
            self.line([(x - half, y), (x + half, y)], stroke, 2.5)

    def triangle(self, x: float, y: float, way: int, fill: str, size: float = 8) -> None:
        """Pointing up (way 1) or down (-1)."""
        at = [(x, y - way * size), (x - size, y + way * size * 0.7), (x + size, y + way * size * 0.7)]
        corners = " ".join(f"{a:.1f},{b:.1f}" for a, b in at)
        self._parts.append(f'<polygon points="{corners}" fill="{fill}" stroke="{PAPER}" stroke-width="1"/>')

    def diamond(self, x: float, y: float, fill: str, size: float = 6) -> None:
        corners = f"{x:.1f},{y - size:.1f} {x + size:.1f},{y:.1f} {x:.1f},{y + size:.1f} {x - size:.1f},{y:.1f}"
        self._parts.append(f'<polygon points="{corners}" fill="{fill}"/>')

    def y_axis(self, ticks: Sequence[float], said: Said, title: str = "") -> None:
        """Quiet lines across with their numbers; the title stands above them, where no head need be turned."""
        end = self.box.width - self.box.right
        for tick in ticks:
            y = self.y(tick)
            self.line([(self.box.left, y), (end, y)], GRID)
            self.words(self.box.left - 8, y + 5, said(tick), anchor="end")
        if title:
            self.words(0, 14, title, fill=QUIET)

    def x_axis(self, ticks: Sequence[tuple[float, str]], room: float = 66) -> None:
        """Words under the plot; what would run into the next is left out, the last one never."""
        foot, free = self.box.height - self.box.bottom, math.inf
        self.line([(self.box.left, foot), (self.box.width - self.box.right, foot)], QUIET)
        for place, text in reversed(ticks):
            x = self.x(place)
            if free - x >= room:
                self.line([(x, foot), (x, foot + 5)], QUIET)
                self.words(x, foot + 21, text, anchor="middle")
                free = x

    def at_right(self, labels: Iterable[tuple[float, str, str]]) -> None:
        """Words right of the plot at their values (value, text, colour), pushed apart where they would touch."""
        below = -math.inf
        for value, text, fill in sorted(labels, key=lambda one: -one[0]):
            below = max(self.y(value) + 5, below + _LINE_OF_TEXT)
            self.words(self.box.width - self.box.right + 8, below, text, fill=fill, bold=True)

    def svg(self, title: str) -> str:
        """The plot, named by `title`; its ids are unique to what is drawn."""
        body = "".join(self._parts)
        key = "plot-" + hashlib.sha256(f"{title}{body}".encode()).hexdigest()[:10]
        size = f'width="{self.box.width:g}" height="{self.box.height:g}"'
        view = f'viewBox="0 0 {self.box.width:g} {self.box.height:g}"'
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img" aria-labelledby="{key}"'
            f' font-family="{_FONT}" font-size="14"><title id="{key}">{escape(title)}</title>{body}</svg>'
        )


def nice_ticks(low: float, high: float, count: int = 5) -> list[float]:
    """Round numbers (1, 2, 5 times a power of ten) from `low` to `high`, about `count` of them."""
    rough = (high - low) / count
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one * power for one in (1, 2, 5, 10) if one * power >= rough * (1 - 1e-9))
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(place * step, 10) for place in range(first, last + 1)]


def around(values: Iterable[float], *, share: bool) -> tuple[float, float]:
    """From where to where an axis runs so that the values fill it, with some air; a share stays within 0–1."""
    known = list(values)
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    air = max((high - low) * 0.12, abs(high) * 0.02, 0.01 if share else 0.5)
    low, high = (low - air if low < 0 else max(low - air, 0)), high + air
    return (low, min(high, 1.0)) if share and high > 1 else (low, high)
