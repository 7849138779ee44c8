"""Open now, until when, opening when? Every rule of hours that sources know, by the clock of Finland."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.directory.hours_words import coming_exceptions, said_opening, weekly_lines
from ovi.directory.opening_hours import Exceptional, Hours
from ovi.directory.openings import CatalogueChannel, Opening, UnitChannel, opening, soonest
from ovi.directory.service_hours import ANY_DAY, HourRule, HourSpan, ServiceHours
from ovi.foundation.calendar import HELSINKI, holidays
from tests.examples import examples

OFFICE = HourRule(tuple(HourSpan(day, 8 * 60, 16 * 60) for day in range(5)))
NIGHT = HourRule((HourSpan(4, 20 * 60, 26 * 60),))  # Friday 20 to Saturday 2


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HELSINKI)


def how(*rules: HourRule, now: str) -> Opening:
    return opening(CatalogueChannel(ServiceHours(rules)), at(now))


@pytest.mark.parametrize(
    ("now", "is_open", "turns"),
    [
        ("2026-03-03 07:59", False, "2026-03-03 08:00"),
        ("2026-03-03 08:00", True, "2026-03-03 16:00"),
        ("2026-03-03 15:59", True, "2026-03-03 16:00"),
        ("2026-03-03 16:00", False, "2026-03-04 08:00"),
        ("2026-03-06 16:00", False, "2026-03-09 08:00"),  # over the weekend
        ("2026-04-02 16:00", False, "2026-04-07 08:00"),  # over Easter: nobody is promised Good Friday or Monday
    ],
)
def test_ordinary_office_hours(now, is_open, turns):
    found = how(OFFICE, now=now)
    assert found.open is is_open
    assert (found.until or found.next_at) == at(turns)


def test_over_midnight_belongs_to_the_evening_it_began():
    assert how(NIGHT, now="2026-03-06 23:00").until == at("2026-03-07 02:00")
    assert how(NIGHT, now="2026-03-07 01:59").open is True
    assert how(NIGHT, now="2026-03-07 02:00") == Opening(False, next_at=at("2026-03-13 20:00"))


def test_always_open_has_no_end_and_holds_on_holidays():
    assert how(HourRule(always=True), now="2026-12-25 03:00") == Opening(True)


def test_no_hours_and_appointments_only_are_not_known_rather_than_closed():
    assert how(now="2026-03-03 12:00").open is None
    assert how(HourRule(OFFICE.spans, reservation=True), now="2026-03-03 12:00").open is None


def test_an_exception_closes_one_day_only():
    closed = HourRule(valid_from=date(2026, 3, 3), valid_to=date(2026, 3, 4), exception=True, closed=True)
    assert how(OFFICE, closed, now="2026-03-03 12:00") == Opening(False, next_at=at("2026-03-04 08:00"))


def test_an_exception_opens_a_holiday():
    spans = (HourSpan(ANY_DAY, 10 * 60, 14 * 60),)
    special = HourRule(spans, valid_from=date(2026, 4, 3), valid_to=date(2026, 4, 4), exception=True)
    assert how(OFFICE, special, now="2026-04-03 11:00").until == at("2026-04-03 14:00")


@pytest.mark.parametrize("day", ["2026-01-06", "2026-04-03", "2026-05-01", "2026-06-19", "2026-12-24", "2026-12-25"])
def test_weekly_hours_prove_nothing_on_a_holiday(day):
    assert how(OFFICE, now=f"{day} 12:00") == Opening(None, holiday=True)
    unit = UnitChannel(Hours({"phone": tuple(((480, 960),) for _ in range(7))}), "phone")
    assert opening(unit, at(f"{day} 12:00")) == Opening(None, holiday=True)
    told = Hours(unit.hours.weekly, (Exceptional(date.fromisoformat(day), "phone", ()),))
    assert opening(UnitChannel(told, "phone"), at(f"{day} 12:00")).open is False


def test_a_named_holiday_says_its_own_hours():
    rule = HourRule((HourSpan(ANY_DAY, 600, 720),), holiday="ChristmasEve", exception=False)
    assert how(OFFICE, rule, now="2026-12-24 11:00").until == at("2026-12-24 12:00")


def test_odd_and_even_weeks():
    odd = HourRule(OFFICE.spans, weeks="odd")  # 2026-03-03 is in week 10
    assert how(odd, now="2026-03-03 12:00") == Opening(False, next_at=at("2026-03-09 08:00"))
    assert how(odd, now="2026-03-10 12:00").open is True


def test_validity_is_half_open():
    summer = HourRule(OFFICE.spans, valid_from=date(2026, 6, 1), valid_to=date(2026, 8, 1))
    assert how(summer, now="2026-05-29 12:00") == Opening(False, next_at=at("2026-06-01 08:00"))
    assert how(summer, now="2026-07-31 12:00").open is True
    assert how(summer, now="2026-08-03 12:00") == Opening(False)


def test_hours_follow_the_clock_on_the_nights_when_it_is_turned():
    night = HourRule(tuple(HourSpan(day, 22 * 60, 32 * 60) for day in range(7)))
    spring = how(night, now="2026-03-29 01:00")  # the clock goes from 3 to 4: seven hours later it is 8
    assert spring.until == at("2026-03-29 08:00")
    assert spring.until.timestamp() - at("2026-03-29 01:00").timestamp() == 6 * 3600
    autumn = how(night, now="2026-10-25 01:00")
    assert autumn.until.timestamp() - at("2026-10-25 01:00").timestamp() == 8 * 3600


def test_of_several_ways_the_one_that_helps_soonest():
    every = [CatalogueChannel(ServiceHours((rule,))) for rule in (NIGHT, OFFICE)]
    assert soonest([opening(one, at("2026-03-03 12:00")) for one in every], at("2026-03-03 12:00")).until == at(
        "2026-03-03 16:00"
    )
    assert soonest([opening(one, at("2026-03-06 18:00")) for one in every], at("2026-03-06 18:00")).next_at == at(
        "2026-03-06 20:00"
    )
    assert soonest([], at("2026-03-06 18:00")) == Opening(None)


spans = st.builds(
    lambda day, start, length: HourSpan(day, start, start + length),
    st.integers(0, 6), st.integers(0, 1439), st.integers(1, 2000),
)  # fmt: skip
rules = st.builds(HourRule, st.tuples(spans) | st.tuples(spans, spans), weeks=st.sampled_from(["", "odd", "even"]))
minutes = st.integers(0, 400 * 1440).map(lambda m: datetime(2026, 1, 1, tzinfo=HELSINKI) + timedelta(minutes=m))


@given(st.lists(rules, min_size=1, max_size=3), minutes)
@settings(max_examples=examples(80), deadline=None)
def test_agrees_with_looking_at_the_clock_minute_by_minute(found, now):
    """The twin: open exactly when this minute lies in a span of this day; at `until` it is open no more."""
    hours = ServiceHours(tuple(found))
    answer = opening(CatalogueChannel(hours), now)
    if now.date() in holidays(now.year):
        assert answer.open is None
        return
    assert answer.open == hours.open_at(now)
    if answer.until and answer.until.date() not in holidays(answer.until.year):
        assert not hours.open_at(answer.until)
    if answer.next_at:
        assert answer.next_at > now
        assert hours.open_at(answer.next_at)


@pytest.mark.parametrize(
    ("language", "now", "said"),
    [
        ("fi", "2026-03-03 12:00", "Auki nyt, sulkeutuu klo 16"),
        ("sv", "2026-03-03 12:00", "Öppet nu, stänger kl. 16"),
        ("en", "2026-03-03 12:00", "Open now, closes at 16:00"),
        ("fi", "2026-03-03 18:00", "Suljettu nyt, avautuu huomenna klo 8"),
        ("fi", "2026-03-06 18:00", "Suljettu nyt, avautuu ma 9.3. klo 8"),
        ("fi", "2026-04-03 12:00", "Tänään on pyhäpäivä: aukioloajat voivat poiketa"),
    ],
)
def test_said_in_words(language, now, said):
    with translation.override(language):
        assert said_opening(how(OFFICE, now=now), at(now)).replace("\N{NO-BREAK SPACE}", " ") == said


def test_the_week_and_the_exceptions_in_words():
    hours = ServiceHours(
        (
            OFFICE,
            NIGHT,
            HourRule((HourSpan(0, 540, 600),), weeks="even"),
            HourRule(holiday="IndependenceDay", closed=True),
            HourRule(valid_from=date(2026, 12, 23), valid_to=date(2026, 12, 28), exception=True, closed=True),
            HourRule(valid_from=date(2027, 7, 1), valid_to=date(2027, 8, 1), exception=True, closed=True),
        )
    )
    with translation.override("fi"):
        week = [(one.days, one.said) for one in weekly_lines(hours, date(2026, 11, 22))]
        coming = [f"{one.days}: {one.said}" for one in coming_exceptions(hours, date(2026, 11, 22))]
    assert week == [("ma–pe", "8–16"), ("pe", "20–2"), ("parillisina viikkoina, ma", "9–10")]
    assert [one.replace("\N{NO-BREAK SPACE}", " ") for one in coming] == [
        "su 6.12. (Itsenäisyyspäivä): suljettu",
        "ke 23.12.–su 27.12.: suljettu",
    ]
