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
from ovi.engines.indicators.suppression import suppress

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
) -> list[PlaceShare]:
    """One row per definition and month of the period, months without events included.

    `places` are the county's codes; without them all that occur in the facts of the period. Needs are
    judged by municipality of residence, T3 by the municipality that the unit serves; a definition that says not when
    it holds, or knows no such places, is left out.
    """
    manifest, out = read_manifest(facts_dir), []
    for definition in definitions:
        if not definition.judges_places or by not in definition.stratifiers:
            continue
        rows = run([definition], facts_dir, period, ("month", by), engine, publish=False)
        codes = sorted(places or {str(row.strata[by]) for row in rows if row.strata[by] is not None})
        wholes = {row.month: row for row in _whole(definition, facts_dir, period, engine)}
        for month in period.months():
            of_month = {row.strata[by]: row for row in rows if row.month == month}
            judged = tuple(Judgement(code, judge(definition, of_month.get(code))) for code in codes)
            source = (definition.id, definition.content_hash, manifest.snapshot_id, engine, month, by)
            out.append(_counted(source, judged, wholes.get(month)))
    return out


def _whole(definition: Definition, facts_dir: Path, period: Period, engine: str) -> list[IndicatorResult]:
    rows = run([definition], facts_dir, period, ("month",), engine, publish=False)
    # Never merged over months: it stands beside the figure of one month.
    return suppress(rows, definition.suppression.k) if definition.suppression else rows


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
    """Does the measure hold in the place of this unpublished row? None: not measured, or no goal is set."""
    holds = definition.holds_when
    if holds is None or row is None or row.value is None or (row.n or 0) < holds.min_n:
        return None
    if isinstance(definition, ThirdNextAvailable):
        return row.value <= (definition.limit.days or 0)
    return None if holds.share is None else row.value >= holds.share
