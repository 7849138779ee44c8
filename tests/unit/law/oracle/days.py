"""Which days are free, what day is it in Finland, and which day is n on? Slow and obvious; answers are remembered."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from functools import cache, lru_cache

ONE = timedelta(days=1)
FIXED = ("01.01.", "06.01.", "01.05.", "06.12.", "24.12.", "25.12.", "26.12.")


@cache
def gauss_easter(year: int) -> date:
    """Easter by Gauss's rule of 1800 with his later corrections."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    n = (4 + k - k // 4) % 7
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + n) % 7
    if d == 29 and e == 6:
        return date(year, 4, 19)
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return date(year, 4, 18)
    return date(year, 3, 22) + timedelta(days=d + e)


@cache
def free(day: date) -> bool:
    """Is the office closed all day?"""
    if day.strftime("%a") in ("Sat", "Sun"):
        return True
    if day.strftime("%d.%m.") in FIXED:
        return True
    since_easter = (day - gauss_easter(day.year)).days
    midsummer_eve = day.month == 6 and 19 <= day.day <= 25 and day.strftime("%a") == "Fri"
    return since_easter in (-2, 1, 39) or midsummer_eve


@cache
def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    while day.strftime("%a") != "Sun":
        day -= ONE
    return day


@lru_cache(maxsize=1 << 17)
def finnish(text: str) -> tuple[date, str | None]:
    """The day in Finland, and the time of day when the text has one."""
    if len(text) == 10:
        return date.fromisoformat(text), None
    instant = datetime.fromisoformat(text).astimezone(timezone.utc)  # noqa: UP017 - named as the rule is told
    summer = [
        datetime.combine(last_sunday(instant.year, month), datetime.min.time(), timezone.utc)  # noqa: UP017
        + timedelta(hours=1)
        for month in (3, 10)
    ]
    local = instant + timedelta(hours=3 if summer[0] <= instant < summer[1] else 2)
    return local.date(), local.strftime("%H:%M:%S")


@lru_cache(maxsize=1 << 17)
def months_on(day: date, months: int) -> date:
    """Step into the month that lies `months` on, then go back until the day exists there."""
    year, month = day.year, day.month
    for _ in range(months):
        month += 1
        if month == 13:
            year, month = year + 1, 1
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


@lru_cache(maxsize=1 << 17)
def days_on(day: date, number: int) -> date:
    for _ in range(number):
        day += ONE
    return day


@lru_cache(maxsize=1 << 17)
def working_days_on(day: date, number: int) -> date:
    while number:
        day += ONE
        if not free(day):
            number -= 1
    return day


@lru_cache(maxsize=1 << 17)
def office_day(day: date, time: str | None) -> date:
    """The weekday in whose office hours (8-16) a contact counts: after 16 the next one."""
    if not free(day) and time is not None and time >= "16:00:00":
        day += ONE
    while free(day):
        day += ONE
    return day


def age(born: str, day: date) -> int:
    """How many birthdays were there, the day of birth apart? By asking every year."""
    number = day.year - int(born[:4])
    return number if day.isoformat()[5:] >= born[5:] else number - 1


# The school years of the tests: first and last day of each term, and the days off between them.
TERMS = ((date(2024, 8, 8), date(2025, 5, 31)), (date(2025, 8, 12), date(2026, 5, 30)))
BREAKS = ((date(2024, 10, 14), date(2024, 10, 18)), (date(2024, 12, 21), date(2025, 1, 6)),
          (date(2025, 10, 13), date(2025, 10, 19)), (date(2026, 2, 23), date(2026, 3, 1)))  # fmt: skip


def at_school(day: date) -> bool:
    off = any(first <= day <= last for first, last in BREAKS)
    return any(first <= day <= last for first, last in TERMS) and not off and not free(day)


@lru_cache(maxsize=1 << 17)
def school_days_on(day: date, number: int) -> date | None:
    """None where the school years that are known do not reach."""
    first, last = TERMS[0][0], TERMS[-1][1]
    if not first <= day <= last:
        return None
    while number:
        day += ONE
        if day > last:
            return None
        number -= at_school(day)
    return day
