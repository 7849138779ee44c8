"""On which date does a named holiday fall in a year? The holidays that sources name in opening hours.

The names are those of PTV's list of holidays (types/Holiday); moving ones follow Easter.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from ovi.foundation.calendar import easter_sunday, weekday_from

_FRIDAY, _SATURDAY = 4, 5
_FIXED = {
    "NewYearDay": (1, 1),
    "Epiphany": (1, 6),
    "MayDayEve": (4, 30),
    "MayDay": (5, 1),
    "IndependenceDay": (12, 6),
    "ChristmasEve": (12, 24),
    "ChristmasDay": (12, 25),
    "SecondDayOfChristmas": (12, 26),
    "NewYearEve": (12, 31),
}
_FROM_EASTER = {
    "MaundyThursday": -3,
    "GoodFriday": -2,
    "EasterSunday": 0,
    "EasterMonday": 1,
    "AscensionDay": 39,
    "WhitSunday": 49,
}
NAMED_DAYS = frozenset({*_FIXED, *_FROM_EASTER, "MidsummerEve", "MidsummerDay", "AllSaintsDay"})


@lru_cache(maxsize=64)
def named_days(year: int) -> Mapping[str, date]:
    """Each named holiday's date in `year`."""
    easter = easter_sunday(year)
    midsummer_eve = weekday_from(date(year, 6, 19), _FRIDAY)
    found = {name: date(year, month, day) for name, (month, day) in _FIXED.items()}
    found |= {name: easter + timedelta(days=days) for name, days in _FROM_EASTER.items()}
    found["MidsummerEve"] = midsummer_eve
    found["MidsummerDay"] = midsummer_eve + timedelta(days=1)
    found["AllSaintsDay"] = weekday_from(date(year, 10, 31), _SATURDAY)
    return found
