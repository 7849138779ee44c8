"""Which figures stand on the monthly paper? Realised lawful access by month and unit, and who still waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ovi.engines.facts.store import Manifest, read_manifest
from ovi.engines.facts.validate import small_database
from ovi.engines.indicators.definition import Definition, ShareWithin, ThirdNextAvailable, load_definitions
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.run import run
from ovi.engines.indicators.waiting import still_waiting
from ovi.foundation.refusals import Refused
from ovi.performance.papers.stages import Stages, stages_of

LAWFUL, SUPPLY = "access_within_lawful", "t3"
# Who still waits can be told only when it is known whose matter ended at the assessment: for nearly everyone.
_RESULT_KNOWN = 0.9


@dataclass(frozen=True, slots=True)
class AccessFigures:
    """All that the paper tells, published values only. `waiting` None: the facts cannot tell."""

    manifest: Manifest
    period: Period
    lawful: ShareWithin
    by_month: list[IndicatorResult]
    by_unit: list[IndicatorResult]
    by_municipality: list[IndicatorResult]
    waiting: list[IndicatorResult] | None
    supply: Definition | None
    supply_by_month: list[IndicatorResult]
    supply_by_unit: list[IndicatorResult]
    stages: Stages

    @property
    def newest(self) -> IndicatorResult | None:
        """The newest month of which something is told, be it a range."""
        return next((row for row in reversed(self.by_month) if "value_low" in row.extra or row.value is not None), None)

    def told(self) -> Iterator[IndicatorResult]:
        """Every figure of the paper and of the file beside it, but for who still waits."""
        yield from (*self.by_month, *self.by_unit, *self.by_municipality)
        yield from (*self.supply_by_month, *self.supply_by_unit, *self.stages.rows())


def access_figures(facts_dir: Path, period: Period) -> AccessFigures:
    """The figures of a period from a snapshot; refused when it has no needs or clocks."""
    manifest, definitions = read_manifest(facts_dir), load_definitions()
    lawful, supply = definitions[LAWFUL], definitions.get(SUPPLY)
    if not isinstance(lawful, ShareWithin):
        raise Refused(f"{LAWFUL} is no share within a limit.", code="indicators.invalid_definition")
    has_books = isinstance(supply, ThirdNextAvailable) and "slot" in manifest.tables
    last = Period(period.last, period.last)
    queue_known = _queue_known(facts_dir)
    return AccessFigures(
        manifest=manifest,
        period=period,
        lawful=lawful,
        by_month=run([lawful], facts_dir, period, ("month",)),
        by_unit=run([lawful], facts_dir, last, ("month", "unit")),
        by_municipality=run([lawful], facts_dir, last, ("month", "municipality")),
        waiting=still_waiting(lawful, facts_dir, last) if queue_known else None,
        supply=supply if has_books else None,
        supply_by_month=run([supply], facts_dir, period, ("month",)) if supply and has_books else [],
        supply_by_unit=run([supply], facts_dir, last, ("month", "unit")) if supply and has_books else [],
        stages=stages_of(definitions, facts_dir, manifest, period.last, queue_known=queue_known, elsewhere=LAWFUL),
    )


def _queue_known(facts_dir: Path) -> bool:
    with small_database("512MB") as connection:
        need = connection.from_parquet(str(facts_dir / "need.parquet"))
        known = need.filter("assessed_day is not null").aggregate("avg((resolved_at_first_contact is not null)::int)")
        share = known.fetchall()[0][0]
    return share is not None and share >= _RESULT_KNOWN
