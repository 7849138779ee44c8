"""How days and months are counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ovi.foundation.calendar import add_months, add_working_days, helsinki_date, is_working_day

title = "How days, working days and months are counted"


def test_contact_on_tuesday_has_its_seventh_working_day_on_thursday_of_the_next_week() -> None:
    """THL Lastensuojelun käsikirja: the day of receipt is not counted, nor is Saturday."""
    tuesday = date(2026, 9, 8)
    assert add_working_days(tuesday, 7) == date(2026, 9, 17)
    assert date(2026, 9, 17).strftime("%A") == "Thursday"


def test_working_days_pass_over_christmas_and_new_year() -> None:
    """24, 25 December and 1 and 6 January are not working days, nor the weekends between."""
    assert add_working_days(date(2026, 12, 22), 7) == date(2027, 1, 5)
    assert add_working_days(date(2026, 12, 22), 8) == date(2027, 1, 7)


def test_three_months_from_the_end_of_november_end_on_the_last_of_february() -> None:
    """Laki 150/1930 3 §: a month has no such day, so its last day counts."""
    assert add_months(date(2026, 11, 30), 3) == date(2027, 2, 28)
    assert add_months(date(2027, 11, 30), 3) == date(2028, 2, 29)


def test_six_months_from_the_last_of_august_end_on_the_last_of_february() -> None:
    assert add_months(date(2025, 8, 31), 6) == date(2026, 2, 28)


def test_midsummer_eve_and_christmas_eve_are_not_working_days() -> None:
    assert not is_working_day(date(2026, 6, 19))
    assert not is_working_day(date(2026, 12, 24))


def test_an_instant_belongs_to_its_day_in_finland() -> None:
    """Half past ten in the evening in UTC is already the next day in Finland."""
    assert helsinki_date(datetime(2026, 1, 31, 22, 30, tzinfo=UTC)) == date(2026, 2, 1)
    assert helsinki_date(datetime(2026, 7, 31, 20, 59, tzinfo=UTC)) == date(2026, 7, 31)
    assert helsinki_date(datetime(2026, 7, 31, 21, 0, tzinfo=UTC)) == date(2026, 8, 1)
