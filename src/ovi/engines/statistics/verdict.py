"""Is the newest value of a series a real change or ordinary variation?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ovi.engines.statistics.control import Chart, Measure, Phases, chart
from ovi.engines.statistics.counts import numbers
from ovi.engines.statistics.rules import Rule, signs

FEWEST = 12  # with six earlier points one ordinary month in twenty would be called beyond a limit (decision 25)


class Finding(StrEnum):
    """What may be said of the newest value. It is never a cause, and never good or bad by itself."""

    UP = "up"
    DOWN = "down"
    ORDINARY = "ordinary"
    UNDECIDED = "undecided"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The finding and what it rests on: the rules that agree with it, the newest value, its centre and limits.

    `points` is how many earlier points of its phase the limits were drawn from. Numbers are None when too few.
    UNDECIDED, and a centre with a `centre_high`, only where points are known between two ends (ranged.py).
    """

    finding: Finding
    points: int
    rules: tuple[Rule, ...] = ()
    value: float | None = None
    centre: float | None = None
    low: float | None = None
    high: float | None = None
    centre_high: float | None = None


def of_newest(
    measure: Measure,
    events: Sequence[float | None],
    sizes: Sequence[float | None] | None = None,
    *,
    phase: Phases | None = None,
    fewest: int = FEWEST,
) -> Verdict:
    """The last point against limits drawn from the earlier ones of its phase, so that it cannot widen its own.

    Arguments as for `control.chart`. TOO_FEW when the last point is unknown or has fewer than `fewest` earlier ones.
    """
    if not len(events):
        return Verdict(Finding.TOO_FEW, 0)
    of = None if sizes is None else numbers(sizes)
    basis = np.arange(len(events)) < len(events) - 1
    return judged(chart(measure, numbers(events), of, phase=phase, basis=basis), fewest)


def judged(drawn: Chart, fewest: int = FEWEST) -> Verdict:
    """The verdict on the last point of a chart whose limits rest on the points before it."""
    points = int((~np.isnan(drawn.value[:-1]) & (drawn.phase[:-1] == drawn.phase[-1])).sum())
    if np.isnan(drawn.value[-1]) or points < fewest:
        return Verdict(Finding.TOO_FEW, points)
    last = {rule: int(sign[-1]) for rule, sign in signs(drawn).items()}
    way = next((sign for sign in last.values() if sign), 0)
    finding = {1: Finding.UP, -1: Finding.DOWN, 0: Finding.ORDINARY}[way]
    held = tuple(rule for rule, sign in last.items() if sign and sign == way)
    at = (float(column[-1]) for column in (drawn.value, drawn.centre, drawn.low, drawn.high))
    return Verdict(finding, points, held, *at)
