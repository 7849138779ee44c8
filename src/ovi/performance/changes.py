"""Has a measure really changed? Its control chart, which points broke which rule, and the verdict on the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ovi.engines.indicators.definition import Definition, ShareMarked, ShareWithin, Standardised
from ovi.engines.statistics import seasonal
from ovi.engines.statistics.control import Chart, Measure, chart, phases
from ovi.engines.statistics.counts import numbers
from ovi.engines.statistics.rules import Rule, signs
from ovi.engines.statistics.verdict import Finding, Verdict, judged
from ovi.performance.series import Point

# Of the 13 months shown some are merged or withheld. With 8 earlier ones a change is called where there is none in
# one month of 28, with 12 in one of 40 (decision 25).
FEWEST_EARLIER = 8
Fired = tuple[Rule, int]  # which rule, and upwards (1) or downwards (-1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A series judged: centre, limits and `fired` follow the points; `season` from 24 earlier months on."""

    points: tuple[Point, ...]
    chart: Chart
    fired: tuple[Fired | None, ...]
    verdict: Verdict
    season: Verdict | None = None


def overlaps(definition: Definition) -> bool:
    """Does each figure hold twelve months? Then neighbours share eleven of them, and no rule for months holds."""
    return definition.period == "12_months"


def measure_of(definition: Definition) -> Measure:
    """What kind of chart the definition asks for: a share, events by what is expected, or a value of its own."""
    if isinstance(definition, ShareWithin) or (isinstance(definition, ShareMarked) and not definition.weight):
        return Measure.SHARE
    return Measure.RATE if isinstance(definition, Standardised) else Measure.VALUE


def reading(definition: Definition, found: Sequence[Point], levels: Sequence[date] = ()) -> Reading | None:
    """The series judged, its level begun anew on the days `levels`; None where months overlap or there are none.

    Limits rest on the points before the newest, and are drawn in a phase that has FEWEST_EARLIER of them.
    """
    if overlaps(definition) or not found:
        return None
    phase = phases([point.first_on for point in found], levels)
    before_newest = np.arange(len(found)) < len(found) - 1
    measure, events, sizes = _counted(definition, found)
    of = None if sizes is None else numbers(sizes)
    drawn = chart(measure, numbers(events), of, phase=phase, basis=before_newest)
    drawn = _with_enough(drawn, ~np.isnan(drawn.value) & before_newest)
    return Reading(tuple(found), drawn, _fired(drawn), judged(drawn, FEWEST_EARLIER), _season(found))


def _counted(
    definition: Definition, found: Sequence[Point]
) -> tuple[Measure, list[float | None], list[float | None] | None]:
    """Measure, events and sizes. A share or rate whose counts are not all told beside it is read as a value."""
    measure = measure_of(definition)
    counts = [_counts(measure, point) for point in found]
    if measure is Measure.VALUE or any(c is None for c, p in zip(counts, found, strict=True) if p.known is not None):
        return Measure.VALUE, [point.known for point in found], None
    return measure, [c[0] if c else None for c in counts], [c[1] if c else None for c in counts]


def _counts(measure: Measure, point: Point) -> tuple[float, float] | None:
    value = point.value
    if value is None or value.value is None or value.numerator is None:
        return None
    size = value.denominator if measure is Measure.SHARE else value.extra.get("expected")
    return (value.numerator, size) if size else None


def _with_enough(drawn: Chart, rests: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Chart:
    """Without level and limits in phases that rest on too few points: they would be taken for firm."""
    few = np.isin(
        drawn.phase, [one for one in set(drawn.phase) if (rests & (drawn.phase == one)).sum() < FEWEST_EARLIER]
    )
    centre, low, high, spread = (
        np.where(few, np.nan, column) for column in (drawn.centre, drawn.low, drawn.high, drawn.spread)
    )
    return replace(drawn, centre=centre, low=low, high=high, spread=spread)


def _fired(drawn: Chart) -> tuple[Fired | None, ...]:
    """At each point the first rule that it breaks, in the order in which one is believed."""
    found = signs(drawn)
    return tuple(
        next(((rule, int(sign[place])) for rule, sign in found.items() if sign[place]), None)
        for place in range(len(drawn.value))
    )


def _season(found: Sequence[Point]) -> Verdict | None:
    """Against the same month a year ago; merged months have none."""
    if any(len(point.months) > 1 for point in found):
        return None
    verdict = seasonal.of_newest([point.known for point in found])
    return None if verdict.finding is Finding.TOO_FEW else verdict
