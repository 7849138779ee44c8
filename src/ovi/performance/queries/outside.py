"""Which outside figures are there? Measures with their titles live from the source, and their figures in force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from ovi.foundation.text import Trilingual
from ovi.performance.models import AreaFigure, AreaMeasure


@dataclass(frozen=True, slots=True)
class OutsideMeasure:
    """A measure of a source: `key` is the source's own id."""

    id: int
    source: str
    key: str
    title: Trilingual
    unit: Trilingual
    about: Trilingual
    licence: str
    quality: str
    updated_on: date | None


@dataclass(frozen=True, slots=True)
class OutsideFigure:
    """A figure in force: its area, year and sex; without a value `missing` says why."""

    measure_id: int
    kind: str
    code: str
    year: int
    sex: str
    value: float | None
    n: int | None
    missing: str
    loaded_at: datetime
    files: list[dict[str, Any]]


def outside_measures() -> list[OutsideMeasure]:
    """Every measure there is. One query."""
    return [
        OutsideMeasure(
            row.pk, row.source, row.source_key, Trilingual(row.title_fi, row.title_sv, row.title_en),
            Trilingual(row.unit_fi, row.unit_sv, row.unit_en), Trilingual.of(row.about), row.licence, row.quality,
            row.updated_on,
        )
        for row in AreaMeasure.objects.order_by("source", "title_fi", "source_key")
    ]  # fmt: skip


def outside_figures(*wanted: Q) -> list[OutsideFigure]:
    """The figures in force that any of the conditions wants, by measure, year and area. One query."""
    condition = Q()
    for one in wanted:
        condition |= one
    rows = AreaFigure.objects.filter(condition, replaced_at=None).select_related("load")
    return [
        OutsideFigure(
            row.measure_id, row.kind, row.code, row.year, row.sex, row.value, row.n, row.missing,
            row.load.loaded_at, row.load.files,
        )
        for row in rows.order_by("measure_id", "year", "kind", "code", "sex")
    ]  # fmt: skip
