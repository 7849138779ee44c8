"""What of a definition's results may be published? Small counts withheld or merged (statutory), with what tells them.

One grouping at a time, by month: the county's own months and every other grouping are taken as known (suppression.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ovi.engines.indicators.definition import Definition, ShareMarked, ShareWithin
from ovi.engines.indicators.merging import by_period, each_group, joined
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.suppression import Cell, Range, natural, ranges, small, withheld
from ovi.foundation.refusals import Fault, Refused

# Told of the county only: by group they would be further tables that share their totals with everything else.
_COUNTY_ONLY = ("bands", "beside", "arrived")
_KEPT_BESIDE_A_RANGE = ("coverage", "median_wait_days", "small_n", "merged_months", "merged_strata")


def require_one_grid(definitions: Sequence[Definition], by: Sequence[str]) -> None:
    """Refuse figures over another grid than is published: by month, and by at most one grouping."""
    counted = [one for one in definitions if one.suppression is not None]
    if not counted or ("month" in by and len(by) <= 2):
        return
    what = "is told by month: add month." if "month" not in by else "is told by one grouping at a time: leave one out."
    raise Refused(
        "Figures of people are published by month and by at most one grouping, so that nobody can be found by "
        "comparing tables. Choose such groupings.",
        code="overlap.other_grid",
        faults=[Fault(one.id, what) for one in counted],
    )


def publishable(definition: Definition, rows: Sequence[IndicatorResult]) -> list[IndicatorResult]:
    """The rows of one definition, run and grouping as they may be published."""
    if definition.suppression is None:
        return list(rows)
    k = definition.suppression.k
    out: list[IndicatorResult] = []
    for period in by_period(rows, k, statutory=definition.statutory):
        groups = each_group(period)
        grouped = bool(groups[0].strata)
        out += _line(definition, groups, k) if grouped else [_county(definition, row, k) for row in groups]
    return out


def _county(definition: Definition, row: IndicatorResult, k: int) -> IndicatorResult:
    """The whole county in a period. Nothing is withheld of it but what is small itself."""
    if small(row.n or 0, k):
        return _without_row(row)
    cell = _cell(definition, row)
    if cell.small(k):
        return _with_range(definition, row, natural(cell, k))
    return _with_beside(definition, _with_bands(definition, row, k), k)


def _line(definition: Definition, rows: Sequence[IndicatorResult], k: int) -> list[IndicatorResult]:
    """The groups of a period. Where even to name those who have somebody would tell, only the county is told."""
    told = [row for row in rows if row.n]
    few = withheld([row.n or 0 for row in told], k)
    if few is None or 0 < sum(row.n or 0 for row in told) < k:
        return []
    together = [row for place, row in enumerate(told) if place in few]
    shown = [row for place, row in enumerate(told) if place not in few]
    merged = [joined(together, together[0].extra.get("merged_months") or [together[0].month])] if together else []
    # What is withheld together is known by subtraction, and so is protected as a row is.
    cells = [_cell(definition, row) for row in [*shown, *merged]]
    hidden = ranges(cells, k)
    coverage = not together and all("coverage" in row.extra for row in rows)
    plain = [_stripped(row, coverage=coverage) for row in [*shown, *merged]]
    out = [_with_range(definition, row, hidden[i]) if i in hidden else row for i, row in enumerate(plain)]
    if merged and not definition.statutory:
        out = [*out[:-1], *map(_without_row, together)]
    return out + [_stripped(row, coverage=coverage) for row in rows if not row.n]


def _cell(definition: Definition, row: IndicatorResult) -> Cell:
    """Sums, means and counts have no numerator of people; a weighted share has those behind its top."""
    n = row.n or 0
    if isinstance(definition, ShareMarked) and definition.weight:
        return Cell(row.extra["people"], n)
    shares = isinstance(definition, ShareWithin | ShareMarked)
    return Cell(row.numerator or 0, n) if shares else Cell(n, n)


def _without_row(row: IndicatorResult) -> IndicatorResult:
    kept = {name: row.extra[name] for name in ("merged_months",) if name in row.extra}
    return replace(row, numerator=None, denominator=None, value=None, n=None, hidden="row", extra=kept)


def _with_range(definition: Definition, row: IndicatorResult, known: Range) -> IndicatorResult:
    if isinstance(definition, ShareMarked) and definition.weight:
        return replace(row, numerator=None, denominator=row.n, value=None, hidden="counts", extra={})
    n = row.n or 1
    extra = {name: row.extra[name] for name in _KEPT_BESIDE_A_RANGE if name in row.extra}
    extra |= {"value_low": round(known[0] / n, 6), "value_high": round(known[1] / n, 6)}
    return replace(row, numerator=None, value=None, hidden="counts", extra=extra)


def _stripped(row: IndicatorResult, *, coverage: bool) -> IndicatorResult:
    """A group's row without what is told of the county only; coverage is told of all groups or of none."""
    left_out = (*_COUNTY_ONLY, *(() if coverage else ("coverage",)))
    return replace(row, extra={name: value for name, value in row.extra.items() if name not in left_out})


def _with_bands(definition: Definition, row: IndicatorResult, k: int) -> IndicatorResult:
    """Counts by length of wait: 0 is shown, 1 to k-1 and what would tell them is None.

    Where a band ends at the limit, those within it and those beyond are two lines, each with a total that is told.
    """
    counts = row.extra.get("bands")
    if counts is None:
        return row
    days = definition.limit.days if isinstance(definition, ShareWithin) else None
    cut = definition.bands.index(days) + 1 if isinstance(definition, ShareWithin) and days in definition.bands else 0
    told: list[int | None] = []
    for part in (counts[:cut], counts[cut:]):
        few = withheld(part, k)
        told += [None if few is None or place in few else count for place, count in enumerate(part)]
    return _with(row, "bands", told)


def _with_beside(definition: Definition, row: IndicatorResult, k: int) -> IndicatorResult:
    """What is counted beside, name by name. Hits that make up the numerator are told all or none."""
    row = _with(row, "arrived", None) if small(row.extra.get("arrived", 0), k) else row
    counts: dict[str, int] = row.extra.get("beside", {})
    if not counts:
        return row
    few = {name for name, count in counts.items() if Cell(count, row.n or 0).small(k)}
    hits = {one.name for one in definition.any_of} if isinstance(definition, ShareMarked) else set()
    few |= hits if few & hits else set()
    return _with(row, "beside", {name: None if name in few else count for name, count in counts.items()})


def _with(row: IndicatorResult, name: str, value: Any) -> IndicatorResult:
    return replace(row, extra={**row.extra, name: value})
