"""In which municipality is access under strain, month by month, and how long does one wait there?

One table of strain gives both the realised waits and the free times ahead, so the two views of access agree.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ovi.demo.axis import Bools, Floats, Ints
from ovi.demo.draws import Rng
from ovi.demo.patterns import AccessGroup, Patterns, Strain

MONTH_DAYS = 30.44


@dataclass(frozen=True, slots=True)
class Access:
    """`strained[group]` is (municipalities, months); month 0 begins `backlog_days` before the year."""

    groups: Mapping[str, AccessGroup]
    strained: dict[str, Bools]
    first_day: int

    def month(self, days: Ints) -> Ints:
        months = next(iter(self.strained.values())).shape[1]
        return np.clip(((days - self.first_day) / MONTH_DAYS).astype(np.int64), 0, months - 1)

    def is_strained(self, group: str, place: Ints, days: Ints) -> Bools:
        """Is access of this group under strain in these municipalities on these days?"""
        return np.asarray(self.strained[group][place, self.month(days)], dtype=np.bool_)

    def wait(self, rng: Rng, group: str, place: Ints, days: Ints) -> Floats:
        """Days from assessment to the first care event."""
        return self._draw(rng, group, self.is_strained(group, place, days), "wait")

    def third_free(self, rng: Rng, group: str, place: Ints, days: Ints) -> Floats:
        """Days to the third free time of a professional."""
        return self._draw(rng, group, self.is_strained(group, place, days), "third_free")

    def _draw(self, rng: Rng, group: str, strained: Bools, what: str) -> Floats:
        calm, hard = (getattr(pace, what) for pace in (self.groups[group].calm, self.groups[group].strained))
        median, sigma = (np.where(strained, hard[part], calm[part]) for part in (0, 1))
        return np.asarray(median * np.exp(sigma * rng.standard_normal(len(strained))), dtype=np.float64)


def make_access(rng: Rng, patterns: Patterns, places: int, first_day: int, year_from: int, last_day: int) -> Access:
    """Which municipalities are strained: an order of proneness, cut at the month's share, blurred by the wobble."""
    months = int((last_day - first_day) / MONTH_DAYS) + 1
    before = (year_from - first_day) / MONTH_DAYS
    strained = {
        name: _strained(rng, group.strained_share, places, months, before) for name, group in patterns.access.items()
    }
    return Access(patterns.access, strained, first_day)


def _strained(rng: Rng, share: Strain, places: int, months: int, before: float) -> Bools:
    proneness = (rng.permutation(places) + 0.5) / places
    progress = np.clip((np.arange(months) - before) / 12, 0, 1)
    target = share.start + (share.end - share.start) * progress
    blur = share.wobble * rng.standard_normal((places, months))
    return np.asarray(proneness[:, None] + blur < target[None, :], dtype=np.bool_)
