"""Which patterns on a chart are rare without a real change?

The four rules of NHS England's Making Data Count (as its NHSRplotthedots draws them): a point beyond a limit; seven
in a row on one side of the centre; seven in a row rising or falling; two of three beyond two spreads on one side.
A point on the centre ends a run, an equal neighbour ends a trend, and no pattern reaches over a re-basing.

A point may be known only between two ends, and the level that it is held against may be one of several: then a rule
fires for certain, perhaps, or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from ovi.engines.statistics.control import SPREADS, Chart
from ovi.engines.statistics.counts import Numbers

RUN, NEAR_SPREADS = 7, 2
Signs = NDArray[np.int64]
Truth = NDArray[np.bool_]


class Rule(StrEnum):
    """In the order in which one is believed where two point different ways."""

    BEYOND = "beyond_limit"
    SHIFT = "seven_on_one_side"
    TREND = "seven_in_a_row"
    NEAR = "two_of_three_near_limit"


@dataclass(frozen=True, slots=True)
class Ends:
    """The least and the most that something may be."""

    low: Numbers
    high: Numbers


@dataclass(frozen=True, slots=True)
class Seen:
    """Where a rule fires upwards for certain, and where it may: rows are levels, columns points."""

    sure: Truth
    maybe: Truth


def upwards(points: Ends, centre: Numbers, limit: Ends, near: Ends) -> dict[Rule, Seen]:
    """Each rule upwards, over the points of one phase in their order; rows of the others are the levels there may be.

    `limit` is the upper one, `near` where a point lies close to it.
    """
    low, high = points.low[None, :], points.high[None, :]
    shape = np.broadcast_shapes(centre.shape, high.shape)
    rising = np.broadcast_to(_rising(points), shape)
    may_rise = np.broadcast_to(_may_rise(points), shape)
    return {
        Rule.BEYOND: Seen(low > limit.high, high > limit.low),
        Rule.SHIFT: Seen(_lasting(low > centre, RUN), _lasting(high > centre, RUN)),
        Rule.TREND: Seen(rising, may_rise),
        Rule.NEAR: Seen(_two_of_three(low > near.high), _two_of_three(high > near.low)),
    }


def signs(chart: Chart) -> dict[Rule, Signs]:
    """For each rule, at each point: 1 where the point completes the pattern upwards, -1 downwards, 0 otherwise."""
    found = {rule: np.zeros(len(chart.value), np.int64) for rule in Rule}
    for phase in np.unique(chart.phase):
        here = np.flatnonzero((chart.phase == phase) & ~np.isnan(chart.value) & ~np.isnan(chart.centre))
        for way in (1, -1):
            value, centre = way * chart.value[here], way * chart.centre[None, here]
            beyond, near = (_exact(centre + many * chart.spread[here]) for many in (SPREADS, NEAR_SPREADS))
            for rule, seen in upwards(_exact(value), centre, beyond, near).items():
                found[rule][here] += way * seen.sure[0]
    return found


def _exact(values: Numbers) -> Ends:
    return Ends(values, values)


def _lasting(held: Truth, length: int) -> Truth:
    """Where it has held at this point and the `length` - 1 before it."""
    out = np.zeros_like(held)
    if held.shape[1] >= length:
        out[:, length - 1 :] = sliding_window_view(held, length, axis=1).all(axis=-1)
    return out


def _rising(points: Ends) -> Truth:
    """Where each of the last seven lies above the one before, wherever within their ends they are."""
    steps = _lasting((points.low[1:] > points.high[:-1])[None, :], RUN - 1)
    return np.concatenate([np.zeros((1, min(1, len(points.low))), bool), steps], axis=1)


def _may_rise(points: Ends) -> Truth:
    """Where the last seven can be chosen within their ends so that each lies above the one before."""
    out = np.zeros((1, len(points.low)), bool)
    if len(points.low) >= RUN:
        lows = np.maximum.accumulate(sliding_window_view(points.low, RUN), axis=1)
        highs = sliding_window_view(points.high, RUN)
        out[0, RUN - 1 :] = (lows[:, :-1] < highs[:, 1:]).all(axis=1)
    return out


def _two_of_three(near: Truth) -> Truth:
    """Where the point is near the limit and one of the two before it was."""
    before = np.zeros_like(near)
    before[:, 1:] |= near[:, :-1]
    before[:, 2:] |= near[:, :-2]
    return near & before
