"""Which day is n months or working days after each of many days? Tables over every day a matter may name.

A matter's days lie in the years 1850-2199, some 128 000 days, so each question is answered once for all of them;
after that a million answers are one look-up. Slot 0 of a table answers NULL_DAY with NULL_DAY.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovi.foundation.calendar import SchoolCalendar, holidays

Days = NDArray[np.int32]

NULL_DAY = int(np.iinfo(np.int32).min)

# Slack on either side: an instant of New Year's night may lie in another year in Finland, and the end of a limit
# is itself looked up where limits move on from free days.
_FIRST = np.datetime64("1849-12-25", "D")
_PAST = np.datetime64("2211-01-01", "D")
_BEFORE = int(_FIRST.astype(np.int64)) - 1
_SLOTS = int((_PAST - _FIRST).astype(np.int64)) + 1


def slots(days: Days) -> NDArray[np.intp]:
    """The place of each day in a table; ValueError for a day that no matter may name."""
    places = np.where(days == NULL_DAY, 0, days.astype(np.intp) - _BEFORE)
    if places.size and (places.min() < 0 or places.max() >= _SLOTS or bool(((places == 0) & (days != NULL_DAY)).any())):
        raise ValueError("a day lies outside the years 1850-2210")
    return places


def look_up(table: Days, days: Days) -> Days:
    """The table's answer to each day."""
    return table[slots(days)]


@lru_cache(maxsize=64)
def months_on(months: int) -> Days:
    """The same-numbered day `months` on, else the last day of that month (laki 150/1930 3 §)."""
    first, numbered = _month_and_day(months)
    last = (first + 1).astype("M8[D]") - first.astype("M8[D]") - np.timedelta64(1, "D")
    return _table(first.astype("M8[D]") + np.where(numbered < last, numbered, last))


@lru_cache(maxsize=64)
def birthday(age: int) -> Days:
    """The first day of being `age` for who is born on each day; 29 February becomes 1 March in other years."""
    first, numbered = _month_and_day(12 * age)
    return _table(first.astype("M8[D]") + numbered)


@lru_cache(maxsize=64)
def working_days_on(working_days: int) -> Days:
    """The n-th working day after each day, itself never counted; the day itself when n is 0."""
    if not working_days:
        return _table(_all_days())
    work = _working_days(working_days)
    return _table(work[np.searchsorted(work, _all_days(), side="right") + working_days - 1])


@lru_cache(maxsize=1)
def next_working_day() -> Days:
    """Each day itself when it is a working day, otherwise the next one."""
    work = _working_days(1)
    return _table(work[np.searchsorted(work, _all_days(), side="left")])


@lru_cache(maxsize=64)
def school_days_on(school: SchoolCalendar | None, school_days: int) -> Days:
    """The n-th school day after each day (n at least 1); NULL_DAY outside the terms that are known."""
    day = _all_days()
    table = np.full(_SLOTS, NULL_DAY, np.int32)
    ends = [term.end for term in school.terms if term.end is not None] if school else []
    if school and ends:
        known = (day >= np.datetime64(min(term.start for term in school.terms))) & (day < np.datetime64(max(ends)))
        work = np.array([one for one in day[known] if school.is_school_day(one.item())], "M8[D]")
        place = np.searchsorted(work, day, side="right") + school_days - 1
        known &= place < len(work)
        table[1:][known] = work[place[known]].astype(np.int64)
    table.flags.writeable = False
    return table


@lru_cache(maxsize=1)
def _all_days() -> NDArray[np.datetime64]:
    return np.arange(_FIRST, _PAST, dtype="M8[D]")


def _working_days(ahead: int) -> NDArray[np.datetime64]:
    """All working days (arkipäivä) of the tables and `ahead` more, in order."""
    # At most half of the days of any stretch longer than a fortnight are free; a year of slack covers the rest.
    end = _PAST + 2 * ahead + 366
    years = range(1849, int(end.astype("M8[Y]").astype(np.int64)) + 1971)
    free = np.array(sorted(day for year in years for day in holidays(year)), dtype="M8[D]")
    every = np.arange(_FIRST, end, dtype="M8[D]")
    return every[np.is_busday(every, holidays=free)]


def _month_and_day(months: int) -> tuple[NDArray[np.datetime64], NDArray[np.timedelta64]]:
    """The month `months` after each day's own, and how many days after the first of its month each day is."""
    day = _all_days()
    month = day.astype("M8[M]")
    return month + months, day - month.astype("M8[D]")


def _table(answers: NDArray[Any]) -> Days:
    table = np.empty(_SLOTS, np.int32)
    table[0] = NULL_DAY
    table[1:] = answers.astype(np.int64)
    table.flags.writeable = False
    return table


def as_number(on: date | None) -> int:
    """A date as its number, None as NULL_DAY."""
    return NULL_DAY if on is None else on.toordinal() - _EPOCH


_EPOCH = date(1970, 1, 1).toordinal()
