"""What do PTV's service hours, of v11 or v12, mean as rules of opening?

v11: rows of DaysOfTheWeek, OverMidnight or Exceptional. v12: typed rows with odd and even weeks, and named holidays.
Hours that end before they begin are refused; midnight as an end is 24.00, and so is 23.59.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from ovi.directory.incoming import MalformedError
from ovi.directory.service_hours import ANY_DAY, DAY_MINUTES, HourRule, HourSpan, ServiceHours
from ovi.exchange.importers import reading
from ovi.exchange.importers.reading import Row
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.named_days import NAMED_DAYS
from ovi.foundation.text import LANGUAGES, Trilingual

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = timedelta(days=1)
_WEEKS = {"Weekly": "", "OddWeeks": "odd", "EvenWeeks": "even"}
_LONGEST_EXCEPTION_DAYS = 370


def hours_v11(value: Any) -> ServiceHours:
    """The rules of a v11 `serviceHours` list."""
    found: list[HourRule] = []
    for one in reading.rows(value, "serviceHours"):
        kind = one.get("serviceHourType")
        if kind in ("DaysOfTheWeek", "Standard"):
            found.append(_weekly_v11(one))
        elif kind in ("OverMidnight", "Special"):
            found.append(_over_midnight_v11(one))
        elif kind in ("Exceptional", "Exception"):
            found += _exception_v11(one)
        else:
            raise MalformedError(f"serviceHours has an unknown type {str(kind)[:40]!r}")
    return ServiceHours(tuple(found))


def _base_v11(one: Row) -> HourRule:
    start, end = _validity(one.get("validFrom"), one.get("validTo"))
    if reading.truth(one.get("validForNow"), "validForNow"):
        start = end = None
    return HourRule(
        valid_from=start,
        valid_to=end,
        always=reading.truth(one.get("isAlwaysOpen"), "isAlwaysOpen"),
        reservation=reading.truth(one.get("isReservation"), "isReservation"),
        info=reading.by_language(one.get("additionalInformation"), "additionalInformation", short=True),
    )


def _weekly_v11(one: Row) -> HourRule:
    spans = []
    for hour in reading.rows(one.get("openingHour"), "openingHour"):
        start, end = _within_day(hour.get("from"), hour.get("to"))
        first = _weekday(hour.get("dayFrom"))
        last = _weekday(hour.get("dayTo")) if hour.get("dayTo") else first
        spans += [HourSpan((first + step) % 7, start, end) for step in range((last - first) % 7 + 1)]
    return replace(_base_v11(one), spans=tuple(spans))


def _over_midnight_v11(one: Row) -> HourRule:
    spans = [
        _running(hour.get("dayFrom"), hour.get("dayTo"), hour.get("from"), hour.get("to"))
        for hour in reading.rows(one.get("openingHour"), "openingHour")
    ]
    return replace(_base_v11(one), spans=tuple(spans))


def _exception_v11(one: Row) -> Iterator[HourRule]:
    start, end = _validity(one.get("validFrom"), one.get("validTo"))
    if start is None:
        raise MalformedError("an exception of the service hours has no date")
    end = end or start + _DAY
    base = replace(_base_v11(one), exception=True, valid_from=start, valid_to=end)
    hours = reading.rows(one.get("openingHour"), "openingHour")
    if reading.truth(one.get("isClosed"), "isClosed"):
        yield replace(base, closed=True)
        return
    through = [hour for hour in hours if hour.get("dayTo") and hour.get("dayTo") != hour.get("dayFrom")]
    if through and end - start > _DAY:
        for hour in through:
            yield from _through(base, hour, start, end)
        return
    spans = (_within_day(hour.get("from"), hour.get("to")) for hour in hours)
    yield replace(base, spans=tuple(HourSpan(ANY_DAY, first, last) for first, last in spans))


def _through(base: HourRule, hour: Row, start: date, end: date) -> Iterator[HourRule]:
    """Open from an hour of the first day without a break to an hour of the last."""
    opens, closes = _minutes(hour.get("from")), _minutes(hour.get("to"))
    last = end - _DAY
    if (end - start).days > _LONGEST_EXCEPTION_DAYS:
        raise MalformedError("an exception of the service hours is longer than a year")
    yield replace(base, valid_to=start + _DAY, spans=(HourSpan(ANY_DAY, opens, DAY_MINUTES),))
    if last - start > _DAY:
        whole = (HourSpan(ANY_DAY, 0, DAY_MINUTES),)
        yield replace(base, valid_from=start + _DAY, valid_to=last, spans=whole)
    if closes:
        yield replace(base, valid_from=last, spans=(HourSpan(ANY_DAY, 0, closes),))


def hours_v12(value: Any) -> ServiceHours:
    """The rules of a v12 `serviceHours` object."""
    content = reading.row(value, "serviceHours")
    found = [rule for one in reading.rows(content.get("hours"), "hours") for rule in _rules_v12(one)]
    holidays = reading.row(content.get("holidayServiceHours"), "holidayServiceHours")
    found += _holidays_v12(holidays)
    return ServiceHours(tuple(found))


def _rules_v12(one: Row) -> Iterator[HourRule]:
    kind = str(one.get("type"))
    base = HourRule(info=_said_v12(one))
    if "fromDate" in one or "toDate" in one:
        start, end = _validity(one.get("fromDate"), one.get("toDate"))
        base = replace(base, valid_from=start, valid_to=end)
    if one.get("openingStatus") == "OpenOnReservation":
        base = replace(base, reservation=True)
    if kind == "ContinuousAlwaysValidServiceHour":
        yield replace(base, always=True)
    elif kind in ("ContinuousWeekdaysUntilFurtherNoticeServiceHour", "ContinuousDateRangeServiceHour"):
        span = _running(one.get("fromDay"), one.get("toDay"), one.get("fromTime"), one.get("toTime"))
        yield replace(base, spans=(span,))
    elif kind in ("WeeklyUntilFurtherNoticeServiceHour", "WeeklyDateRangeServiceHour"):
        yield from _weeks_v12(one, base)
    elif kind == "ExceptionalDateRangeServiceHour":
        yield from _exceptions_v12(one, base)
    else:
        raise MalformedError(f"serviceHours has an unknown type {kind[:60]!r}")


def _weeks_v12(one: Row, base: HourRule) -> Iterator[HourRule]:
    groups: dict[tuple[bool, str], list[HourSpan]] = {}
    for weekday, hour in _week(one):
        start, end = _within_day(hour.get("start"), hour.get("end"))
        key = (hour.get("openingStatus") == "OpenOnReservation", _repeated(hour))
        groups.setdefault(key, []).append(HourSpan(weekday, start, end))
    for (reservation, weeks), spans in groups.items():
        yield replace(base, reservation=reservation, weeks=weeks, spans=tuple(spans))


def _exceptions_v12(one: Row, base: HourRule) -> Iterator[HourRule]:
    if base.valid_from is None:
        raise MalformedError("an exception of the service hours has no date")
    for weekday, hour in _week(one):
        rule = replace(base, exception=True, weekdays=(weekday,), weeks=_repeated(hour))
        yield _stated(rule, hour, weekday)


def _holidays_v12(content: Row) -> Iterator[HourRule]:
    repetition = reading.row(content.get("repetition"), "repetition")
    years = repetition.get("years") if repetition.get("type") == "RepetitionInSelectedYears" else None
    if years is not None and not (isinstance(years, list) and all(isinstance(year, int) for year in years)):
        raise MalformedError("the years of the holiday hours are no list of years")
    for one in reading.rows(content.get("holidays"), "holidays"):
        name = one.get("holidayName")
        if name not in NAMED_DAYS:
            raise MalformedError(f"serviceHours has an unknown holiday {str(name)[:40]!r}")
        hours = reading.rows(one.get("hours"), "hours") or ({"openingStatus": "Closed"},)
        for hour in hours:
            rule = _stated(HourRule(holiday=name, info=_said_v12(hour)), hour, ANY_DAY)
            if years is None:
                yield rule
            for year in years or ():
                yield replace(rule, valid_from=date(year, 1, 1), valid_to=date(year + 1, 1, 1))


def _stated(rule: HourRule, hour: Row, weekday: int) -> HourRule:
    status = hour.get("openingStatus")
    if status == "Closed":
        return replace(rule, closed=True)
    start, end = _within_day(hour.get("start"), hour.get("end"))
    return replace(rule, reservation=status == "OpenOnReservation", spans=(HourSpan(weekday, start, end),))


def _week(one: Row) -> Iterator[tuple[int, Row]]:
    week = reading.row(one.get("weeklyHours"), "weeklyHours")
    for weekday, name in enumerate(_DAYS):
        day = reading.row(week.get(name), name)
        for hour in reading.rows(day.get("hours"), name):
            yield weekday, hour


def _repeated(hour: Row) -> str:
    repetition = hour.get("repetition") or "Weekly"
    if repetition not in _WEEKS:
        raise MalformedError(f"service hours repeat {str(repetition)[:40]!r}")
    return _WEEKS[repetition]


def _said_v12(one: Row) -> Trilingual:
    parts = [reading.row(one.get(name), name) for name in ("heading", "additionalInformation")]
    return Trilingual.of(
        {
            language: ". ".join(filter(None, (reading.text(part.get(language), "info") for part in parts)))
            for language in LANGUAGES
        }
    )


def _running(from_day: Any, to_day: Any, from_time: Any, to_time: Any) -> HourSpan:
    first = _weekday(from_day)
    last = _weekday(to_day) if to_day else (first + 1) % 7
    start, end = _minutes(from_time), (last - first) % 7 * DAY_MINUTES + _minutes(to_time)
    if end <= start:
        raise MalformedError(f"service hours end before they begin: {from_day} {from_time} to {to_day} {to_time}")
    return HourSpan(first, start, end)


def _within_day(start_text: Any, end_text: Any) -> tuple[int, int]:
    start, end = _minutes(start_text), _minutes(end_text)
    if end in (0, DAY_MINUTES - 1):
        end = DAY_MINUTES
    if end <= start:
        raise MalformedError(f"service hours end before they begin: {start_text} to {end_text}")
    return start, end


def _minutes(value: Any) -> int:
    parts = str(value).split(":")
    if len(parts) in (2, 3) and all(part.isascii() and part.isdigit() for part in parts):
        hour, minute = int(parts[0]), int(parts[1])
        if minute < 60 and (hour < 24 or (hour == 24 and minute == 0)):
            return hour * 60 + minute
    raise MalformedError(f"service hours have a time that is none: {str(value)[:20]!r}")


def _weekday(value: Any) -> int:
    name = str(value).lower()
    if name not in _DAYS:
        raise MalformedError(f"service hours have a weekday that is none: {str(value)[:20]!r}")
    return _DAYS.index(name)


def _validity(start: Any, end: Any) -> tuple[date | None, date | None]:
    """Half-open dates in Finland; the source's last day is within."""
    first, last = _date(start), _date(end)
    if first and last and last < first:
        raise MalformedError(f"service hours end before they begin: {first} to {last}")
    return first, last + _DAY if last else None


def _date(value: Any) -> date | None:
    if isinstance(value, str) and len(value) == 10:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise MalformedError(f"service hours have a date that is none: {value!r}") from None
    found = reading.moment(value, "the validity of service hours")
    return helsinki_date(found) if found else None
