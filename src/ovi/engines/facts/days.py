"""Which day is it? Facts carry whole days as integers, counted from 1 January 1970."""

from __future__ import annotations

from datetime import date, timedelta

_EPOCH = date(1970, 1, 1)


def day_number(on: date) -> int:
    """Days from 1970-01-01 to `on`; may be negative. The inverse of `date_of`."""
    return (on - _EPOCH).days


def date_of(day: int) -> date:
    """The date of a day number."""
    return _EPOCH + timedelta(days=day)
