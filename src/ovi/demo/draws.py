"""How is something drawn by weights, many times at once? Small helpers over numpy's generator."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ovi.demo.axis import Floats, Ints

Rng = np.random.Generator


def pick(rng: Rng, weights: Sequence[float] | Floats, size: int) -> Ints:
    """`size` indices drawn by `weights`."""
    edges = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.asarray(np.searchsorted(edges, rng.random(size) * edges[-1], side="right"), dtype=np.int64)


def pick_by_row(rng: Rng, weights: Floats) -> Ints:
    """One index for each row of `weights` (rows, choices)."""
    edges = np.cumsum(weights, axis=1)
    at = rng.random(len(weights))[:, None] * edges[:, -1:]
    return np.asarray((at >= edges).sum(axis=1), dtype=np.int64)


def by_band(table: Mapping[int, float], values: Ints) -> Floats:
    """The weight of the band in which each value lies; the table is keyed by the band's first value."""
    starts = sorted(table)
    index = np.searchsorted(np.array(starts), values, side="right") - 1
    return np.array([table[start] for start in starts], dtype=np.float64)[np.maximum(index, 0)]


def lognormal(rng: Rng, median: Floats | float, sigma: Floats | float, size: int) -> Floats:
    """Draws with this median and sigma of the logarithm."""
    return np.asarray(median * np.exp(np.asarray(sigma) * rng.standard_normal(size)), dtype=np.float64)


def uuids(rng: Rng, size: int) -> list[str]:
    """Version-4 UUIDs from the generator, so that the same seed gives the same keys."""
    raw = rng.integers(0, 256, size=(size, 16), dtype=np.uint8)
    raw[:, 6] = (raw[:, 6] & 0x0F) | 0x40
    raw[:, 8] = (raw[:, 8] & 0x3F) | 0x80
    whole = raw.tobytes().hex()
    parts = (whole[at : at + 32] for at in range(0, len(whole), 32))
    return [f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}" for one in parts]


def rank_within(groups: npt.NDArray[np.int64], order: npt.NDArray[np.int64] | None = None) -> Ints:
    """For each element its place (0, 1, …) among those of the same group, by `order` or as they stand."""
    by = np.lexsort((np.arange(len(groups)) if order is None else order, groups))
    sorted_groups = groups[by]
    starts = np.r_[True, sorted_groups[1:] != sorted_groups[:-1]]
    positions = np.arange(len(groups))
    first = np.maximum.accumulate(np.where(starts, positions, 0))
    ranks = np.empty(len(groups), dtype=np.int64)
    ranks[by] = positions - first
    return ranks
