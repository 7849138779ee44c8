"""How is a statutory row published when too few people stand behind it? Merged over the quarter, then over strata.

A statutory figure is never blanked (design section 5.7). Within each quarter the groups that are never too few stay as
months; the others are told by the quarter. What everybody knows is then, besides the months told, each merged group's
quarter and, from the totals of the whole county, what the merged groups have together in each month. That is a table of
groups by months with its margins, in which a cell can be as small or as large as the margins let it
(Fréchet's bounds, exact for two dimensions). Groups are added until every small cell has k-1 possible values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ovi.engines.indicators.results import IndicatorResult

QUARTER = 3
BY_MONTH = "_by_month"  # of a merged row: (numerator, n) of each month, for `suppress` only, which takes it away
_Strata = tuple[object, ...]
_Cells = dict[_Strata, dict[str, IndicatorResult]]


def merge_small(rows: Sequence[IndicatorResult], k: int) -> list[IndicatorResult]:
    """The rows with none under k, as far as the whole period allows; merged ones say what they hold."""
    done: list[IndicatorResult] = []
    for quarter in _quarters(rows, k):
        done += _merge([row for row in rows if (row.month or "") in quarter], quarter, k)
    return done


def _quarters(rows: Sequence[IndicatorResult], k: int) -> list[list[str]]:
    """The months by threes, counted back from the newest; with too few people in all, joined to the next."""
    months = sorted({row.month or "" for row in rows})
    quarters: list[list[str]] = []
    for start in range(len(months) % QUARTER - QUARTER if len(months) % QUARTER else 0, len(months), QUARTER):
        quarter = months[max(start, 0) : start + QUARTER]
        if quarters and (_in(rows, quarters[-1]) < k or start + QUARTER >= len(months) and _in(rows, quarter) < k):
            quarters[-1] += quarter
        else:
            quarters.append(quarter)
    return quarters


def _in(rows: Sequence[IndicatorResult], months: Sequence[str]) -> int:
    return sum(row.n or 0 for row in rows if (row.month or "") in months)


def _merge(rows: list[IndicatorResult], months: list[str], k: int) -> list[IndicatorResult]:
    cells: _Cells = {}
    for row in rows:
        cells.setdefault(tuple(row.strata.values()), {})[row.month or ""] = row
    merged = {strata for strata, of in cells.items() if any(0 < (row.n or 0) < k for row in of.values())}
    while merged:
        groups = _groups(cells, merged, k)
        others = [strata for strata in cells if strata not in merged and _n(cells, [strata])]
        if _keeps_secret(cells, groups, months, k):
            return [row for row in rows if tuple(row.strata.values()) not in merged] + [
                _join([row for strata in group for row in cells[strata].values()], months) for group in groups
            ]
        if not others:
            return [_join(rows, months)]
        merged.add(min(others, key=lambda strata: (_n(cells, [strata]), str(strata))))
    return rows


def _groups(cells: _Cells, merged: set[_Strata], k: int) -> list[list[_Strata]]:
    """Each of the merged by itself, but the too few of the whole quarter together, with the next smallest."""
    by_size = sorted(merged, key=lambda strata: (_n(cells, [strata]), str(strata)))
    small = [strata for strata in by_size if 0 < _n(cells, [strata]) < k]
    rest = [strata for strata in by_size if strata not in small]
    while small and rest and _n(cells, small) < k:
        small.append(rest.pop(0))
    return [*([small] if small else []), *([strata] for strata in rest)]


def _keeps_secret(cells: _Cells, groups: list[list[_Strata]], months: list[str], k: int) -> bool:
    """Has every small cell k-1 possible values, and is no margin small itself?"""
    by_month = {month: sum(_n(cells, group, month) for group in groups) for month in months}
    whole = sum(by_month.values())
    if any(0 < n < k for n in (*by_month.values(), *(_n(cells, group) for group in groups))):
        return False
    for group in groups:
        total = _n(cells, group)
        for strata in group:
            for month, row in cells[strata].items():
                if 0 < (row.n or 0) < k:
                    least = max(0, total + by_month[month] - whole) if len(group) == 1 else 0
                    if min(total, by_month[month]) - least + 1 < k - 1:
                        return False
    return True


def _n(cells: _Cells, group: Sequence[_Strata], month: str | None = None) -> int:
    return sum(row.n or 0 for strata in group for at, row in cells[strata].items() if month in (None, at))


def _join(rows: list[IndicatorResult], months: list[str]) -> IndicatorResult:
    """One row of the whole quarter: also the months in which a group has nobody, so that it does not say which."""
    strata = [dict(values) for values in dict.fromkeys(tuple(row.strata.items()) for row in rows)]
    numerator, n = sum(row.numerator or 0 for row in rows), sum(row.n or 0 for row in rows)
    extra: dict[str, object] = {"merged_months": months} if len(months) > 1 else {}  # medians cannot be joined
    if len(rows) == 1 and len(months) == 1:
        return rows[0]
    if all("bands" in row.extra for row in rows):
        extra["bands"] = [sum(counts) for counts in zip(*(row.extra["bands"] for row in rows), strict=True)]
    if len(strata) > 1:
        extra["merged_strata"] = strata
    common = {
        name: value if all(other[name] == value for other in strata) else "merged" for name, value in strata[0].items()
    }
    extra[BY_MONTH] = {
        month: (sum(row.numerator or 0 for row in rows if (row.month or "") == month),
                sum(row.n or 0 for row in rows if (row.month or "") == month))
        for month in months
    }  # fmt: skip
    label = rows[0].month if len(months) == 1 else f"{months[0]}..{months[-1]}"
    return replace(rows[0], month=label, strata=common, numerator=numerator, denominator=n, n=n,
                   value=numerator / n if n else None, extra=extra)  # fmt: skip
