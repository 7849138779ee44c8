"""How are units drawn so that a small one is not blamed for chance? Each by its size, between limits that widen.

A unit outside the limits is a triangle with its number; the page names it in words. There is no order of merit. A
unit that is told as a range is a bar between its ends.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from ovi.design.charts import MAIN, QUIET, SECOND
from ovi.design.plots import LARGE, Plot, Said, around, nice_ticks

_LOGARITHMIC_FROM = 20  # largest size by smallest, from which small units would lie in one heap


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A unit: how many it counts, between which ends its value lies (the same where it is known), the side on which it
    is outside (0: within, or not known to be outside), its number in the list."""

    size: float
    low: float
    high: float
    side: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """Limits over rising sizes, with the word that stands at their end."""

    sizes: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    label: str
    dash: str = ""


@dataclass(frozen=True, slots=True)
class FunnelLabels:
    value: str
    size: str
    centre: str


def funnel_chart(
    points: Sequence[FunnelPoint],
    centre: tuple[float, float],
    curves: Sequence[Curve],
    *,
    title: str,
    labels: FunnelLabels,
    said: Said,
    said_size: Said,
    share: bool,
) -> str:
    """The funnel as SVG; `centre`: the level's ends. Needs at least one point; curves run over the points' sizes."""
    box = replace(LARGE, bottom=56)
    sizes = [one.size for one in points]
    curved = max(sizes) / min(sizes) > _LOGARITHMIC_FROM
    scaled: Callable[[float], float] = math.log10 if curved else float
    ends = (scaled(min(sizes)), scaled(max(sizes)))
    air = (ends[1] - ends[0]) * 0.04 or 0.5
    shown = [end for one in points for end in (one.low, one.high)] + [
        one for curve in curves for one in (*curve.low, *curve.high)
    ]
    y = around(shown, share=share)
    plot = Plot(box, (ends[0] - air, ends[1] + air), y)
    plot.y_axis(nice_ticks(*y), said, labels.value)
    plot.x_axis([(scaled(size), said_size(size)) for size in _sizes(min(sizes), max(sizes), curved)], room=46)
    for curve in curves:
        for side in (curve.low, curve.high):
            way = [(plot.x(scaled(n)), plot.y(v)) for n, v in zip(curve.sizes, side, strict=True)]
            plot.line(way, QUIET, 1.5, curve.dash)
    for end in sorted(set(centre)):
        plot.line([(box.left, plot.y(end)), (box.width - box.right, plot.y(end))], QUIET, 1.5)
    _units(plot, points, scaled)
    plot.words(box.width - box.right, box.height - 8, labels.size, anchor="end", fill=QUIET)
    words = [(curve.high[-1], curve.label, QUIET) for curve in curves]
    plot.at_right([*_level_words(centre, labels.centre, said), *words])
    return plot.svg(title)


def _level_words(centre: tuple[float, float], word: str, said: Said) -> list[tuple[float, str, str]]:
    low, high = centre
    if said(low) == said(high):
        return [(low, f"{word} {said(low)}", QUIET)]
    return [(low, f"{word} ≥ {said(low)}", QUIET), (high, f"{word} ≤ {said(high)}", QUIET)]


def _units(plot: Plot, points: Sequence[FunnelPoint], scaled: Callable[[float], float]) -> None:
    for one in points:
        x, y = plot.x(scaled(one.size)), plot.y(one.high if one.side > 0 else one.low)
        if one.low < one.high:
            plot.between(x, plot.y(one.low), plot.y(one.high), SECOND if one.side else MAIN, half=4)
        if one.side:
            plot.triangle(x, y, one.side, SECOND)
        elif one.low == one.high:
            plot.circle(x, y)
        if one.number:
            plot.words(x + 11, y + 5, one.number, fill=SECOND, bold=True)


def _sizes(low: float, high: float, curved: bool) -> list[float]:
    if not curved:
        return nice_ticks(low, high) if high > low else [low]
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [step * 10**power for power in powers for step in (1, 2, 5) if low <= step * 10**power <= high]
