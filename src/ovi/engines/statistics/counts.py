"""Which count cuts off a given tail of a binomial or Poisson distribution?

Both are asked of scipy.special, whose inverses are continuous: rounded up they may lie one too high.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Numbers = NDArray[np.float64]


def numbers(values: ArrayLike | Sequence[float | None]) -> Numbers:
    """As an array of floats; None becomes NaN."""
    return np.asarray(values, dtype=np.float64)


def binomial_quantile(tail: ArrayLike, n: ArrayLike, share: ArrayLike) -> Numbers:
    """Smallest k with P(K <= k) >= tail for K ~ Binomial(n, share). Whole numbers, broadcast; 0 < tail < 1."""
    return _quantile(special.bdtrik(tail, n, share), tail, lambda k: binomial_below(k, n, share))


def binomial_below(k: ArrayLike, n: ArrayLike, share: ArrayLike) -> Numbers:
    """P(K <= k) for K ~ Binomial(n, share); 0 for k < 0."""
    return np.where(numbers(k) < 0, 0.0, special.bdtr(np.maximum(numbers(k), 0), np.asarray(n, np.int64), share))


def poisson_quantile(tail: ArrayLike, mean: ArrayLike) -> Numbers:
    """Smallest k with P(K <= k) >= tail for K ~ Poisson(mean). Whole numbers, broadcast; 0 < tail < 1."""
    return _quantile(special.pdtrik(tail, mean), tail, lambda k: poisson_below(k, mean))


def poisson_below(k: ArrayLike, mean: ArrayLike) -> Numbers:
    """P(K <= k) for K ~ Poisson(mean); 0 for k < 0."""
    return np.where(numbers(k) < 0, 0.0, special.pdtr(np.maximum(numbers(k), 0), mean))


def _quantile(inverse: ArrayLike, tail: ArrayLike, below: Callable[[Numbers], Numbers]) -> Numbers:
    # The inverse is NaN where even k = 0 has more than the tail.
    k = np.maximum(np.ceil(np.nan_to_num(numbers(inverse))), 0)
    k = np.where(below(k) < numbers(tail), k + 1, k)
    return np.where((k > 0) & (below(k - 1) >= numbers(tail)), k - 1, k)
