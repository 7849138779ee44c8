"""Which kinds of indicator are there? A share within a limit, T3, and five that count rows of any source."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ovi.engines.facts.tables import TABLES
from ovi.engines.indicators.definition.common import Common, Frozen, Limit, Shown, Suppression, require_known
from ovi.engines.indicators.definition.conditions import NamedWheres, Where
from ovi.engines.indicators.definition.populations import (
    NEED_STRATIFIERS,
    SLOT_STRATIFIERS,
    NeedPopulation,
    SlotPopulation,
)
from ovi.engines.indicators.definition.sources import SOURCES, Source


class ShareWithin(Common):
    """The share of realised care events that came within a limit of the assessment; bands and percentiles beside."""

    kind: Literal["share_within"]
    source_table: Literal["need"]
    population: NeedPopulation
    start: str
    stop: str
    limit: Limit
    bands: tuple[int, ...] = ()  # the last day of each band; the last band is open
    suppression: Suppression

    @model_validator(mode="after")
    def _columns_exist(self) -> Self:
        days = tuple(column.name for column in TABLES["need"].columns if column.kind == "day")
        for field, column in (("start", self.start), ("stop", self.stop)):
            require_known(field, (column,), days)
        require_known("stratifiers", self.stratifiers, NEED_STRATIFIERS)
        if self.holds_when is not None and self.holds_when.share is None:
            raise ValueError("holds_when.share is needed for share_within")
        if list(self.bands) != sorted(set(self.bands)):
            raise ValueError("bands must rise")
        return self

    @property
    def judges_places(self) -> bool:
        return self.holds_when is not None and "municipality" in self.stratifiers


class ThirdNextAvailable(Common):
    """T3: days to a professional's third generally bookable free time; the median over professionals."""

    kind: Literal["third_next_available"]
    source_table: Literal["slot"]
    population: SlotPopulation
    measured_on: Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
    limit: Limit
    cap_days: int = Field(default=182, ge=1)
    suppression: None = None  # counts working books, not people in care: nothing to hide

    @model_validator(mode="after")
    def _fits_slots(self) -> Self:
        if self.limit.days is None:
            raise ValueError("the limit of third_next_available is in days")
        require_known("stratifiers", self.stratifiers, SLOT_STRATIFIERS)
        return self

    @property
    def judges_places(self) -> bool:
        return self.holds_when is not None and "municipality" in self.stratifiers

    @property
    def shown_as(self) -> Shown:
        return "days"


class OverRows(Common):
    """What the kinds share that count rows of a source. `of` chooses the rows that persons are made from."""

    rows: Literal["need", "encounter", "clock", "tray_pick", "open_need", "person_year", "continuity"]
    day: str | None = None  # whose month the figure belongs to; sources with windows have their own months
    of: Where = ()
    where: Where = ()
    suppression: Suppression

    @property
    def made_from(self) -> Source:
        return SOURCES[self.rows]

    @model_validator(mode="after")
    def _fits_source(self) -> Self:
        source = self.made_from
        days = [name for name, kind in source.columns().items() if kind == "day"]
        if source.period != self.period:
            raise ValueError(f"period: rows of {source.name} belong to {source.period}")
        if (source.period == "month") != (self.day is not None):
            raise ValueError("day: needed for rows that belong to a month, and only for them")
        require_known("day", (self.day,) if self.day else (), days)
        require_known("stratifiers", self.stratifiers, source.stratifiers)
        if self.of and source.period != "12_months":
            raise ValueError("of: only persons are made from other rows")
        self.require_columns("of", self.of, SOURCES["encounter"])
        self.require_columns("where", self.where, source)
        return self

    @staticmethod
    def require_columns(field: str, where: Where, source: Source) -> None:
        """ValueError that names the missing column, or the unknown code."""
        columns = source.columns()
        for one in where:
            named = (one.column, *([one.by] if one.by else []))
            if missing := [name for name in named if name not in columns]:
                known, lacking = ", ".join(sorted(columns)), ", ".join(missing)
                raise ValueError(
                    f"{field}.{one.column}: rows of {source.name} have no column {lacking}; known: {known}"
                )
            if known_codes := source.codes(one.column):
                require_known(f"{field}.{one.column}", one.codes, known_codes)

    def columns_used(self) -> set[str]:
        """The columns of the source that it reads, grouping apart."""
        return {name for one in self.where for name in (one.column, one.by) if name} | (
            {self.day} if self.day else set()
        )


