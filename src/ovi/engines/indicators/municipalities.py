"""In what share of municipalities does a measure hold? The reading in which programme goals are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ovi.engines.facts.store import read_manifest
from ovi.engines.indicators.definition import Definition, ShareMarked, ShareWithin
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.run import run
from ovi.engines.indicators.suppression import suppress


@dataclass(frozen=True, slots=True)
class Judgement:
    """One municipality in one month. `holds` is None where too little happened to say."""

    municipality: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class MunicipalityShare:
    """One month: `holding` of `measured` municipalities; the others of `municipalities` are not measured.

    `value` = holding / measured (None if none was measured). `whole` is the month's published figure over all
    care events (for T3 over all professionals): it weighs every client alike, not every municipality.
    """

    indicator_id: str
    definition_hash: str
    snapshot_id: str
    engine: str
    month: str
    holding: int
    measured: int
    not_measured: int
    municipalities: int
    value: float | None
    whole: IndicatorResult | None
    by_municipality: tuple[Judgement, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON, the reading named."""
        whole = self.whole.as_json() if self.whole else None
        return {**asdict(self), "whole": whole, "reading": "share_of_municipalities"}


def share_of_municipalities(
    definitions: Iterable[Definition],
    facts_dir: Path,
    period: Period,
    municipalities: Sequence[str] | None = None,
    engine: str = "duckdb",
) -> list[MunicipalityShare]:
    """One row per definition and month of the period, months without events included.

    `municipalities` are the county's codes; without them all that occur in the facts of the period. Needs are
    judged by municipality of residence, T3 by the municipality that the unit serves; a definition that knows none is
    left out.
    """
    manifest, out = read_manifest(facts_dir), []
    for definition in definitions:
        if "municipality" not in definition.stratifiers:
            continue
        rows = run([definition], facts_dir, period, ("month", "municipality"), engine, publish=False)
        places = sorted(municipalities or {str(row.strata["municipality"]) for row in rows if _place(row)})
        wholes = {row.month: row for row in _whole(definition, facts_dir, period, engine)}
        for month in period.months():
            of_month = {_place(row): row for row in rows if row.month == month}
            judged = tuple(Judgement(place, judge(definition, of_month.get(place))) for place in places)
            source = (definition.id, definition.content_hash, manifest.snapshot_id, engine, month)
            out.append(_counted(source, judged, wholes.get(month)))
    return out


def _whole(definition: Definition, facts_dir: Path, period: Period, engine: str) -> list[IndicatorResult]:
    rows = run([definition], facts_dir, period, ("month",), engine, publish=False)
    # Never merged over months: it stands beside the figure of one month.
    return suppress(rows, definition.suppression.k) if definition.suppression else rows


def _counted(
    source: tuple[str, str, str, str, str], judged: tuple[Judgement, ...], whole: IndicatorResult | None
) -> MunicipalityShare:
    holding = sum(one.holds is True for one in judged)
    measured = sum(one.holds is not None for one in judged)
    return MunicipalityShare(
        *source,
        holding=holding,
        measured=measured,
        not_measured=len(judged) - measured,
        municipalities=len(judged),
        value=holding / measured if measured else None,
        whole=whole,
        by_municipality=judged,
    )


def judge(definition: Definition, row: IndicatorResult | None) -> bool | None:
    """Does the measure hold in the municipality of this unpublished row? None: not measured."""
    if row is None or row.value is None or (row.n or 0) < definition.holds_when.min_n:
        return None
    if isinstance(definition, ShareWithin):
        return row.value >= (definition.holds_when.share or 1)
    if isinstance(definition, ShareMarked):
        return None  # it knows no municipality
    return row.value <= (definition.limit.days or 0)


def _place(row: IndicatorResult) -> str | None:
    place = row.strata["municipality"]
    return None if place is None else str(place)
