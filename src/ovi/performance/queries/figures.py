"""Which figures were published? The newest run and its values, each with its way back to definition and snapshot."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Q

from ovi.engines.indicators.definition import Definition, load_definitions
from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Refused
from ovi.performance.models import IndicatorRun, IndicatorValue
from ovi.plumbing.settings import var_folder

# By what the figures are broken down; two at once is never published, so that nothing can be found by subtraction.
GROUPINGS = ("municipality", "unit", "profession", "service_line")
# Published for the whole county only, for the prevention page: never within a municipality or unit.
AGES = "age_group"
# The reading of the programme: the share of municipalities in which the measure holds.
MUNICIPALITIES_HOLDING = "municipalities"


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the definitions over one snapshot."""

    id: int
    at: datetime
    engine: str
    period_from: str
    period_to: str
    snapshot_id: str
    extracted_at: datetime
    counts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Value:
    """One published figure, with its way back: definition, snapshot and engine.

    `hidden` is "", "counts" (share as a range) or "row" (nothing shown).
    """

    indicator_id: str
    definition_hash: str
    month: str
    by: str
    stratum: str
    numerator: int | None
    denominator: int | None
    value: float | None
    hidden: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    snapshot_id: str = ""
    engine: str = ""

    @property
    def months(self) -> tuple[str, ...]:
        """The months it holds: several where a small statutory figure was merged rather than blanked."""
        return tuple(self.extra.get("merged_months") or (self.month,))

    @property
    def strata(self) -> tuple[str, ...]:
        """The groups it holds: several where small groups were merged."""
        merged = self.extra.get("merged_strata")
        return tuple(str(one.get(self.by) or "") for one in merged) if merged else (self.stratum,)

    @property
    def low(self) -> float | None:
        return self.extra.get("value_low", self.value)

    @property
    def high(self) -> float | None:
        return self.extra.get("value_high", self.value)

    @property
    def ends(self) -> tuple[float, float] | None:
        """Between which ends it lies, where only these are told."""
        told = self.hidden == "counts" and self.low is not None and self.high is not None
        return (self.low or 0.0, self.high or 0.0) if told else None


@dataclass(frozen=True, slots=True)
class MunicipalitiesHolding:
    """In one month the measure held in `holding` of the `measured` municipalities."""

    indicator_id: str
    month: str
    holding: int
    measured: int
    value: float | None
    municipalities: int
    not_holding: tuple[str, ...]
    not_measured: tuple[str, ...]
    definition_hash: str = ""
    snapshot_id: str = ""
    engine: str = ""


def newest_run() -> Run | None:
    """The newest run; a run is written whole, so it is complete. One query."""
    row = IndicatorRun.objects.select_related("snapshot").order_by("-at", "-id").first()
    if row is None:
        return None
    snapshot = row.snapshot
    return Run(
        row.id, row.at, row.engine, row.period_from, row.period_to,
        snapshot.snapshot_id, snapshot.extracted_at, snapshot.counts,
    )  # fmt: skip


def values(run_id: int, *wanted: Q) -> list[Value]:
    """The values of a run that any of the conditions wants, by indicator, group and month. One query."""
    condition = Q()
    for one in wanted:
        condition |= one
    rows = IndicatorValue.objects.filter(condition, run_id=run_id).order_by("indicator_id", "by", "stratum", "month")
    # Plain rows: a page reads hundreds, and an object for each with its run and snapshot costs more than the query.
    told = rows.values_list(
        "indicator_id", "definition_hash", "month", "by", "stratum", "numerator", "denominator", "value", "extra",
        "snapshot_id", "engine", "run__snapshot__snapshot_id", "run__engine",
    )  # fmt: skip
    return [
        Value(
            indicator, version, month, by, stratum, numerator, denominator, value, extra.get("hidden", ""), extra,
            snapshot or of_run, engine or run_engine,
        )
        for indicator, version, month, by, stratum, numerator, denominator, value, extra, snapshot, engine, of_run,
            run_engine in told
    ]  # fmt: skip


def of_month(month: str) -> Q:
    """The values that hold that month, alone or merged with others."""
    return Q(month=month) | Q(extra__merged_months__contains=[month])


def municipalities_holding(found: Iterable[Value]) -> list[MunicipalitiesHolding]:
    """The values of the programme's reading among `found`, oldest month first."""
    return [
        MunicipalitiesHolding(
            one.indicator_id, one.month, one.numerator or 0, one.denominator or 0, one.value,
            one.extra["municipalities"], tuple(one.extra["not_holding"]), tuple(one.extra["not_measured"]),
            one.definition_hash, one.snapshot_id, one.engine,
        )
        for one in sorted(found, key=lambda value: value.month)
        if one.by == MUNICIPALITIES_HOLDING
    ]  # fmt: skip


def definitions() -> dict[str, Definition]:
    """All indicator definitions by id; read again only when a file has changed."""
    folder = definitions_root() / "indicators"
    with os.scandir(folder) as found:
        stamps = tuple((one.name, one.stat().st_mtime_ns) for one in found if one.name.endswith(".yaml"))
    return _load(folder, tuple(sorted(stamps)))


@lru_cache(maxsize=4)
def _load(folder: Path, stamps: tuple[tuple[str, int], ...]) -> dict[str, Definition]:
    return load_definitions(folder)


def definition(indicator_id: str) -> Definition:
    """One definition; refused where there is none."""
    try:
        return definitions()[indicator_id]
    except KeyError:
        raise Refused(
            "There is no indicator of that name. Choose one from the list.", code="indicator.unknown"
        ) from None


def snapshot_folder(folder: str) -> Path:
    """Where the snapshot lies now; kept relative to OVI_VAR, which may be moved."""
    return var_folder() / folder
