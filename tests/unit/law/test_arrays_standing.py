"""Do many clocks stand as each one does by itself?"""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.law import StandingState, standing_between
from ovi.law.arrays import NULL_DAY, STATE_CODES, standings
from ovi.law.arrays.days import as_number
from tests.examples import examples

TODAY = date(2026, 11, 22)
offsets = st.integers(-400, 400)
clocks = st.lists(
    st.tuples(offsets, st.none() | st.integers(0, 200), st.none() | st.integers(-400, 0)), min_size=1, max_size=30
)


def day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


@settings(max_examples=examples(300), deadline=None)
@given(clocks)
def test_columns_and_single_clocks_agree(drawn: list[tuple[int, int | None, int | None]]) -> None:
    rows = [(day(start), None if length is None else day(start + length), day(stop)) for start, length, stop in drawn]
    columns = [np.array([as_number(value) for value in column], np.int32) for column in zip(*rows, strict=True)]
    found = standings(*columns, today=TODAY)
    for place, (start, due, stop) in enumerate(rows):
        assert start is not None
        one = standing_between(start, due, stopped_on=stop, today=TODAY)
        expected = (
            STATE_CODES[one.state],
            NULL_DAY if one.days_left is None else one.days_left,
            NULL_DAY if one.days_over is None else one.days_over,
        )
        assert (found.state[place], found.days_left[place], found.days_over[place]) == expected


def test_the_last_fifth_and_the_last_two_days_are_at_risk() -> None:
    """Fourteen days: two before the end; three months: eighteen; and never before the clock starts."""
    today = as_number(TODAY)
    due = np.array([today + 2, today + 3, today + 18, today + 19, today + 2], np.int32)
    start = np.array([due[0] - 14, due[1] - 14, due[2] - 92, due[3] - 92, today + 1], np.int32)
    states = standings(start, due, np.full(5, NULL_DAY, np.int32), TODAY).state
    assert states.tolist() == [
        STATE_CODES[StandingState(state)] for state in ("at_risk", "open", "at_risk", "open", "open")
    ]


def test_a_stop_after_today_is_refused() -> None:
    one = np.array([as_number(TODAY)], np.int32)
    with pytest.raises(ValueError, match="cannot have stopped after 2026-11-22"):
        standings(one, one, one + 1, TODAY)


def test_states_and_days_are_as_narrow_as_they_are_said_to_be() -> None:
    found = standings(*(np.array([day], np.int32) for day in (0, 30, NULL_DAY)), date(1970, 1, 2))
    assert (found.state.dtype, found.days_left.dtype, found.days_over.dtype) == (np.int8, np.int32, np.int32)


def test_the_number_that_stands_for_no_day_does_not_run_over() -> None:
    none = np.array([NULL_DAY], np.int32)
    with np.errstate(all="raise"):
        found = standings(np.array([as_number(date(2200, 1, 1))], np.int32), none, none, date(2200, 1, 1))
    assert found.state.tolist() == [STATE_CODES[StandingState.OPEN]]
