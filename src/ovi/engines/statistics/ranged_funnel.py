"""Does a unit differ from the others, when the counts of some units are known only between two ends?

As in ranged.py: which units are told as ranges follows from their figures, so all are in the funnel, and a unit is
outside only where it is for all counts that the ranges leave open. Level and spread of the others are taken between
their ends as well, each by itself: that is wider than all counts together would be, and never narrower.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ovi.engines.statistics.counts import Numbers
from ovi.engines.statistics.funnel import ALARM, WARNING, Kind, Place, clipped, limits, own_spread, scores
from ovi.engines.statistics.intervals import Interval
from ovi.engines.statistics.rules import Ends


@dataclass(frozen=True, slots=True)
class RangedFunnel:
    """`centre` and `tau` between their ends; `places` are certain, `open` marks units that may be outside."""

    kind: Kind
    centre: tuple[float, float]
    tau: tuple[float, float]
    places: tuple[Place, ...]
    open: tuple[bool, ...]

    @property
    def ranged(self) -> bool:
        """Is the level or the spread known between two ends only?"""
        return self.centre[0] != self.centre[1] or self.tau[0] != self.tau[1]

    def widest(self, sizes: Numbers, confidence: float) -> Ends:
        """The limits that only what is outside for certain passes, at these sizes."""
        low, high = self._limits(sizes, confidence, self.tau[1])
        return Ends(low.low, high.high)

    def narrowest(self, sizes: Numbers, confidence: float) -> Ends:
        """The limits within which a unit lies like the others, whatever the counts are."""
        low, high = self._limits(sizes, confidence, self.tau[0])
        return Ends(high.low, low.high)

    def _limits(self, sizes: Numbers, confidence: float, tau: float) -> tuple[Interval, Interval]:
        low, high = self.centre
        of_low = limits(low, sizes, self.kind, confidence, tau)
        return of_low, (of_low if low == high else limits(high, sizes, self.kind, confidence, tau))


def ranged_funnel(
    events: Ends, sizes: Numbers, kind: Kind = Kind.SHARE, whole: tuple[float, float] | None = None
) -> RangedFunnel:
    """Places the units; all sizes above 0. `whole`: between which ends the level of all lies, if it is known."""
    total = sizes.sum()
    centre = whole or (float(events.low.sum() / total), float(events.high.sum() / total))
    value = Ends(events.low / sizes, events.high / sizes)
    drawn = RangedFunnel(kind, centre, _spread(value, sizes, centre, kind), (), ())
    sure, maybe = np.zeros((2, len(sizes)), np.int64)
    for confidence in (WARNING, ALARM):
        outer = drawn.widest(sizes, confidence)
        inner = drawn.narrowest(sizes, confidence) if drawn.ranged else outer
        sure += (value.low > outer.high).astype(int) - (value.high < outer.low).astype(int)
        maybe |= (value.high > inner.high) | (value.low < inner.low)
    places = tuple(Place(int(step)) for step in sure)
    unsure = tuple(bool(may) and place is Place.WITHIN for may, place in zip(maybe, places, strict=True))
    return RangedFunnel(kind, centre, drawn.tau, places, unsure)


def _spread(value: Ends, sizes: Numbers, centre: tuple[float, float], kind: Kind) -> tuple[float, float]:
    """The units' own spread between its ends: each score in order lies between those of all lowest and all highest."""
    low = clipped(np.sort(scores(value.low, sizes, centre[1], kind)))
    high = clipped(np.sort(scores(value.high, sizes, centre[0], kind)))
    least = np.where((low <= 0) & (high >= 0), 0.0, np.minimum(low**2, high**2))
    most = np.maximum(low**2, high**2)
    return own_spread(float(least.mean()), sizes), own_spread(float(most.mean()), sizes)
