"""Are Finnish holidays, working days, months and days right at their edges?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovi.foundation.calendar import (
    HELSINKI,
    SchoolCalendar,
    add_months,
    add_working_days,
    age_on,
    easter_sunday,
    helsinki_date,
    holidays,
    is_working_day,
    working_day_from,
)
from ovi.foundation.intervals import DateInterval

days = st.dates(date(1992, 1, 1), date(2100, 12, 31))


def test_the_holidays_of_2026_are_those_of_the_almanac() -> None:
    assert sorted(f"{day:%d.%m.}" for day in holidays(2026)) == sorted(
        "01.01. 06.01. 03.04. 06.04. 01.05. 14.05. 19.06. 20.06. 31.10. 06.12. 24.12. 25.12. 26.12.".split()  # noqa: SIM905
    )


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(1818, 3, 22), (1943, 4, 25), (1981, 4, 19), (2008, 3, 23), (2024, 3, 31), (2025, 4, 20), (2038, 4, 25)],
)
def test_easter_is_right_also_in_its_earliest_and_latest_years(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == date(year, month, day)


@pytest.mark.parametrize("year", range(1992, 2060))
def test_midsummer_and_all_saints_fall_into_their_weeks(year: int) -> None:
    assert any(day.month == 6 and 20 <= day.day <= 26 and day.weekday() == 5 for day in holidays(year))
    assert any(date(year, 10, 31) <= day <= date(year, 11, 6) and day.weekday() == 5 for day in holidays(year))


def test_ascension_on_may_day_is_one_day_off() -> None:
    """In 2008 both fell on 1 May."""
    assert len(holidays(2008)) == 12
    assert date(2008, 5, 1) in holidays(2008)


@given(days, st.integers(0, 40))
def test_working_days_are_counted_one_by_one(day: date, n: int) -> None:
    end = add_working_days(day, n)
    passed = [day + timedelta(days=step) for step in range(1, (end - day).days + 1)]
    assert sum(is_working_day(one) for one in passed) == n
    assert n == 0 or is_working_day(end)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forward only"):
        add_working_days(date(2026, 1, 1), -1)


@given(days)
def test_the_next_working_day_is_the_day_itself_when_it_is_one(day: date) -> None:
    found = working_day_from(day)
    assert is_working_day(found)
    assert found == day if is_working_day(day) else found == add_working_days(day, 1)


@given(days, st.integers(0, 48))
def test_months_keep_the_day_or_take_the_last_of_the_month(day: date, n: int) -> None:
    found = add_months(day, n)
    assert (found.year * 12 + found.month) - (day.year * 12 + day.month) == n
    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)


def test_months_cross_the_year_and_find_the_leap_day() -> None:
    assert add_months(date(2027, 12, 31), 2) == date(2028, 2, 29)
    assert add_months(date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert add_months(date(2026, 11, 15), 1) == date(2026, 12, 15)


def test_a_datetime_without_offset_is_no_instant() -> None:
    with pytest.raises(ValueError, match="no UTC offset"):
        helsinki_date(datetime(2026, 1, 1, 12))  # noqa: DTZ001 - that is what is refused


def test_the_night_of_the_summer_time_change_stays_one_day() -> None:
    """29 March 2026 has 23 hours."""
    midnight = datetime(2026, 3, 29, tzinfo=HELSINKI).timestamp()
    last = datetime.fromtimestamp(midnight + 23 * 3600 - 1, tz=HELSINKI)
    following = datetime.fromtimestamp(midnight + 23 * 3600, tz=HELSINKI)
    assert (helsinki_date(last), helsinki_date(following)) == (date(2026, 3, 29), date(2026, 3, 30))


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2027, 2, 27), 22), (date(2027, 2, 28), 22), (date(2027, 3, 1), 23), (date(2028, 2, 29), 24)],
)
def test_who_is_born_on_the_leap_day_becomes_older_in_march(day: date, age: int) -> None:
    assert age_on(date(2004, 2, 29), day) == age


def _school() -> SchoolCalendar:
    autumn = DateInterval(date(2026, 8, 11), date(2026, 12, 19))
    spring = DateInterval(date(2027, 1, 7), date(2027, 6, 6))
    return SchoolCalendar((autumn, spring), (DateInterval(date(2026, 10, 12), date(2026, 10, 19)),))


def test_school_days_are_working_days_of_a_term_outside_its_breaks() -> None:
    school = _school()
    days_off = ["2026-08-10", "2026-08-15", "2026-10-12", "2026-10-18", "2026-12-19", "2027-01-06", "2027-03-26"]
    days_on = ["2026-08-11", "2026-10-09", "2026-10-19", "2026-12-18", "2027-01-07", "2027-06-04"]
    assert [day for day in days_off if school.is_school_day(date.fromisoformat(day))] == []
    assert [day for day in days_on if not school.is_school_day(date.fromisoformat(day))] == []


def test_school_days_are_counted_over_a_break_and_between_terms() -> None:
    school = _school()
    assert school.add(date(2026, 10, 9), 1) == date(2026, 10, 19)
    assert school.add(date(2026, 12, 18), 1) == date(2027, 1, 7)
    assert school.add(date(2026, 12, 24), 2) == date(2027, 1, 8)
    assert school.add(date(2026, 10, 9), 0) == date(2026, 10, 9)


def test_outside_the_terms_that_are_known_there_is_no_school_day() -> None:
    school = _school()
    assert school.add(date(2027, 6, 3), 1) == date(2027, 6, 4)
    assert school.add(date(2027, 6, 4), 1) is None
    assert school.add(date(2027, 6, 6), 1) is None
    assert school.add(date(2026, 8, 10), 1) is None
    assert SchoolCalendar(()).add(date(2026, 10, 9), 1) is None
    with pytest.raises(ValueError, match="forward only"):
        school.add(date(2026, 10, 9), -1)
