"""Is a clock met, open, at risk or breached on the right day?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ovi.law import Matter, Standing, StandingState, clocks_for, load_law, standing_between, standing_of
from ovi.law.clocks import Clock

START = date(2025, 2, 3)


@pytest.fixture
def fortnight() -> Clock:
    """The 14 days of a young adult, due on 17 February 2025."""
    need = {
        "register": "patient",
        "service_line": "primary_care",
        "birth_date": "2004-03-01",
        "assessed_at": START,
        "care_reason": "injury",
        "general_medicine": True,
        "plan_based": False,
        "certificate_only": False,
        "preventive": False,
    }
    (clock,), _ = clocks_for(Matter.of(need), load_law())
    return clock


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2025, 2, 3), Standing(StandingState.OPEN, days_left=14)),
        (date(2025, 2, 14), Standing(StandingState.OPEN, days_left=3)),
        (date(2025, 2, 15), Standing(StandingState.AT_RISK, days_left=2)),
        (date(2025, 2, 17), Standing(StandingState.AT_RISK, days_left=0)),
        (date(2025, 2, 18), Standing(StandingState.BREACHED, days_over=1)),
        (date(2025, 3, 17), Standing(StandingState.BREACHED, days_over=28)),
    ],
)
def test_a_running_clock(fortnight: Clock, today: date, expected: Standing) -> None:
    assert standing_of(fortnight, stopped_on=None, today=today) == expected


@pytest.mark.parametrize(
    ("stopped_on", "expected"),
    [
        (date(2025, 2, 3), Standing(StandingState.MET, days_left=14)),
        (date(2025, 2, 17), Standing(StandingState.MET, days_left=0)),
        (date(2025, 2, 18), Standing(StandingState.BREACHED, days_over=1)),
    ],
)
def test_a_stopped_clock_stands_still(fortnight: Clock, stopped_on: date, expected: Standing) -> None:
    for today in (stopped_on, date(2026, 1, 1)):
        assert standing_of(fortnight, stopped_on=stopped_on, today=today) == expected


def test_a_booking_stops_no_clock(fortnight: Clock) -> None:
    with pytest.raises(ValueError, match="after 2025-02-04"):
        standing_of(fortnight, stopped_on=date(2025, 2, 10), today=date(2025, 2, 4))


def test_the_warning_covers_the_last_fifth_of_a_long_period() -> None:
    due = START + timedelta(days=90)
    states = [
        standing_between(START, due, stopped_on=None, today=due - timedelta(days=left)).state for left in (19, 18)
    ]
    assert states == [StandingState.OPEN, StandingState.AT_RISK]


def test_a_same_day_clock_is_at_risk_at_once_but_not_before_its_start() -> None:
    assert standing_between(START, START, stopped_on=None, today=START).state is StandingState.AT_RISK
    before = standing_between(START, START, stopped_on=None, today=START - timedelta(days=1))
    assert before == Standing(StandingState.OPEN, days_left=1)


def test_a_weekend_contact_answered_at_once_is_met() -> None:
    saturday = START - timedelta(days=2)
    assert standing_between(START, START, stopped_on=saturday, today=saturday).state is StandingState.MET


def test_a_contact_on_friday_afternoon_assessed_on_monday_is_breached() -> None:
    need = {"register": "patient", "service_line": "primary_care", "contact_at": "2026-09-11T15:55+03:00"}
    (clock,), _ = clocks_for(Matter.of(need), load_law())
    monday = date(2026, 9, 14)
    assert standing_of(clock, stopped_on=monday, today=monday) == Standing(StandingState.BREACHED, days_over=3)


def test_without_a_number_in_the_law_nothing_is_breached() -> None:
    assert standing_between(START, None, stopped_on=None, today=date(2030, 1, 1)) == Standing(StandingState.OPEN)
    assert standing_between(START, None, stopped_on=START, today=START) == Standing(StandingState.MET)
