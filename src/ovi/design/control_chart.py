"""How is a series drawn so that one sees whether it has changed? Level, limits, points that break a rule, and notes.

Shapes tell what colours tell: a dot is ordinary variation, a triangle points where a rule was broken, with the
letter under which the page says which. A figure told as a range is a bar between its ends, and so is its level two
lines. Notes are numbered; the page lists what they stand for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ovi.design.charts import MAIN, PAPER, QUIET, SECOND, TARGET
from ovi.design.plots import LARGE, SMALL, Plot, Said, around, nice_ticks

_BETWEEN_NUMBERS = 15


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A figure with the limits around it, by the months it holds (first days). None: not known, or none are drawn.

    `ends`: told only as a range between these. `centre_high`: the level is one between `centre` and this.
    """

    label: str
    first_on: date
    last_on: date
    value: float | None
    ends: tuple[float, float] | None = None
    centre: float | None = None
    centre_high: float | None = None
    low: float | None = None
    high: float | None = None
    phase: int = 0
    sign: int = 0
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A numbered line on its day; `new_level` begins a phase."""

    on: date
    number: str
    new_level: bool = False


@dataclass(frozen=True, slots=True)
class ControlLabels:
    """The words of the chart, in the page's language; `value` heads the axis."""

    value: str
    centre: str = ""
    limit: str = ""
    target: str = ""


def control_chart(
    points: Sequence[ControlPoint],
    *,
    title: str,
    labels: ControlLabels,
    said: Said,
    share: bool,
    target: float | None = None,
    notes: Sequence[Note] = (),
    small: bool = False,
) -> str:
    """The chart as SVG; a point without a value leaves a gap. Needs at least one point."""
    box = SMALL if small else LARGE
    start, end = _month(points[0].first_on), _month(points[-1].last_on)
    heights = [one for p in points for one in (p.value, *(p.ends or ()), p.low, p.high) if one is not None]
    y = around([*heights, *([] if target is None else [target])], share=share)
    plot = Plot(box, (start - 0.5, end + 0.5), y)
    plot.y_axis(nice_ticks(*y, count=3 if small else 5), said, "" if small else labels.value)
    plot.x_axis([(_month(p.last_on), p.label) for p in points], room=90 if small else 66)
    right: list[tuple[float, str, str]] = []
    if target is not None:
        plot.line([(plot.x(start - 0.5), plot.y(target)), (plot.x(end + 0.5), plot.y(target))], TARGET, 2, "7 4")
        right.append((target, labels.target, TARGET))
    _limits(plot, points, share=share)
    _notes(plot, [one for one in notes if start - 0.5 <= _place(one.on) <= end + 0.5])
    _values(plot, points)
    if not small:
        plot.at_right([*right, *_level_labels(points, labels, said, share=share)])
    return plot.svg(title)


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _place(day: date) -> float:
    """A day between the months' points: a month stands in its own middle."""
    return _month(day) - 0.5 + (day.day - 1) / 31


def _drawable(value: float | None, *, share: bool) -> float | None:
    """A limit; none at the ends that a share cannot pass."""
    return None if value is None or (share and value in (0.0, 1.0)) else value


def _limits(plot: Plot, points: Sequence[ControlPoint], *, share: bool) -> None:
    """Level and limits as steps: each holds for the months of its point, and they begin anew with a phase."""
    columns = [("", 1.5, "centre"), ("5 4", 1.5, "low"), ("5 4", 1.5, "high")]
    columns += [("", 1.5, "centre_high")] if any(p.centre_high not in (None, p.centre) for p in points) else []
    for dash, width, column in columns:
        way: list[tuple[float, float]] = []
        for before, point in zip([None, *points], points, strict=False):
            value = getattr(point, column)
            value = value if column.startswith("centre") else _drawable(value, share=share)
            if value is None or (before is not None and before.phase != point.phase):
                _drawn(plot, way, width, dash)
                way = []
            if value is not None:
                way += [(_month(point.first_on) - 0.5, value), (_month(point.last_on) + 0.5, value)]
        _drawn(plot, way, width, dash)


def _drawn(plot: Plot, way: list[tuple[float, float]], width: float, dash: str) -> None:
    if way:
        plot.line([(plot.x(x), plot.y(y)) for x, y in way], QUIET, width, dash)


def _values(plot: Plot, points: Sequence[ControlPoint]) -> None:
    runs: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point.value is None:
            runs.append([])
            continue
        at = (plot.x(_month(point.last_on)), plot.y(point.value))
        runs[-1].append(at)
        if point.first_on != point.last_on:  # several months in one figure: a bar over them
            plot.line([(plot.x(_month(point.first_on)), at[1]), at], MAIN, 5)
    for run in runs:
        if len(run) > 1:
            plot.line(run, MAIN, 2)
    for point in points:
        x = plot.x(_month(point.last_on))
        if point.ends is not None:
            plot.between(x, plot.y(point.ends[0]), plot.y(point.ends[1]), SECOND if point.sign else MAIN)
        if point.sign:
            up = point.sign > 0
            value = point.ends[up] if point.ends else point.value
            _fired(plot, x, plot.y(value or 0.0), point)
        elif point.value is not None:
            plot.circle(x, plot.y(point.value), MAIN if point.first_on == point.last_on else PAPER)


def _fired(plot: Plot, x: float, y: float, point: ControlPoint) -> None:
    """A triangle that points where the rule was broken, at the further end of a range, with its letter."""
    plot.triangle(x, y, point.sign, SECOND)
    plot.words(x, y - 14 if point.sign > 0 else y + 24, point.letter, anchor="middle", fill=SECOND, bold=True)


def _notes(plot: Plot, notes: Sequence[Note]) -> None:
    """Dotted for a measure, dashed and with a diamond for a new level."""
    free = 0.0
    foot = plot.box.height - plot.box.bottom
    for note in notes:
        x = plot.x(_place(note.on))
        plot.line([(x, plot.box.top), (x, foot)], QUIET, 1.5, "9 3" if note.new_level else "2 3")
        if note.new_level:
            plot.diamond(x, plot.box.top, QUIET)
        at = max(x, free)
        plot.words(at, plot.box.top - 9, note.number, anchor="middle", fill=QUIET, bold=True)
        free = at + _BETWEEN_NUMBERS


def _level_labels(
    points: Sequence[ControlPoint], labels: ControlLabels, said: Said, *, share: bool
) -> list[tuple[float, str, str]]:
    """What the newest level and limits are, beside their lines."""
    newest = next((one for one in reversed(points) if one.centre is not None), None)
    if newest is None or newest.centre is None:
        return []
    ends = [_drawable(one, share=share) for one in (newest.low, newest.high)]
    found = [(one, f"{labels.limit} {said(one)}", QUIET) for one in ends if one not in (None, newest.centre)]
    top = newest.centre_high
    if top is None or said(top) == said(newest.centre):
        return [(newest.centre, f"{labels.centre} {said(newest.centre)}", QUIET), *found]
    level = [(newest.centre, f"{labels.centre} ≥ {said(newest.centre)}", QUIET)]
    return [*level, (top, f"{labels.centre} ≤ {said(top)}", QUIET), *found]
