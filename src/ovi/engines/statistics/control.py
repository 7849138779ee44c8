"""Between which limits does a series of months vary by itself? Individuals (XmR), p′ and u′ charts in phases.

One rule for all three: the points are measured in their own standard errors, the mean moving range of those gives
the spread, and the limits lie three such spreads from the centre. For an XmR chart the standard error is one
(Wheeler, Understanding Variation, 1993), for p′ and u′ it is the binomial or Poisson one, so that a large month has
narrower limits and variation beyond chance widens them all (Laney, Quality Engineering 14 (2002) 531).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ovi.engines.statistics.counts import Numbers, numbers

SPREADS = 3
_RANGE_OF_TWO = 1.128  # mean range of two normal observations, in standard deviations
_FEWEST_FOR_LIMITS = 2
Phases = NDArray[np.int64]


class Measure(StrEnum):
    """What a point is: a value of its own (XmR), a share of cases (p′), events by exposure (u′)."""

    VALUE = "value"
    SHARE = "share"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Chart:
    """Arrays of one length, a point each: `spread` is one standard deviation at that point. NaN where unknown.

    `phase` numbers the phases from 0; centre and limits belong to the phase of the point, and are given for a gap
    too, as far as its size is known.
    """

    value: Numbers
    centre: Numbers
    low: Numbers
    high: Numbers
    spread: Numbers
    phase: Phases


def phases(on: Sequence[date], breaks: Sequence[date]) -> Phases:
    """The phase of each point: a person re-bases the chart on a day, and points from that day on begin anew.

    `on` are the first days of the points, rising; a break inside a month counts from the next point.
    """
    starts = np.asarray(sorted(set(breaks)), dtype="datetime64[D]")
    return np.searchsorted(starts, np.asarray(on, dtype="datetime64[D]"), side="right").astype(np.int64)


def chart(
    measure: Measure,
    events: ArrayLike,
    sizes: ArrayLike | None = None,
    *,
    phase: Phases | None = None,
    basis: NDArray[np.bool_] | None = None,
) -> Chart:
    """The chart of a series; gaps (None, NaN, size 0) are left out, and the points beside them are neighbours.

    `events` are the values themselves for XmR and counts otherwise, with `sizes` the cases or the exposure. `basis`
    marks the points that limits are drawn from (all, unless told). A phase with fewer than two such points has
    limits of NaN. Raises ValueError for sizes that are missing, superfluous or of another length.
    """
    x = numbers(events)
    if (sizes is None) is not (measure is Measure.VALUE):
        raise ValueError("a share and a rate have sizes, a value has none")
    n = np.ones_like(x) if sizes is None else numbers(sizes)
    if x.ndim != 1 or n.shape != x.shape:
        raise ValueError("events and sizes are one-dimensional and of one length")
    n = np.where(n > 0, n, np.nan)
    phase = np.zeros(len(x), np.int64) if phase is None else phase
    rests = ~np.isnan(x / n) if basis is None else basis & ~np.isnan(x / n)
    centre, spread = np.full((2, len(x)), np.nan)
    for one in np.unique(phase):
        here = phase == one
        if (rests & here).sum() >= _FEWEST_FOR_LIMITS:
            centre[here], spread[here] = _of_phase(measure, x[here], n[here], rests[here])
    low, high = _bounded(measure, centre - SPREADS * spread, centre + SPREADS * spread)
    return Chart(x / n, centre, low, high, spread, phase)


def _of_phase(measure: Measure, x: Numbers, n: Numbers, rests: NDArray[np.bool_]) -> tuple[float, Numbers]:
    centre = float(x[rests].sum() / n[rests].sum())
    error = _error(measure, centre, n)
    if error[rests].max() == 0:  # all or none in every month: nothing varies
        return centre, error
    z = ((x / n - centre) / error)[rests]
    return centre, error * float(np.abs(np.diff(z)).mean()) / _RANGE_OF_TWO


def _error(measure: Measure, centre: float, n: Numbers) -> Numbers:
    if measure is Measure.VALUE:
        return np.ones_like(n)
    variance = centre * max(1 - centre, 0) if measure is Measure.SHARE else centre
    return np.sqrt(variance / n)


def _bounded(measure: Measure, low: Numbers, high: Numbers) -> tuple[Numbers, Numbers]:
    if measure is Measure.VALUE:
        return low, high
    return np.maximum(low, 0), np.minimum(high, 1) if measure is Measure.SHARE else high
