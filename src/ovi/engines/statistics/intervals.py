"""Between which values does the truth lie, for a share, a count or a percentile of days?"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from ovi.engines.statistics.counts import Numbers, binomial_quantile, numbers


class Interval(NamedTuple):
    """Lower and upper ends, of the shape of what was asked; NaN where nothing was observed."""

    low: Numbers
    high: Numbers


class Days(NamedTuple):
    """Whole days; None where the observations are too few to bound that end."""

    low: int | None
    high: int | None


def deviate(confidence: float) -> float:
    """How many standard deviations hold the middle `confidence` of a normal distribution (0.95 → 1.96)."""
    if not 0 < confidence < 1:
        raise ValueError(f"confidence is a share between 0 and 1, not {confidence}")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def of_share(successes: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> Interval:
    """Wilson's score interval of successes / n, as shares 0–1; NaN where n is 0. Arrays of one shape.

    Source: Wilson 1927; without continuity correction, method 3 of Newcombe, Statistics in Medicine 17 (1998) 857.
    Raises ValueError where successes are not between 0 and n.
    """
    x, n = numbers(successes), numbers(n)
    if np.any((x < 0) | (x > n)):
        raise ValueError("successes lie between 0 and n")
    z2 = deviate(confidence) ** 2
    with np.errstate(invalid="ignore", divide="ignore"):
        centre = (x + z2 / 2) / (n + z2)
        reach = np.sqrt(z2 * (x * (n - x) / n + z2 / 4)) / (n + z2)
    # All and none are ends of their own intervals: the root leaves a rounding error there.
    low = np.where(x == 0, 0.0, centre - reach)
    high = np.where(x == n, 1.0, centre + reach)
    return Interval(np.where(n == 0, np.nan, low), np.where(n == 0, np.nan, high))


def of_count(counts: ArrayLike, exposure: ArrayLike = 1.0, confidence: float = 0.95) -> Interval:
    """Exact interval of a Poisson rate: events per unit of exposure (person-years, inhabitants); NaN if exposure is 0.

    Source: Garwood, Biometrika 28 (1936) 437, by the gamma distribution. Raises ValueError for negative numbers.
    """
    x, exposure = numbers(counts), numbers(exposure)
    if np.any(x < 0) or np.any(exposure < 0):
        raise ValueError("counts and exposure are not negative")
    tail = (1 - confidence) / 2
    deviate(confidence)  # refuses a confidence that is none
    low = np.where(x == 0, 0.0, special.gammaincinv(np.maximum(x, 0.5), tail))
    high = special.gammaincinv(x + 1, 1 - tail)
    known = np.where(exposure > 0, exposure, np.nan)
    return Interval(low / known, high / known)


def ranks_of_percentile(n: int, share: float, confidence: float = 0.95) -> tuple[int, int]:
    """Ranks (1 is the smallest of n) whose values hold the percentile with at least `confidence`.

    0 or n + 1 stand for an end that n observations cannot bound. Free of any distribution, and on the safe side
    when values are tied, as whole days are. Source: Hahn and Meeker, Statistical Intervals (1991), section 5.2.
    """
    if not 0 < share < 1 or n < 0:
        raise ValueError("a percentile is a share between 0 and 1, and n is not negative")
    tail = (1 - confidence) / 2
    deviate(confidence)
    if n == 0:
        return 0, 1
    return int(binomial_quantile(tail, n, share)), int(binomial_quantile(1 - tail, n, share)) + 1


def of_percentile(days: ArrayLike, share: float, confidence: float = 0.95) -> Days:
    """Interval of a percentile (share 0.5: the median) of whole days; `days` is one-dimensional, in any order."""
    values = np.sort(np.asarray(days).ravel())
    low, high = ranks_of_percentile(len(values), share, confidence)
    return Days(
        int(values[low - 1]) if low > 0 else None,
        int(values[high - 1]) if high <= len(values) else None,
    )
