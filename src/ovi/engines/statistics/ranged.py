"""Is a share's change real, when the counts of some months are known only between two ends?

Small counts are published as ranges, and which months those are follows from the figure itself: in a small unit the
exact months are those in which nobody came late. A chart of these alone is one of the best months. So every month is
on the chart, and something is said only where it holds for all counts within the ranges, at every level that they may
add up to (Manski, Partial Identification of Probability Distributions, Springer 2003). The true counts are among
them: a change is never called more often than on the chart of all counts.

With whole people a share near all or none varies in steps, and a p′ chart of such months has hardly any width. So its
limits are never narrower than chance alone makes them, by the binomial at the level of all months of the phase.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from ovi.engines.statistics.control import SPREADS, Phases
from ovi.engines.statistics.counts import Numbers, binomial_quantile
from ovi.engines.statistics.rules import NEAR_SPREADS, RUN, Ends, Rule, Seen, Signs, Truth, upwards
from ovi.engines.statistics.verdict import Finding, Verdict

_RANGE_OF_TWO = 1.128  # as in control.py
_MOST_LEVELS = 4000  # ranges that leave more levels open than these say nothing of any
_ORDER = tuple(Rule)


@dataclass(frozen=True, slots=True)
class Ranged:
    """Arrays by point, NaN where there is none: the level's two ends, the widest limits, and what surely fired.

    `fired` is 1 up, -1 down, `rule` the place of the rule in the order of Rule; `verdict` is on the last point.
    """

    centre: Ends
    limit: Ends
    phase: Phases
    fired: Signs
    rule: Signs
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class _Phase:
    """The known points of one phase: counts between two ends, and their sizes; `rests`: what the level is made of."""

    events: Ends
    sizes: Numbers
    rests: Truth

    def mirrored(self) -> _Phase:
        """The others counted instead: what was down is up."""
        return _Phase(Ends(self.sizes - self.events.high, self.sizes - self.events.low), self.sizes, self.rests)

    def total(self) -> tuple[int, int]:
        low, high = (int(end[self.rests].sum()) for end in (self.events.low, self.events.high))
        return low, high


def share_chart(events: Ends, sizes: Numbers, *, phase: Phases, fewest: int) -> Ranged:
    """The chart of counts between two ends; limits rest on the points before the last, `fewest` of them in a phase.

    A gap has NaN for ends and size. Arrays of one length, not empty.
    """
    shape = len(sizes)
    known = ~np.isnan(events.low) & (sizes > 0)
    centre, limit = (Ends(np.full(shape, np.nan), np.full(shape, np.nan)) for _ in range(2))
    fired, rule = np.zeros((2, shape), np.int64)
    finding, rules = Finding.TOO_FEW, tuple[Rule, ...]()
    for one in np.unique(phase):
        here = np.flatnonzero((phase == one) & known)
        part = _Phase(Ends(events.low[here], events.high[here]), sizes[here], here < shape - 1)
        if part.rests.sum() < fewest:
            continue
        (least, most), n = part.total(), part.sizes[part.rests].sum()
        centre.low[here], centre.high[here] = least / n, most / n
        if most - least > _MOST_LEVELS:
            finding = Finding.UNDECIDED if here[-1] == shape - 1 else finding
            continue
        up, down = _upwards(part), _upwards(part.mirrored())
        limit.low[here], limit.high[here] = 1 - down[1], up[1]
        fired[here], rule[here] = _certain(up[0], down[0])
        if here[-1] == shape - 1:
            finding, rules = _newest(up[0], down[0], int(fired[-1]))
    return Ranged(centre, limit, phase, fired, rule, _verdict(finding, rules, events, sizes, centre, limit, phase))


def _verdict(
    finding: Finding, rules: tuple[Rule, ...], events: Ends, sizes: Numbers, centre: Ends, limit: Ends, phase: Phases
) -> Verdict:
    points = int((~np.isnan(events.low[:-1]) & (phase[:-1] == phase[-1])).sum())
    if finding is Finding.TOO_FEW:
        return Verdict(finding, points)
    value = float(events.low[-1] / sizes[-1]) if events.low[-1] == events.high[-1] else None
    columns = (centre.low, limit.low, limit.high, centre.high)
    at = (None if np.isnan(column[-1]) else float(column[-1]) for column in columns)
    return Verdict(finding, points, rules, value, *at)


def _upwards(part: _Phase) -> tuple[dict[Rule, Seen], Numbers]:
    """What fires upwards, rows reduced to "at every level" and "at some", and the highest the upper limit may be."""
    (low, high), n = part.total(), part.sizes[part.rests].sum()
    levels = (np.arange(low, high + 1) / n)[:, None]
    root = np.sqrt(part.sizes)[None, :]
    least, most = (ranges[:, None] / _RANGE_OF_TWO / root for ranges in _mean_range(part, levels))
    limit, near = (
        Ends(*(np.maximum(levels + many * spread, chance) for spread, chance in ((least, few.low), (most, few.high))))
        for many, few in (
            (SPREADS, _by_chance(part, part.sizes, SPREADS)),
            (NEAR_SPREADS, _by_chance(part, part.sizes)),
        )
    )
    points = Ends(part.events.low / part.sizes, part.events.high / part.sizes)
    found = upwards(points, levels, limit, near)
    found[Rule.SHIFT] = _together(part, found[Rule.SHIFT])
    found[Rule.TREND] = _both(found[Rule.TREND], Seen(points.low > near.high, points.high > near.low))
    reduced = {
        rule: Seen(np.asarray(seen.sure.all(axis=0)), np.asarray(seen.maybe.any(axis=0)))
        for rule, seen in found.items()
    }
    return reduced, np.minimum(limit.high.max(axis=0), 1)


def _mean_range(part: _Phase, levels: Numbers) -> tuple[Numbers, Numbers]:
    """The least and the largest mean moving range there may be, by level, of points in their own standard errors.

    The level's own deviation is left out of both: it stands in the error and in the spread alike. Least: moving no
    further than the ends ask. Largest: each point at one of its ends.
    """
    n = part.sizes[part.rests]
    lows, highs = ((end[part.rests] - levels * n) / np.sqrt(n) for end in (part.events.low, part.events.high))
    least, bottom, top = np.zeros(len(levels)), lows[:, 0], highs[:, 0]
    at_low, at_high = np.zeros((2, len(levels)))
    for place, (low, high) in enumerate(zip(lows.T[1:], highs.T[1:], strict=True)):
        least += np.maximum(low - top, 0) + np.maximum(bottom - high, 0)
        bottom, top = np.clip(bottom, low, high), np.clip(top, low, high)
        before = (lows[:, place], highs[:, place])
        at_low, at_high = (
            np.maximum(at_low + np.abs(end - before[0]), at_high + np.abs(end - before[1])) for end in (low, high)
        )
    return least / (len(n) - 1), np.maximum(at_low, at_high) / (len(n) - 1)


def _by_chance(part: _Phase, sizes: Numbers, many: float = NEAR_SPREADS) -> Ends:
    """Above which share chance alone brings a size as rarely as a normal value passes so many spreads."""
    whole = part.sizes.sum()
    return Ends(*(_beyond_chance(sizes, end.sum() / whole, many) for end in (part.events.low, part.events.high)))


def _beyond_chance(sizes: Numbers, level: float, many: float) -> Numbers:
    if level in (0.0, 1.0):
        return np.full_like(sizes, level)
    return binomial_quantile(NormalDist().cdf(many), sizes, level) / sizes


def _together(part: _Phase, seen: Seen) -> Seen:
    """A run counts where its seven together are further off than chance makes: near all, most months lie above."""
    if len(part.sizes) < RUN:
        return seen
    size, low, high = (
        np.convolve(one, np.ones(RUN), "valid") for one in (part.sizes, part.events.low, part.events.high)
    )
    limit = _by_chance(part, size)
    before = np.zeros(RUN - 1, bool)
    sure, maybe = (np.concatenate([before, of]) for of in (low / size > limit.high, high / size > limit.low))
    return _both(seen, Seen(sure[None, :], maybe[None, :]))


def _both(first: Seen, second: Seen) -> Seen:
    return Seen(first.sure & second.sure, first.maybe & second.maybe)


def _certain(up: dict[Rule, Seen], down: dict[Rule, Seen]) -> tuple[Signs, Signs]:
    """At each point the way and the first rule that surely fires, where none believed before it may say otherwise."""
    fired, rule = np.zeros((2, len(up[Rule.BEYOND].sure)), np.int64)
    for own, other, way in ((up, down, 1), (down, up, -1)):
        doubted = np.zeros(len(fired), bool)
        for place, name in enumerate(_ORDER):
            now = own[name].sure & ~doubted & (fired == 0)
            fired[now], rule[now] = way, place
            doubted |= other[name].maybe
    return fired, rule


def _newest(up: dict[Rule, Seen], down: dict[Rule, Seen], way: int) -> tuple[Finding, tuple[Rule, ...]]:
    if way:
        own = up if way > 0 else down
        return Finding.UP if way > 0 else Finding.DOWN, tuple(rule for rule in _ORDER if own[rule].sure[-1])
    return (Finding.UNDECIDED if any(_perhaps(up, down)) else Finding.ORDINARY), ()


def _perhaps(*ways: dict[Rule, Seen]) -> Iterator[bool]:
    return (bool(seen.maybe[-1]) for way in ways for seen in way.values())
