"""Which months, and which month is a day in? A small calendar table that every engine can join."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from ovi.engines.facts.days import day_number
from ovi.foundation.refusals import Refused

# How far back an assessment may lie for its due day to be looked up; limits are at most 24 months.
_YEARS_BACK = 10
WINDOW_MONTHS = 12  # persons are counted over these


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months from `first` to `last`, both included, as "2026-01"."""

    first: str
    last: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """From "2026-01..2026-12" or "2026-01"; anything else is refused with an example."""
        first, _, last = text.partition("..")
        last = last or first
        good = all(re.fullmatch(r"(19|20)\d\d-(0[1-9]|1[0-2])", month) for month in (first, last))
        if not good or first > last:
            message = f"“{text}” is no period. Write first and last month, such as 2026-01..2026-12."
            raise Refused(message, code="indicators.bad_period")
        return cls(first, last)

    def months(self) -> list[str]:
        """Every month of the period, in order."""
        return [str(month) for month in np.arange(np.datetime64(self.first), np.datetime64(self.last) + 1)]


def calendar(period: Period, month_limits: Iterable[int]) -> pa.Table:
    """One row a day up to the period's end: `day, month, in_period`, and `due_<n>m` for each limit in months.

    due_<n>m is the same-numbered day n months on, or that month's last day where it has no such day
    (laki säädettyjen määräaikain laskemisesta 150/1930, section 3).
    """
    first_year = int(period.first[:4]) - _YEARS_BACK
    days = np.arange(day_number(date(first_year, 1, 1)), first_day(np.datetime64(period.last) + 1), dtype="int32")
    dates = days.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    in_period = (months >= np.datetime64(period.first)) & (months <= np.datetime64(period.last))
    columns = {"day": days, "month": np.datetime_as_string(months), "in_period": in_period}
    for limit in sorted(set(month_limits)):
        columns[due_column(limit)] = _same_day_later(dates, months, limit)
    return pa.table({name: pa.array(values) for name, values in columns.items()})


def twelve_months(period: Period) -> pa.Table:
    """`month, of_month`: the twelve months that end with each month of the period."""
    months = [np.datetime64(month) for month in period.months()]
    pairs = [(str(month), str(month - back)) for month in months for back in range(WINDOW_MONTHS)]
    return pa.table({"month": [month for month, _ in pairs], "of_month": [member for _, member in pairs]})


def due_column(months: int) -> str:
    return f"due_{months}m"


def first_day(month: np.datetime64) -> int:
    """The day number of a month's first day."""
    return int(month.astype("datetime64[D]").astype(int))


def _same_day_later(dates: np.ndarray, months: np.ndarray, limit: int) -> np.ndarray:
    day_of_month = dates - months.astype("datetime64[D]")
    last_of_month = (months + limit + 1).astype("datetime64[D]") - np.timedelta64(1, "D")
    due = np.minimum((months + limit).astype("datetime64[D]") + day_of_month, last_of_month)
    return np.asarray(due.astype("int32"))