class ShareMarked(OverRows):
    """The share of rows that are counted, of those that can be judged; the others stand outside.

    `any_of`: counted when any of these named hits holds, each told beside. `weight`: sums of a column, not rows.
    """

    kind: Literal["share_marked"]
    judged: Where = ()
    counted: Where = ()
    any_of: NamedWheres = ()
    beside: NamedWheres = ()
    weight: str | None = None

    @model_validator(mode="after")
    def _marks(self) -> Self:
        if bool(self.counted) == bool(self.any_of):
            raise ValueError("give exactly one of counted, any_of")
        for field, where in (("judged", self.judged), ("counted", self.counted)):
            self.require_columns(field, where, self.made_from)
        for one in (*self.any_of, *self.beside):
            self.require_columns(one.name, one.where, self.made_from)
        require_known("weight", (self.weight,) if self.weight else (), self.made_from.columns())
        return self

    @property
    def judges_places(self) -> bool:
        judged = self.holds_when is not None and self.holds_when.share is not None
        return judged and "municipality" in self.stratifiers

    def columns_used(self) -> set[str]:
        named = [one for group in (*self.any_of, *self.beside) for one in group.where]
        tests = (*self.judged, *self.counted, *named)
        used = {name for one in tests for name in (one.column, one.by) if name}
        return super().columns_used() | used | ({self.weight} if self.weight else set())


class Beside(Frozen):
    """A share told beside a mean: sum of `part` by sum of `whole`, over all rows that can be asked."""

    name: str
    part: str
    whole: str


class MeanOf(OverRows):
    """The mean of a column over rows where it is known; in euros, days or an index by `shown`."""

    kind: Literal["mean_of"]
    value: str
    judged: Where = ()
    divide_by: int = Field(default=1, ge=1)
    shown: Shown
    beside_share: Beside | None = None

    @model_validator(mode="after")
    def _values(self) -> Self:
        columns = self.made_from.columns()
        require_known("value", (self.value,), columns)
        if columns[self.value] not in ("small", "whole", "money"):
            raise ValueError(f"value: {self.value} is no whole number")
        self.require_columns("judged", self.judged, self.made_from)
        if self.beside_share:
            require_known("beside_share", (self.beside_share.part, self.beside_share.whole), columns)
        return self

    def columns_used(self) -> set[str]:
        used = {name for one in self.judged for name in (one.column, one.by) if name} | {self.value}
        beside = {self.beside_share.part, self.beside_share.whole} if self.beside_share else set()
        return super().columns_used() | used | beside

    @property
    def shown_as(self) -> Shown:
        return self.shown


class CountOf(OverRows):
    """How many rows."""

    kind: Literal["count_of"]

    @property
    def shown_as(self) -> Shown:
        return "number"


class Debt(OverRows):
    """Need beyond the sustainable queue: the open queue less daily arrivals × limit ÷ `waits_per_limit`.

    A queue whose mean wait is a quarter of the limit keeps the limit for nearly everyone (exponential waits:
    about 98 of 100); Fong, Mushtaq, House, Gordon, … Walton 2022, medRxiv 2022.08.23.22279117: target queue size.
    """

    kind: Literal["debt"]
    rows: Literal["open_need"]
    arrivals: Where = ()  # the same needs, whether open or not
    limit_days: int = Field(ge=1, le=730)
    waits_per_limit: int = Field(default=4, ge=1)

    @model_validator(mode="after")
    def _arrivals(self) -> Self:
        self.require_columns("arrivals", self.arrivals, SOURCES["need"])
        odd = [name for name in self.stratifiers if name not in SOURCES["need"].stratifiers]
        if odd:
            raise ValueError(f"stratifiers: arrivals know no {', '.join(odd)}")
        return self

    @property
    def shown_as(self) -> Shown:
        return "number"


class Standardised(OverRows):
    """Observed by expected: what an area has, by what it would have at the whole county's rate of each age group."""

    kind: Literal["standardised"]
    rows: Literal["need", "encounter"]

    @model_validator(mode="after")
    def _areas(self) -> Self:
        if self.stratifiers != ("municipality",):
            raise ValueError("stratifiers: standardised compares municipalities")
        return self

    def columns_used(self) -> set[str]:
        return super().columns_used() | {"municipality", "age_group"}

    @property
    def shown_as(self) -> Shown:
        return "index"


Definition = ShareWithin | ThirdNextAvailable | ShareMarked | MeanOf | CountOf | Debt | Standardised
