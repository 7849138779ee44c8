"""Which patterns on a chart are rare without a real change?

The four rules of NHS England's Making Data Count (as its NHSRplotthedots draws them): a point beyond a limit; seven
in a row on one side of the centre; seven in a row rising or falling; two of three beyond two spreads on one side.
A point on the centre ends a run, an equal neighbour ends a trend, and no pattern reaches over a re-basing.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from ovi.engines.statistics.control import Chart
from ovi.engines.statistics.counts import Numbers

RUN, NEAR_SPREADS = 7, 2
Signs = NDArray[np.int64]


class Rule(StrEnum):
    """In the order in which one is believed where two point different ways."""

    BEYOND = "beyond_limit"
    SHIFT = "seven_on_one_side"
    TREND = "seven_in_a_row"
    NEAR = "two_of_three_near_limit"


def signs(chart: Chart) -> dict[Rule, Signs]:
    """For each rule, at each point: 1 where the point completes the pattern upwards, -1 downwards, 0 otherwise."""
    found = {rule: np.zeros(len(chart.value), np.int64) for rule in Rule}
    for phase in np.unique(chart.phase):
        here = np.flatnonzero((chart.phase == phase) & ~np.isnan(chart.value) & ~np.isnan(chart.centre))
        value, centre, spread = chart.value[here], chart.centre[here], chart.spread[here]
        found[Rule.BEYOND][here] = _outside(value, chart.low[here], chart.high[here])
        found[Rule.SHIFT][here] = _runs(np.sign(value - centre), RUN)
        found[Rule.TREND][here[1:]] = _runs(np.sign(np.diff(value)), RUN - 1)
        found[Rule.NEAR][here] = _two_of_three(
            _outside(value, centre - NEAR_SPREADS * spread, centre + NEAR_SPREADS * spread)
        )
    return found


def _outside(value: Numbers, low: Numbers, high: Numbers) -> Signs:
    return (value > high).astype(np.int64) - (value < low).astype(np.int64)


def _runs(sides: Numbers, length: int) -> Signs:
    """The side, where the point is at least the `length`th of a run on that side."""
    out, run = np.zeros(len(sides), np.int64), 0
    for i, side in enumerate(sides):
        run = run + 1 if i and side == sides[i - 1] else 1
        out[i] = int(side) if run >= length else 0
    return out


def _two_of_three(near: Signs) -> Signs:
    """The side, where the point is near a limit and one of the two before it was near the same one."""
    out = np.zeros_like(near)
    for i, side in enumerate(near):
        out[i] = side if side and side in near[max(i - 2, 0) : i] else 0
    return out
