"""How is time counted while a year is invented? Local seconds since 1970 in Finland, as integers.

Whole arrays are added and compared; only the finished columns become instants in UTC. Nothing happens between 23 and
5 o'clock, so the two nights of the year in which clocks are turned cannot put events out of order.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from ovi.foundation.calendar import HELSINKI, holidays

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

EPOCH = date(1970, 1, 1)
DAY = 86_400
HOUR = 3_600
MINUTE = 60
# "Not happened": later than anything that has, so comparisons need no special case.
NEVER = np.int64(2**60)
_FIRST_YEAR, _LAST_YEAR = 2015, 2045


def day_number(on: date) -> int:
    return (on - EPOCH).days


@lru_cache(maxsize=1)
def _calendar() -> np.busdaycalendar:
    days = [day for year in range(_FIRST_YEAR, _LAST_YEAR + 1) for day in holidays(year)]
    return np.busdaycalendar(holidays=np.array(days, dtype="datetime64[D]"))


def working_day(days: Ints, later_by: Ints | int = 0) -> Ints:
    """Each day itself when it is a working day, else the next one; then `later_by` working days on."""
    found = np.busday_offset(days.astype("datetime64[D]"), later_by, roll="forward", busdaycal=_calendar())
    return np.asarray(found.astype(np.int64), dtype=np.int64)


def is_working_day(days: Ints) -> Bools:
    return np.asarray(np.is_busday(days.astype("datetime64[D]"), busdaycal=_calendar()), dtype=np.bool_)


@lru_cache(maxsize=1)
def _offsets() -> tuple[int, Ints]:
    """Seconds ahead of UTC at noon of each day from the first day on."""
    first, last = date(_FIRST_YEAR, 1, 1), date(_LAST_YEAR, 12, 31)
    days = (last - first).days + 1
    noons = (datetime.combine(first + timedelta(days=one), time(12), HELSINKI) for one in range(days))
    return day_number(first), np.array([_offset(noon) for noon in noons], dtype=np.int64)


def _offset(moment: datetime) -> int:
    offset = moment.utcoffset()
    return int(offset.total_seconds()) if offset else 0


def to_utc(local: Ints) -> Ints:
    """Local seconds → seconds of UTC. NEVER stays NEVER."""
    first, offsets = _offsets()
    happened = local < NEVER
    index = np.where(happened, local // DAY - first, 0)
    return np.where(happened, local - offsets[index], NEVER)


def from_instant(instant: datetime) -> int:
    """An instant → local seconds."""
    local = instant.astimezone(HELSINKI)
    return int(local.replace(tzinfo=UTC).timestamp())
