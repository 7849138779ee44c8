"""May a figure of these areas and days be given beside those already published, or would their difference tell more?

Two tables that overlap without being equal give away what lies between them: a county less all its municipalities
but one, or January to March less January to February. So figures of one measure are published over one fixed grid only:
each area belongs to one cell, each day to one period, and nothing is cut finer or otherwise. All that is given out of
a grid is read from one protected table (`disclosure.protect`), never summed anew, so that there is nothing to subtract.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from ovi.foundation.refusals import Fault, Refused

PartOfYear = Literal[1, 3, 12]


@dataclass(frozen=True, slots=True)
class Grid:
    """`cell_of` names the cell of each smallest area (a municipality, a postal code); `months` is a period's length.

    Periods begin in January. A cell should hold so many people that few of its counts are small.
    """

    cell_of: Mapping[str, str]
    months: PartOfYear = 1

    def cells(self, areas: Iterable[str]) -> tuple[str, ...]:
        """The whole cells that these smallest areas make up, sorted. Refuses what is unknown or part of a cell."""
        asked = frozenset(areas)
        unknown = sorted(asked - self.cell_of.keys())
        if unknown:
            raise Refused(
                "Some areas are not in the grid. Leave them out, or choose areas that the grid has.",
                code="overlap.unknown_area",
                faults=[Fault(area, "not in the grid") for area in unknown],
            )
        cells = {self.cell_of[area] for area in asked}
        missing = sorted(area for area, cell in self.cell_of.items() if cell in cells and area not in asked)
        if missing:
            raise Refused(
                "The areas cut through a cell of the grid. Add the rest of the cell, or leave the cell out.",
                code="overlap.part_of_cell",
                faults=[Fault(area, f"belongs to cell {self.cell_of[area]} too") for area in missing],
            )
        return tuple(sorted(cells))

    def periods(self, first: date, until: date) -> tuple[date, ...]:
        """The first days of the whole periods from `first` on, before `until`. Refuses days within a period."""
        if not first < until:
            raise Refused("The time ends before it begins. Give a later end.", code="overlap.no_time")
        cut = [day for day in (first, until) if self._begin(day) != day]
        if cut:
            raise Refused(
                "The days cut through a period of the grid. Begin and end with a whole period.",
                code="overlap.part_of_period",
                faults=[Fault(day.isoformat(), f"the period begins on {self._begin(day)}") for day in cut],
            )
        begins = [first]
        while (following := self._begin(begins[-1] + timedelta(days=31 * self.months))) < until:
            begins.append(following)
        return tuple(begins)

    def _begin(self, day: date) -> date:
        return date(day.year, (day.month - 1) // self.months * self.months + 1, 1)


@dataclass(frozen=True, slots=True)
class Footprint:
    """What a published table covers: whose events of which measure, in which smallest areas, from when until when."""

    measure: str
    grid: Grid
    areas: frozenset[str]
    first: date
    until: date

    def __post_init__(self) -> None:
        self.grid.cells(self.areas)
        self.grid.periods(self.first, self.until)


def require_apart(new: Footprint, published: Iterable[Footprint]) -> None:
    """Refuse a table that shares areas and days of its measure with a published one of another grid."""
    for old in published:
        shared = old.areas & new.areas
        together = old.first < new.until and new.first < old.until
        if old.measure == new.measure and old.grid != new.grid and shared and together:
            raise Refused(
                "These figures are published already over other areas or periods. Use the same grid, or other days.",
                code="overlap.other_grid",
                faults=[Fault(area, f"published from {old.first} until {old.until}") for area in sorted(shared)],
            )
