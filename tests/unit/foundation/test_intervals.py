"""Do half-open periods contain, meet and part as they should?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovi.foundation.intervals import DateInterval


def january(start: int, end: int | None = None) -> DateInterval:
    return DateInterval(date(2026, 1, start), None if end is None else date(2026, 1, end))


def test_the_end_is_the_first_day_outside() -> None:
    period = january(5, 8)
    assert [day for day in range(4, 10) if period.contains(date(2026, 1, day))] == [5, 6, 7]
    assert january(5).contains(date(2999, 1, 1))


def test_neighbours_touch_without_overlap_or_gap() -> None:
    assert not january(1, 5).overlaps(january(5, 9))
    assert january(1, 5).gap(january(5, 9)) is None


def test_a_gap_holds_the_days_between() -> None:
    assert january(9).gap(january(1, 5)) == january(5, 9)
    assert january(1).gap(january(5, 9)) is None


@pytest.mark.parametrize("end", [4, 5])
def test_a_period_ends_after_it_starts(end: int) -> None:
    with pytest.raises(ValueError, match="must end after it starts"):
        january(5, end)


def some_days(period: DateInterval) -> set[int]:
    return {day for day in range(1, 32) if period.contains(date(2026, 1, day))}


periods = st.tuples(st.integers(1, 28), st.integers(1, 3) | st.none()).map(
    lambda drawn: january(drawn[0], None if drawn[1] is None else drawn[0] + drawn[1])
)


@given(periods, periods)
def test_overlap_and_gap_agree_with_the_days_themselves(one: DateInterval, other: DateInterval) -> None:
    assert one.overlaps(other) is other.overlaps(one) is bool(some_days(one) & some_days(other))
    gap, back = one.gap(other), other.gap(one)
    assert gap == back
    if gap is not None:
        assert not gap.overlaps(one)
        assert not gap.overlaps(other)
