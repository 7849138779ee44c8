"""Are hours of v11 and v12 read as what they mean, and is open told from closed at the right minute?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from ovi.directory.incoming import MalformedError
from ovi.directory.service_hours import ServiceHours
from ovi.exchange.importers.ptv_hours import hours_v11, hours_v12
from ovi.foundation.calendar import HELSINKI
from ovi.foundation.named_days import NAMED_DAYS, named_days

MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 3, day) for day in range(2, 9))


def v11(kind: str, *hours: tuple[str, str | None, str, str], **more: Any) -> dict[str, Any]:
    rows = [{"dayFrom": first, "dayTo": last, "from": start, "to": end} for first, last, start, end in hours]
    return {"serviceHourType": kind, "validForNow": "validFrom" not in more, "openingHour": rows, **more}


def v12(kind: str, **more: Any) -> dict[str, Any]:
    return {"hours": [{"type": f"{kind}ServiceHour", "heading": {}, "additionalInformation": {}, **more}]}


def hour(start: str = "08:00", end: str = "16:00", status: str = "Open", repetition: str = "Weekly") -> dict[str, str]:
    return {"start": start, "end": end, "openingStatus": status, "repetition": repetition}


def at(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=HELSINKI)


def test_a_week_of_v11_with_a_range_of_days():
    hours = hours_v11([v11("DaysOfTheWeek", ("Monday", "Friday", "08:00:00", "15:30:00"))])
    assert hours.on(MON) == hours.on(FRI) == ((480, 930),)
    assert hours.on(SAT) == ()
    assert hours.open_at(at(MON, "08:00"))
    assert hours.open_at(at(MON, "15:29"))
    assert hours.open_at(at(MON, "15:30")) is False
    assert hours.open_at(at(MON, "07:59")) is False


def test_two_spans_a_day_and_midnight_as_an_end():
    hours = hours_v11([v11("DaysOfTheWeek", ("Monday", None, "08:00", "11:00"), ("Monday", None, "12:00", "00:00"))])
    assert hours.on(MON) == ((480, 660), (720, 1440))
    assert hours.on(TUE) == ()
    late = hours_v11([v11("DaysOfTheWeek", ("Monday", None, "12:00", "23:59"))])
    assert late.open_at(at(MON, "23:59"))


def test_over_midnight_and_a_duty_over_the_weekend():
    night = hours_v11([v11("OverMidnight", ("Friday", "Saturday", "20:00", "04:00"))])
    assert night.on(FRI) == ((1200, 1440),)
    assert night.on(SAT) == ((0, 240),)
    duty = hours_v11([v11("OverMidnight", ("Friday", "Monday", "16:00", "08:00"))])
    assert [duty.on(day) for day in (FRI, SAT, SUN, date(2026, 3, 9))] == [
        ((960, 1440),), ((0, 1440),), ((0, 1440),), ((0, 480),),
    ]  # fmt: skip
    assert duty.on(TUE) == ()


def test_always_open_by_reservation_and_unknown():
    assert hours_v11([v11("DaysOfTheWeek", isAlwaysOpen=True)]).open_at(at(SUN, "03:00"))
    reserved = hours_v11([v11("DaysOfTheWeek", ("Monday", None, "08:00", "16:00"), isReservation=True)])
    assert reserved.by_reservation
    assert hours_v11(None).open_at(at(MON, "12:00")) is None
    assert not hours_v11([v11("DaysOfTheWeek", isReservation=True)]).known


def test_an_exception_takes_the_place_of_the_week():
    week = v11("DaysOfTheWeek", ("Monday", "Friday", "08:00", "16:00"))
    closed = v11("Exceptional", isClosed=True, validFrom="2026-03-03T00:00:00", validTo="2026-03-03T00:00:00")
    shorter = v11("Exceptional", (None, None, "10:00", "12:00"), validFrom="2026-03-04T00:00:00", validTo=None)  # type: ignore[arg-type]
    hours = hours_v11([week, closed, shorter])
    assert [hours.on(day) for day in (MON, TUE, WED, THU)] == [((480, 960),), (), ((600, 720),), ((480, 960),)]


def test_a_validity_written_in_utc_is_a_day_in_finland():
    # 2026-03-02T22:00 UTC is the third of March in Helsinki.
    row = v11("Exceptional", isClosed=True, validFrom="2026-03-02T22:00:00", validTo="2026-03-02T22:00:00")
    (rule,) = hours_v11([row]).rules
    assert (rule.valid_from, rule.valid_to) == (TUE, WED)


def test_an_exception_without_a_break_over_days():
    row = v11("Exceptional", ("Tuesday", "Thursday", "10:00", "12:00"), validFrom="2026-03-03T00:00:00",
              validTo="2026-03-05T00:00:00")  # fmt: skip
    hours = hours_v11([row])
    assert [hours.on(day) for day in (TUE, WED, THU, FRI)] == [((600, 1440),), ((0, 1440),), ((0, 720),), ()]


def test_the_night_before_a_closed_day_runs_to_its_end_but_a_long_duty_does_not():
    closed = v11("Exceptional", isClosed=True, validFrom="2026-03-07T00:00:00", validTo="2026-03-07T00:00:00")
    night = hours_v11([v11("OverMidnight", ("Friday", "Saturday", "20:00", "04:00")), closed])
    assert night.on(SAT) == ((0, 240),)
    duty = hours_v11([v11("OverMidnight", ("Friday", "Monday", "16:00", "08:00")), closed])
    assert (duty.on(SAT), duty.on(SUN)) == ((), ((0, 1440),))


def test_odd_and_even_weeks_of_v12():
    week = {"monday": {"hours": [hour("08:00", "10:00", repetition="OddWeeks")]},
            "tuesday": {"hours": [hour("08:00", "11:00", repetition="EvenWeeks")]}}  # fmt: skip
    hours = hours_v12(v12("WeeklyUntilFurtherNotice", weeklyHours=week))
    assert MON.isocalendar().week == 10
    assert (hours.on(MON), hours.on(TUE)) == ((), ((480, 660),))
    assert (hours.on(date(2026, 3, 9)), hours.on(date(2026, 3, 10))) == (((480, 600),), ())


def test_reservation_and_validity_of_v12():
    week = {"monday": {"hours": [hour(status="OpenOnReservation")]}}
    hours = hours_v12(v12("WeeklyDateRange", fromDate="2026-03-01", toDate="2026-03-08", weeklyHours=week))
    assert hours.by_reservation
    assert (hours.on(MON), hours.on(date(2026, 3, 9))) == (((480, 960),), ())


def test_continuous_hours_of_v12():
    assert hours_v12(v12("ContinuousAlwaysValid", openingStatus="Open")).open_at(at(SUN, "04:00"))
    night = {"fromDay": "Friday", "toDay": "Saturday", "fromTime": "20:00", "toTime": "04:00", "openingStatus": "Open"}
    assert hours_v12(v12("ContinuousWeekdaysUntilFurtherNotice", **night)).on(SAT) == ((0, 240),)
    bounded = hours_v12(v12("ContinuousDateRange", fromDate="2026-03-02", toDate="2026-03-08", **night))
    assert bounded.on(date(2026, 3, 14)) == ()


def test_a_partial_exception_of_v12_leaves_the_other_days_as_they_are():
    week = {day: {"hours": [hour()]} for day in ("monday", "tuesday", "wednesday")}
    content = v12("WeeklyUntilFurtherNotice", weeklyHours=week)
    content["hours"].append(
        {"type": "ExceptionalDateRangeServiceHour", "fromDate": "2026-03-02", "toDate": "2026-03-08",
         "weeklyHours": {"monday": {"hours": [hour(status="Closed")]}, "tuesday": {"hours": [hour("12:00", "13:00")]}}}
    )  # fmt: skip
    hours = hours_v12(content)
    assert [hours.on(day) for day in (MON, TUE, WED)] == [(), ((720, 780),), ((480, 960),)]


def test_named_holidays_of_v12_are_found_in_the_calendar():
    content = v12("WeeklyUntilFurtherNotice", weeklyHours={day: {"hours": [hour()]} for day in
                                                            ("monday", "friday", "saturday")})  # fmt: skip
    content["holidayServiceHours"] = {
        "repetition": {"type": "RepetitionEveryYear"},
        "holidays": [
            {"holidayName": "EasterMonday", "hours": [hour(status="Closed")]},
            {"holidayName": "MidsummerEve", "hours": [hour("08:00", "12:00")]},
            {"holidayName": "AllSaintsDay", "hours": []},
        ],
    }
    hours = hours_v12(content)
    assert hours.on(date(2026, 4, 6)) == hours.on(date(2027, 3, 29)) == ()
    assert hours.on(date(2026, 6, 19)) == ((480, 720),)
    assert hours.on(date(2026, 10, 31)) == ()
    assert hours.on(date(2026, 4, 13)) == ((480, 960),)
    content["holidayServiceHours"]["repetition"] = {"type": "RepetitionInSelectedYears", "years": [2027]}
    chosen = hours_v12(content)
    assert chosen.on(date(2026, 4, 6)) == ((480, 960),)
    assert chosen.on(date(2027, 3, 29)) == ()


def test_the_named_days_of_2026():
    assert len(NAMED_DAYS) == 18 == len(named_days(2026))
    found = named_days(2026)
    assert found["GoodFriday"] == date(2026, 4, 3)
    assert found["AscensionDay"] == date(2026, 5, 14)
    assert found["WhitSunday"] == date(2026, 5, 24)
    assert found["MidsummerDay"] == date(2026, 6, 20)
    assert found["MaundyThursday"] == date(2026, 4, 2)


@pytest.mark.parametrize(
    "rows",
    [
        [v11("DaysOfTheWeek", ("Monday", None, "16:00", "08:00"))],
        [v11("DaysOfTheWeek", ("Monday", None, "08:00", "08:00"))],
        [v11("DaysOfTheWeek", ("Someday", None, "08:00", "16:00"))],
        [v11("DaysOfTheWeek", ("Monday", None, "8", "16:00"))],
        [v11("DaysOfTheWeek", ("Monday", None, "08:00", "25:00"))],
        [v11("OverMidnight", ("Friday", "Friday", "20:00", "04:00"))],
        [v11("Exceptional", isClosed=True)],
        [v11("Sometimes")],
        ["text"],
        {"a": 1},
    ],
)
def test_hours_that_mean_nothing_are_refused(rows):
    with pytest.raises(MalformedError):
        hours_v11(rows)


def test_what_is_stored_is_read_back():
    content = v12("WeeklyUntilFurtherNotice", weeklyHours={"monday": {"hours": [hour(repetition="OddWeeks")]}})
    content["holidayServiceHours"] = {"repetition": {"type": "RepetitionInSelectedYears", "years": [2026]},
                                      "holidays": [{"holidayName": "MayDay", "hours": []}]}  # fmt: skip
    hours = hours_v12(content)
    assert ServiceHours.of_json(hours.as_json()) == hours
    rows = [v11("OverMidnight", ("Friday", "Saturday", "20:00", "04:00"))]
    assert ServiceHours.of_json(hours_v11(rows).as_json()) == hours_v11(rows)
