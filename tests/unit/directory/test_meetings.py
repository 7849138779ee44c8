"""When does a group meet next? Series by the clock of Finland, to their last day, without the excepted ones."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from ovi.directory.meetings import meetings
from ovi.directory.queries.catalogue import ActivityTime, ActivityView
from ovi.foundation.calendar import HELSINKI


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def coming(now: str, recurrence: str, **more: object) -> list[datetime]:
    time = ActivityTime(at("2026-03-10 17:00"), at("2026-03-10 18:00"), recurrence, **more)  # type: ignore[arg-type]
    activity = ActivityView("support", (), (), None, None, (time,), None, "")
    return [one.starts_at for one in meetings(activity, now=at(now)).coming]


@pytest.mark.parametrize(
    ("recurrence", "second"),
    [("P1D", "2026-03-11"), ("P1W", "2026-03-17"), ("P2W", "2026-03-24"), ("P1M", "2026-04-10")],
)
def test_a_series_goes_on_by_its_rhythm(recurrence, second):
    assert coming("2026-03-01 12:00", recurrence)[:2] == [at("2026-03-10 17:00"), at(f"{second} 17:00")]


def test_a_meeting_is_coming_until_it_ends_and_one_without_rhythm_comes_once():
    assert coming("2026-03-10 17:59", "") == [at("2026-03-10 17:00")]
    assert coming("2026-03-10 18:00", "") == []


def test_five_in_the_afternoon_stays_five_when_the_clock_is_turned():
    before, after = coming("2026-03-20 12:00", "P1W")[:2]
    assert (before.hour, after.hour) == (17, 17)
    assert before.utcoffset() != after.utcoffset()


def test_the_last_day_counts_and_excepted_days_do_not():
    found = coming("2026-03-01 12:00", "P1W", until=date(2026, 3, 24), excepted=(date(2026, 3, 17),))
    assert found == [at("2026-03-10 17:00"), at("2026-03-24 17:00")]


def test_a_series_without_an_end_is_promised_for_a_year_only():
    assert coming("2027-03-01 12:00", "P1W")
    assert coming("2027-04-01 12:00", "P1W") == []
