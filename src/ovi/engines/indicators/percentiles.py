"""What is the p-th percentile of whole days? The smallest day by which at least p of 100 are done.

The one definition of the project (decision 24): whole days, lower rank, SQL's percentile_disc. So "the median is at
most 7" says exactly "at least half within 7 days", and histograms of days add up over units, months and engines.
Days from CAP on are one bin: a percentile of CAP means "CAP days or more".
"""

from __future__ import annotations

from typing import Any

import ibis
import numpy as np

CAP = 400
BINS = CAP + 1
MEDIAN, NINTH_DECILE = 50, 90


def of_counts(counts: np.ndarray, percent: int) -> int | None:
    """The percentile of a histogram of days (`counts[d]` = how many took d days); None when it is empty."""
    below = np.cumsum(counts)
    if not below.size or below[-1] == 0:
        return None
    return int(np.searchsorted(below * 100, int(below[-1]) * percent))


def cumulated(cells: Any, keys: list[str], day: str, count: str) -> Any:
    """Cells by `keys` and `day`, with `_below`: their count up to the day, and `_all`: that of the whole group."""
    whole = ibis.window(group_by=keys)
    rising = ibis.window(group_by=keys, order_by=day, preceding=None, following=0)
    return cells.mutate(_below=cells[count].sum().over(rising), _all=cells[count].sum().over(whole))


def of_cumulated(cells: Any, day: str, count: str, percent: int) -> Any:
    """The percentile of each group, as an aggregate over what `cumulated` gave."""
    reached = (cells[count] > 0) & (cells["_below"] * 100 >= cells["_all"] * percent)
    return cells[day].min(where=reached)
