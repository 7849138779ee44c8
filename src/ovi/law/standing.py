"""How does a clock stand on a given day: met, open, at risk or breached, and by how many days?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ovi.law.clocks import Clock

# Default for the early warning; ours, not the law's: the last fifth of the period, and never less than the
# last two days, so that there is still a day to act on. A clock due on its own start day is at risk at once.
AT_RISK_SHARE = 5
AT_RISK_MIN_DAYS = 2


class StandingState(StrEnum):
    """Where a clock stands against its due date."""

    MET = "met"
    OPEN = "open"
    AT_RISK = "at_risk"
    BREACHED = "breached"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state with calendar days left to the due date or over it; both None where the law has no number."""

    state: StandingState
    days_left: int | None = None
    days_over: int | None = None


def standing_of(clock: Clock, *, stopped_on: date | None, today: date) -> Standing:
    """How `clock` stands at the end of `today`, given the day of the event that stops it (None: not yet).

    The due date is the last lawful day. A stop before the start counts (a weekend contact answered at once).
    ValueError when the stop lies after `today`: a booking stops no clock, only what has happened does.
    """
    return standing_between(clock.starts_on, clock.due_on, stopped_on=stopped_on, today=today)


def standing_between(starts_on: date, due_on: date | None, *, stopped_on: date | None, today: date) -> Standing:
    """As `standing_of`, for a clock stored as its dates."""
    if stopped_on is not None and stopped_on > today:
        raise ValueError(f"a clock cannot have stopped on {stopped_on}, which is after {today}")
    if due_on is None:
        return Standing(StandingState.OPEN if stopped_on is None else StandingState.MET)
    left = (due_on - (stopped_on or today)).days
    if left < 0:
        return Standing(StandingState.BREACHED, days_over=-left)
    if stopped_on is not None:
        return Standing(StandingState.MET, days_left=left)
    threshold = max((due_on - starts_on).days // AT_RISK_SHARE, AT_RISK_MIN_DAYS)
    near = today >= starts_on and left <= threshold
    return Standing(StandingState.AT_RISK if near else StandingState.OPEN, days_left=left)
