"""In what share of municipalities, or of units, does a measure hold? So are the programmes' goals written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from ovi.engines.facts.store import read_manifest
from ovi.engines.indicators.definition import Definition, ThirdNextAvailable
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.run import run

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


def share_of_places(
    definitions: Iterable[Definition],
    facts_dir: Path,
    period: Period,
    places: Sequence[str] | None = None,
    engine: str = "duckdb",
    by: Kind = "municipality",
    *,
    publish: bool = True,
) -> list[PlaceShare]:
    """One row per definition and month of the period, months without events included.

    A place is judged by what is published of it, so that the judgement tells no more than the figures do: where only a
    range is told, by both its ends. `publish` false judges by the counts themselves, for computing further.

    `places` are the county's codes; without them all that occur in the facts of the period. Needs are
    judged by municipality of residence, T3 by the municipality that the unit serves; a definition that says not when
    it holds, or knows no such places, is left out.
    """
    manifest, out = read_manifest(facts_dir), []
    for definition in definitions:
        if not definition.judges_places or by not in definition.stratifiers:
            continue
        rows = run([definition], facts_dir, period, ("month", by), engine, publish=publish)
        wholes = run([definition], facts_dir, period, ("month",), engine, publish=publish)
        source = (manifest.snapshot_id, engine)
        out += judged(definition, [*wholes, *rows], period.months(), source, places, by)
    return out


def judged(
    definition: Definition,
    rows: Sequence[IndicatorResult],
    months: Iterable[str],
    source: tuple[str, str],
    places: Sequence[str] | None = None,
    by: Kind = "municipality",
) -> list[PlaceShare]:
    """One row a month, from the figures of the whole and of each place. `source`: snapshot and engine.

    A figure merged over months or places says nothing of one of them.
    """
    every = [one.get(by) for row in rows for one in row.extra.get("merged_strata") or [row.strata]]
    codes = sorted(places or {str(code) for code in every if code is not None})
    out = []
    for month in months:
        of_month = {row.strata.get(by): row for row in rows if row.month == month and by in row.strata}
        found = tuple(Judgement(code, judge(definition, of_month.get(code))) for code in codes)
        whole = next((row for row in rows if row.month == month and not row.strata), None)
        out.append(_counted((definition.id, definition.content_hash, *source, month, by), found, whole))
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
