"""Which days are working days in Finland, and which day is n days or months on?

Holidays follow the rules in force since 1992 (the church holidays moved back from Saturdays then); earlier
years are answered by the same rules. Christmas and Midsummer Eve count as holidays, as in the law on
computing statutory time (laki säädettyjen määräaikain laskemisesta 150/1930) 5 §.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ovi.foundation.intervals import DateInterval

HELSINKI = ZoneInfo("Europe/Helsinki")

_DAY = timedelta(days=1)
_FRIDAY, _SATURDAY = 4, 5
# month, day: New Year, Epiphany, May Day, Independence Day, Christmas Eve, Christmas Day, St Stephen's Day
_FIXED = ((1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26))


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus printed in Nature, 20 April 1876)."""
    golden = year % 19
    century, of_century = divmod(year, 100)
    leaps, left = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - shift + 15) % 30
    quarter, rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * left + 2 * quarter - epact - rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def weekday_from(first: date, weekday: int) -> date:
    """The first `weekday` (Monday 0) on or after `first`."""
    return first + timedelta(days=(weekday - first.weekday()) % 7)


@lru_cache(maxsize=1024)
def holidays(year: int) -> frozenset[date]:
    """The days of `year` that are not working days (arkipäivä) though they may fall on Monday to Friday."""
    easter = easter_sunday(year)
    midsummer_eve = weekday_from(date(year, 6, 19), _FRIDAY)
    moving = {
        easter - 2 * _DAY,  # Good Friday
        easter + _DAY,  # Easter Monday
        easter + 39 * _DAY,  # Ascension Day
        midsummer_eve,
        midsummer_eve + _DAY,
        weekday_from(date(year, 10, 31), _SATURDAY),  # All Saints' Day
    }
    return frozenset(moving | {date(year, month, day) for month, day in _FIXED})


def is_working_day(day: date) -> bool:
    """Is `day` an arkipäivä: not a Saturday, a Sunday or a holiday?"""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def working_day_from(day: date) -> date:
    """`day` itself when it is a working day, otherwise the next one."""
    while not is_working_day(day):
        day += _DAY
    return day


def add_working_days(day: date, n: int) -> date:
    """The n-th working day after `day`, never counted itself; `day` when n is 0. n < 0: ValueError."""
    if n < 0:
        raise ValueError(f"working days are counted forward only, not {n}")
    for _ in range(n):
        day = working_day_from(day + _DAY)
    return day


def add_months(day: date, n: int) -> date:
    """The same-numbered day n months on, else the last day of that month (laki 150/1930 3 §)."""
    years, month0 = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month0 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def helsinki_date(instant: datetime) -> date:
    """The day it is in Finland at `instant`; a datetime without an offset is no instant (ValueError)."""
    if instant.utcoffset() is None:
        raise ValueError(f"{instant.isoformat()} has no UTC offset, so its day in Finland is not known")
    return instant.astimezone(HELSINKI).date()


def age_on(birth_date: date, day: date) -> int:
    """Full years on `day`. Who is born on 29 February becomes older on 1 March in other years."""
    not_yet = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - not_yet


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """The days on which schools work (koulun työpäivät), as far as the terms are known. A place decides its own."""

    terms: tuple[DateInterval, ...]
    breaks: tuple[DateInterval, ...] = ()

    def is_school_day(self, day: date) -> bool:
        """Is `day` a working day inside a term and outside its breaks?"""
        on_term = any(term.contains(day) for term in self.terms)
        return on_term and is_working_day(day) and not any(one.contains(day) for one in self.breaks)

    def add(self, day: date, n: int) -> date | None:
        """The n-th school day after `day`; None when `day` or the answer lies outside the terms that are known."""
        if n < 0:
            raise ValueError(f"school days are counted forward only, not {n}")
        ends = [term.end for term in self.terms if term.end is not None]
        if not ends or not min(term.start for term in self.terms) <= day < max(ends):
            return None
        while n:
            day += _DAY
            if day >= max(ends):
                return None
            n -= self.is_school_day(day)
        return day
