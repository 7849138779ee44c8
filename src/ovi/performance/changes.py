"""Has a measure really changed? Its control chart, which points broke which rule, and the verdict on the newest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from ovi.engines.indicators.definition import Definition, ShareMarked, ShareWithin, Standardised
from ovi.engines.statistics import seasonal
from ovi.engines.statistics.control import Chart, Measure, Phases, chart, phases
from ovi.engines.statistics.counts import numbers
from ovi.engines.statistics.ranged import share_chart
from ovi.engines.statistics.rules import Ends, Rule, Truth, signs
from ovi.engines.statistics.verdict import Finding, Verdict, judged
from ovi.performance.queries import Value
from ovi.performance.series import Point

# A new level begins the count anew, and months may be missing. With 8 earlier ones a change is called where there is
# none in one month of 28, with 12 in one of 40 (decision 25).
FEWEST_EARLIER = 8
Fired = tuple[Rule, int]  # which rule, and upwards (1) or downwards (-1)


@dataclass(frozen=True, slots=True)
class Reading:
    """A series judged: level, limits and `fired` follow the points; `season` from 24 earlier months on.

    The level has two ends where months are told as ranges, and the limits are then the widest there may be.
    """

    points: tuple[Point, ...]
    centre: Ends
    limit: Ends
    phase: Phases
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
    measure = measure_of(definition)
    counts = [counts_of(definition, point.value) for point in found]
    told = all(c is not None for c, p in zip(counts, found, strict=True) if p.known is not None or p.ends is not None)
    if measure is Measure.SHARE and told:
        return _of_share(found, counts, phase)
    if measure is Measure.RATE and told:
        return _of_values(measure, found, [c and c[0] for c in counts], [c and c[2] for c in counts], phase)
    return _of_values(Measure.VALUE, found, [point.known for point in found], None, phase)


Counts = tuple[float, float, float]  # least and most events there may be, of how many


def counts_of(definition: Definition, one: Value | None) -> Counts | None:
    """None for a gap, and where a figure is told without its counts: it is then read as a value."""
    measure = measure_of(definition)
    if one is None or measure is Measure.VALUE:
        return None
    size = one.denominator if measure is Measure.SHARE else one.extra.get("expected")
    if not size:
        return None
    if one.value is not None and one.numerator is not None:
        return one.numerator, one.numerator, size
    if one.ends is None or measure is not Measure.SHARE:
        return None
    return round(one.ends[0] * size), round(one.ends[1] * size), size


def _of_share(found: Sequence[Point], counts: Sequence[Counts | None], phase: Phases) -> Reading:
    low, high, sizes = (numbers([c and c[at] for c in counts]) for at in range(3))
    drawn = share_chart(Ends(low, high), sizes, phase=phase, fewest=FEWEST_EARLIER)
    names = tuple(Rule)
    fired = tuple((names[rule], int(way)) if way else None for way, rule in zip(drawn.fired, drawn.rule, strict=True))
    return Reading(tuple(found), drawn.centre, drawn.limit, phase, fired, drawn.verdict, _season(found))


def _of_values(
    measure: Measure, found: Sequence[Point], events: Sequence[float | None], sizes: Sequence[float | None] | None,
    phase: Phases,
) -> Reading:  # fmt: skip
    before_newest = np.arange(len(found)) < len(found) - 1
    of = None if sizes is None else numbers(sizes)
    drawn = chart(measure, numbers(events), of, phase=phase, basis=before_newest)
    drawn = _with_enough(drawn, ~np.isnan(drawn.value) & before_newest)
    verdict = judged(drawn, FEWEST_EARLIER)
    if _withheld(found):  # what is known is no fair choice of months
        drawn = _without_limits(drawn, np.ones(len(found), bool))
        verdict = Verdict(Finding.UNDECIDED, verdict.points)
    centre, limit = Ends(drawn.centre, drawn.centre), Ends(drawn.low, drawn.high)
    return Reading(tuple(found), centre, limit, phase, _fired(drawn), verdict, _season(found))


def _withheld(found: Sequence[Point]) -> bool:
    """Is the figure of some months withheld for its counts, and so for what it is?"""
    return any(point.value is not None and point.value.hidden == "counts" for point in found)


def _with_enough(drawn: Chart, rests: Truth) -> Chart:
    """Without level and limits in phases that rest on too few points: they would be taken for firm."""
    few = [one for one in set(drawn.phase) if (rests & (drawn.phase == one)).sum() < FEWEST_EARLIER]
    return _without_limits(drawn, np.isin(drawn.phase, few))


def _without_limits(drawn: Chart, where: Truth) -> Chart:
    centre, low, high, spread = (
        np.where(where, np.nan, column) for column in (drawn.centre, drawn.low, drawn.high, drawn.spread)
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
    """Against the same month a year ago; merged months have none, and a range among them could hide any."""
    if any(len(point.months) > 1 for point in found) or _withheld(found):
        return None
    verdict = seasonal.of_newest([point.known for point in found])
    return None if verdict.finding is Finding.TOO_FEW else verdict
