"""How does each need end, and what is written down on its case: state, first event, reasons, next time?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ovi.demo.assessing import HAND_OVER_OFFERED, Assessed
from ovi.demo.axis import DAY, HOUR, MINUTE, NEVER, Bools, Ints, working_day
from ovi.demo.draws import Rng, pick
from ovi.demo.needs import Needs, Year
from ovi.demo.patterns import Patterns
from ovi.demo.stories import Story
from ovi.demo.visits import CANCELLED, COMING, GIVEN, MISSED, Cared

REASONS = ("", "resolved_at_first_contact", "service_given", "client_withdrew", "not_reached", "other_service")
_RESOLVED, _GIVEN, _WITHDREW = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Ended:
    """One element per need; times in local seconds, NEVER where it has not happened."""

    closed: Ints
    reason: Ints
    first_visit: Ints
    first_licensed: Ints
    next_event: Ints
    treating: Ints  # the professional of the first visit, 0: none
    missed: Bools
    cancelled: Bools
    segment: Ints


def leaving(rng: Rng, needs: Needs, assessed: Assessed, patterns: Patterns) -> Ints:
    """Which needs end without care, by reason (index of REASONS, 0: none)."""
    after = patterns.after
    shares = [after.withdrew.value, after.not_reached.value, after.other_service.value]
    drawn = pick(rng, [1 - sum(shares), *shares], len(needs))
    may = ~assessed.urgent & ~assessed.resolved & (needs.story < 0) & (assessed.hand_over != HAND_OVER_OFFERED)
    return np.where((drawn > 0) & may, drawn + _WITHDREW - 1, 0)


def end(
    rng: Rng,
    needs: Needs,
    assessed: Assessed,
    cared: Cared,
    leaves: Ints,
    licensed: Bools,
    minutes: Ints,
    patterns: Patterns,
    year: Year,
    stories: list[Story],
) -> Ended:
    """The end of every need. `licensed` says it per professional, `minutes` is the length of each visit."""
    size, visits = len(needs), cared.visits
    given, coming = visits.outcome == GIVEN, visits.outcome == COMING
    first_visit = _earliest(size, visits.need[given], visits.start[given])
    of_licensed = given & licensed[visits.professional]
    last = np.zeros(size, dtype=np.int64)
    np.maximum.at(last, visits.need[given], visits.start[given] + minutes[given] * MINUTE)
    treating = np.zeros(size, dtype=np.int64)
    treating[visits.need[::-1]] = visits.professional[::-1]
    closed, reason = _closed(rng, needs, assessed, cared, leaves, last, patterns, stories)
    closed = np.where(closed < year.cutoff, closed, NEVER)
    segments = list(patterns.lines.segments.weights.values())
    return Ended(
        closed=closed,
        reason=np.where(closed < NEVER, reason, 0),
        first_visit=first_visit,
        first_licensed=_earliest(size, visits.need[of_licensed], visits.start[of_licensed]),
        next_event=_earliest(size, visits.need[coming], visits.start[coming]),
        treating=treating,
        missed=_has(size, visits.need[visits.outcome == MISSED]),
        cancelled=_has(size, visits.need[visits.outcome == CANCELLED]),
        segment=np.where(first_visit < NEVER, pick(rng, segments, size), 0),
    )


def _closed(
    rng: Rng,
    needs: Needs,
    assessed: Assessed,
    cared: Cared,
    leaves: Ints,
    last: Ints,
    patterns: Patterns,
    stories: list[Story],
) -> tuple[Ints, Ints]:
    """When and why each need closes, also where that lies ahead (the caller cuts it off)."""
    size = len(needs)
    by_resolving = assessed.at + rng.integers(2, 10, size) * MINUTE
    later = working_day(cared.served_from % NEVER // DAY + rng.integers(2, 30, size))
    by_leaving = later * DAY + 8 * HOUR + rng.integers(0, 7 * HOUR, size)
    done = (last > 0) & ~cared.pending
    at_once = rng.random(size) < patterns.after.closed_at_last_visit.value
    days = working_day(last // DAY + rng.integers(1, 22, size))
    by_care = np.where(at_once, last + 5 * MINUTE, days * DAY + 8 * HOUR + rng.integers(0, 7 * HOUR, size))
    for one in np.flatnonzero(needs.story >= 0):
        done[one] &= stories[int(needs.story[one])].closed
    closed = np.where(assessed.resolved, by_resolving, np.where(leaves > 0, by_leaving, np.where(done, by_care, NEVER)))
    closed = np.where(assessed.at < NEVER, closed, NEVER)
    return closed, np.where(assessed.resolved, _RESOLVED, np.where(leaves > 0, leaves, _GIVEN))


def _earliest(size: int, need: Ints, start: Ints) -> Ints:
    out = np.full(size, NEVER, dtype=np.int64)
    np.minimum.at(out, need, start)
    return out


def _has(size: int, need: Ints) -> Bools:
    out = np.zeros(size, dtype=np.bool_)
    out[need] = True
    return out
