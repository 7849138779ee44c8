"""In what share of municipalities, or of units, does a measure hold? So are the programmes' goals written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from ovi.engines.indicators.definition import Definition, ThirdNextAvailable
from ovi.engines.indicators.results import IndicatorResult

Kind = Literal["municipality", "unit"]
_READINGS = {"municipality": "share_of_municipalities", "unit": "share_of_units"}


@dataclass(frozen=True, slots=True)
class Judgement:
    """One municipality or unit in one month. `holds` is None where too little happened to say."""

    place: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """One month: `holding` of `measured` places; the others of `places` are not measured.

    `value` = holding / measured (None if none was measured). `whole` is the month's published figure over all
    care events (for T3 over all professionals): it weighs every client alike, not every place.
    """

    indicator_id: str
    definition_hash: str
    snapshot_id: str
    engine: str
    month: str
    by: Kind
    holding: int
    measured: int
    not_measured: int
    places: int
    value: float | None
    whole: IndicatorResult | None
    by_place: tuple[Judgement, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON, the reading named."""
        whole = self.whole.as_json() if self.whole else None
        return {**asdict(self), "whole": whole, "reading": _READINGS[self.by]}


def judged(
    definition: Definition,
    rows: Sequence[IndicatorResult],
    months: Iterable[str],
    source: tuple[str, str],
    places: Sequence[str] | None = None,
    by: Kind = "municipality",
) -> list[PlaceShare]:
    """One row for each of the months, those without events included. `source`: snapshot, and the engine of such months.

    `rows` are the measure's by month, of the whole and of each place. A place is judged by what is told of it, so that
    the judgement tells no more than the figures do: where only a range is told, by both its ends; not at all where
    months or places are told together. `places` are the county's codes; without them all that occur in the rows. Needs
    are judged by municipality of residence, T3 by the municipality that the unit serves.
    """
    every = [one.get(by) for row in rows for one in row.extra.get("merged_strata") or [row.strata]]
    codes = sorted(places or {str(code) for code in every if code is not None})
    out = []
    for month in months:
        of_month = {row.strata.get(by): row for row in rows if row.month == month and by in row.strata}
        found = tuple(Judgement(code, judge(definition, of_month.get(code))) for code in codes)
        whole = next((row for row in rows if row.month == month and not row.strata), None)
        snapshot, engine = source[0], "+".join(sorted({row.engine for row in of_month.values()})) or source[1]
        out.append(_counted((definition.id, definition.content_hash, snapshot, engine, month, by), found, whole))
    return out


def _counted(
    source: tuple[str, str, str, str, str, Kind], judged: tuple[Judgement, ...], whole: IndicatorResult | None
) -> PlaceShare:
    holding = sum(one.holds is True for one in judged)
    measured = sum(one.holds is not None for one in judged)
    return PlaceShare(
        *source,
        holding=holding,
        measured=measured,
        not_measured=len(judged) - measured,
        places=len(judged),
        value=holding / measured if measured else None,
        whole=whole,
        by_place=judged,
    )


def judge(definition: Definition, row: IndicatorResult | None) -> bool | None:
    """Does the measure hold in the place of this row? None: not measured, or not told, or no goal is set."""
    holds = definition.holds_when
    if holds is None or row is None or (row.n or 0) < holds.min_n:
        return None
    if isinstance(definition, ThirdNextAvailable):
        return None if row.value is None else row.value <= (definition.limit.days or 0)
    ends = {row.extra.get("value_low", row.value), row.extra.get("value_high", row.value)}
    if holds.share is None or None in ends:
        return None
    told = {end >= holds.share for end in ends}
    return told.pop() if len(told) == 1 else None
