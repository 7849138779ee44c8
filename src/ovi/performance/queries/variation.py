"""Is a change real or noise? The natural process limits of an individuals chart (XmR).

Source: Wheeler, Understanding Variation: mean of the earlier values ± 2.66 times their mean moving range.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

_WHEELER = 2.66
_FEWEST = 6  # with fewer earlier values the limits mean nothing


class Change(StrEnum):
    """How the newest value stands to the earlier ones."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"
    UNKNOWN = "unknown"


def change(series: Sequence[float | None]) -> Change:
    """The last value of `series` against the limits drawn from those before it; gaps are left out."""
    if not series or series[-1] is None:
        return Change.UNKNOWN
    earlier = [value for value in series[:-1] if value is not None]
    if len(earlier) < _FEWEST:
        return Change.UNKNOWN
    mean, reach = fmean(earlier), _WHEELER * fmean(abs(b - a) for a, b in pairwise(earlier))
    if series[-1] > mean + reach:
        return Change.HIGHER
    return Change.LOWER if series[-1] < mean - reach else Change.WITHIN
