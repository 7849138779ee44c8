"""How is a statutory row published when too few people stand behind it? Merged over months, then over strata.

A statutory figure is never blanked (design section 5.7). Rows of at least k people stay as they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from ovi.engines.indicators.results import IndicatorResult


def merge_small(rows: Sequence[IndicatorResult], k: int) -> list[IndicatorResult]:
    """The rows with none under k, as far as the whole period allows; merged ones say what they hold."""
    by_strata: dict[tuple[object, ...], list[IndicatorResult]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.month or ""):
        by_strata[tuple(row.strata.values())].append(row)
    done: list[IndicatorResult] = []
    small: list[IndicatorResult] = []
    for group in by_strata.values():
        merged = _merge_months(group, k)
        (small if merged[0].n and merged[0].n < k else done).extend(merged)
    return done + _merge_strata(small, done, k) if small else done


def _merge_months(rows: list[IndicatorResult], k: int) -> list[IndicatorResult]:
    """Months in order, each joined to the next until there are k; a small remainder joins the last group."""
    groups: list[list[IndicatorResult]] = [[]]
    for row in rows:
        if groups[-1] and _n(groups[-1]) >= k:
            groups.append([])
        groups[-1].append(row)
    if len(groups) > 1 and _n(groups[-1]) < k:
        groups[-2:] = [groups[-2] + groups[-1]]
    return [_join(group) for group in groups]


def _merge_strata(small: list[IndicatorResult], done: list[IndicatorResult], k: int) -> list[IndicatorResult]:
    """All too small strata as one row; while that is too small, the smallest other stratum joins it."""
    while _n(small) < k and done:
        totals: dict[tuple[object, ...], int] = defaultdict(int)
        for row in done:
            totals[tuple(row.strata.values())] += row.n or 0
        drawn = min(totals, key=lambda strata: (totals[strata], str(strata)))
        small = small + [row for row in done if tuple(row.strata.values()) == drawn]
        done[:] = [row for row in done if tuple(row.strata.values()) != drawn]
    strata = [dict(values) for values in dict.fromkeys(tuple(row.strata.items()) for row in small)]
    if len(strata) == 1:
        return [_join(small)]
    common = {
        name: value if all(other[name] == value for other in strata) else "merged" for name, value in strata[0].items()
    }
    joined = _join(sorted(small, key=lambda row: row.month or ""))
    return [replace(joined, strata=common, extra={**joined.extra, "merged_strata": strata})]


def _n(rows: Sequence[IndicatorResult]) -> int:
    return sum(row.n or 0 for row in rows)


def _join(rows: list[IndicatorResult]) -> IndicatorResult:
    if len(rows) == 1:
        return rows[0]
    months = sorted({m for row in rows for m in row.extra.get("merged_months", [row.month]) if m})
    numerator, n = sum(row.numerator or 0 for row in rows), _n(rows)
    month = None if not months else months[0] if len(months) == 1 else f"{months[0]}..{months[-1]}"
    extra: dict[str, object] = {"merged_months": months} if len(months) > 1 else {}  # medians cannot be joined
    if all("bands" in row.extra for row in rows):
        extra["bands"] = [sum(counts) for counts in zip(*(row.extra["bands"] for row in rows), strict=True)]
    value = numerator / n if n else None
    return replace(rows[0], month=month, numerator=numerator, denominator=n, n=n, value=value, extra=extra)
