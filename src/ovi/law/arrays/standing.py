"""How do many clocks stand on a given day: met, open, at risk or breached, and by how many days?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from ovi.law.arrays.days import NULL_DAY, Days, as_number
from ovi.law.standing import AT_RISK_MIN_DAYS, AT_RISK_SHARE, StandingState

STATE_CODES = {state: code for code, state in enumerate(StandingState)}


@dataclass(frozen=True, slots=True)
class Standings:
    """One entry a clock: `state` by STATE_CODES; `days_left` or `days_over`, NULL_DAY in the one that is not."""

    state: NDArray[np.int8]
    days_left: Days
    days_over: Days


def standings(start_day: Days, due_day: Days, stop_day: Days, today: date) -> Standings:
    """`standing_between` for arrays of one length, at the end of `today`; a clock that runs has no stop day.

    ValueError when a stop lies after `today`.
    """
    now = as_number(today)
    stopped = stop_day != NULL_DAY
    if bool((stop_day > now).any()):
        raise ValueError(f"a clock cannot have stopped after {today}")
    numbered = due_day != NULL_DAY
    left = due_day.astype(np.int64) - np.where(stopped, stop_day, now)
    over = numbered & (left < 0)
    period = due_day.astype(np.int64) - start_day
    near = (start_day <= now) & (left <= np.maximum(period // AT_RISK_SHARE, AT_RISK_MIN_DAYS))
    state = np.select(
        [over, stopped, numbered & near],
        [STATE_CODES[StandingState.BREACHED], STATE_CODES[StandingState.MET], STATE_CODES[StandingState.AT_RISK]],
        STATE_CODES[StandingState.OPEN],
    )
    return Standings(
        state=state.astype(np.int8),
        days_left=np.where(numbered & ~over, left, NULL_DAY).astype(np.int32),
        days_over=np.where(over, -left, NULL_DAY).astype(np.int32),
    )
