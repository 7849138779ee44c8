"""How do published rows become points in time? A row merged over months is one point, and no month is two."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ovi.performance.queries import Value
from ovi.performance.queries.saying import month_date


@dataclass(frozen=True, slots=True)
class Point:
    """The months that a figure holds, oldest first, and the figure; None: nothing was published of that month."""

    months: tuple[str, ...]
    value: Value | None

    @property
    def first_on(self) -> date:
        return month_date(self.months[0])

    @property
    def last_on(self) -> date:
        return month_date(self.months[-1])

    @property
    def known(self) -> float | None:
        """The value; None where it is withheld or was not measured."""
        return self.value.value if self.value else None

    @property
    def ends(self) -> tuple[float, float] | None:
        """Between which ends it lies, where only these are told."""
        return self.value.ends if self.value else None


def points(series: Iterable[Value], months: Sequence[str] | None = None) -> list[Point]:
    """One point for each figure of a series and for each month of `months` that none holds, oldest first.

    Raises ValueError where two figures hold the same month: they are not of one series. Without `months` there are no
    points for months that nothing was published of.
    """
    found = [Point(one.months, one) for one in series]
    held = [month for point in found for month in point.months]
    if len(held) != len(set(held)):
        raise ValueError("two figures of the series hold the same month")
    found += [Point((month,), None) for month in set(months or ()) - set(held)]
    return sorted(found, key=lambda point: point.months[-1])
