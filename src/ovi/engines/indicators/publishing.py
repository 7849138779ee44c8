"""What of a definition's results may be published? Small counts merged (statutory) or withheld, with what is beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ovi.engines.indicators.definition import Definition, ShareMarked, ShareWithin
from ovi.engines.indicators.merging import BY_MONTH, merge_small
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.suppression import suppress


def publishable(definition: Definition, rows: list[IndicatorResult]) -> list[IndicatorResult]:
    """The rows of one definition and one run with small counts merged (statutory) or withheld."""
    if definition.suppression is None:
        return rows
    k = definition.suppression.k
    if isinstance(definition, ShareWithin) or (isinstance(definition, ShareMarked) and definition.weight is None):
        rows = merge_small(rows, k) if definition.statutory else rows
        shown = suppress(rows, k)
        rows = [_without(row, BY_MONTH) for row in rows]  # of the measure itself; bands and what is beside have others
    else:
        shown = _by_people(definition, rows, k)
    return _beside(_bands(shown, rows, k), rows, k)


def _by_people(definition: Definition, rows: list[IndicatorResult], k: int) -> list[IndicatorResult]:
    """Sums, means and counts: a row is shown when enough people stand behind it, and behind a weighted share's top."""
    weighted = isinstance(definition, ShareMarked)
    people = [replace(row, numerator=row.extra["people"] if weighted else row.n, denominator=row.n) for row in rows]
    return [_kept(row, asked) for row, asked in zip(rows, suppress(people, k), strict=True)]


def _kept(row: IndicatorResult, asked: IndicatorResult) -> IndicatorResult:
    if not asked.suppressed:
        return row
    n = row.n if asked.hidden == "counts" else None
    return replace(row, numerator=None, denominator=n, value=None, n=n, hidden=asked.hidden, extra={})


def _bands(shown: list[IndicatorResult], rows: list[IndicatorResult], k: int) -> list[IndicatorResult]:
    """Each band is a cell of its own: 0 is shown, 1 to k-1 and what would tell them is None."""
    if not any("bands" in row.extra for row in rows):
        return shown
    cells = [
        replace(row, strata={**row.strata, "band": place}, numerator=count, denominator=count, n=count)
        for row in rows
        for place, count in enumerate(row.extra.get("bands", ()))
    ]
    told = iter(suppress(cells, k))
    out = []
    for row, raw in zip(shown, rows, strict=True):
        bands = [next(told).n for _ in raw.extra.get("bands", ())]
        out.append(_with(row, "bands", bands) if bands and row.hidden != "row" else _without(row, "bands"))
    return out


def _beside(shown: list[IndicatorResult], rows: list[IndicatorResult], k: int) -> list[IndicatorResult]:
    """What is counted beside, name by name, withheld as a numerator of its own would be."""
    for name in sorted({name for row in rows for name in row.extra.get("beside", ())}):
        asked = suppress([replace(row, numerator=row.extra["beside"][name], denominator=row.n) for row in rows], k)
        shown = [
            _with(row, "beside", {**row.extra.get("beside", {}), name: one.numerator}) if row.hidden != "row" else row
            for row, one in zip(shown, asked, strict=True)
        ]
    return shown


def _with(row: IndicatorResult, name: str, value: Any) -> IndicatorResult:
    return replace(row, extra={**row.extra, name: value})


def _without(row: IndicatorResult, name: str) -> IndicatorResult:
    return replace(row, extra={key: value for key, value in row.extra.items() if key != name})


def by_month(definition: Definition, rows: Sequence[IndicatorResult], months: Sequence[str]) -> list[IndicatorResult]:
    """Each month published by itself: the same people stand in several months, so there is no total over them."""
    return [one for month in months for one in publishable(definition, [row for row in rows if row.month == month])]
