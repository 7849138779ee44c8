"""How is a statutory row published when too few people stand behind it? Together with the next months, or other groups.

A statutory figure is never blanked (design section 5.7). A month with too few people in the whole county is told
together with the months after it, as soon as there are enough: so what has been told is never told again over other
months. Within a month the groups with too few people are told together. A quarter of its own for a small group would
tell its months: the county's are known, and last night's quarter is this night's less a month (decision 26).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ovi.engines.indicators.results import IndicatorResult

MERGED = "merged"


def by_period(rows: Sequence[IndicatorResult], k: int, *, statutory: bool) -> list[list[IndicatorResult]]:
    """The rows month by month; of a statutory measure, months of too few people with those after them."""
    periods: list[list[IndicatorResult]] = []
    waiting: list[IndicatorResult] = []
    for month in sorted({row.month or "" for row in rows}):
        waiting += [row for row in rows if (row.month or "") == month]
        if not (statutory and 0 < sum(row.n or 0 for row in waiting) < k):
            periods.append(waiting)
            waiting = []
    # Too few so far: each month withheld by itself, to be told together later.
    late = sorted({row.month or "" for row in waiting})
    return periods + [[row for row in waiting if (row.month or "") == month] for month in late]


def each_group(rows: Sequence[IndicatorResult]) -> list[IndicatorResult]:
    """The rows of one period, a row for each group."""
    groups: dict[tuple[object, ...], list[IndicatorResult]] = {}
    for row in rows:
        groups.setdefault(tuple(row.strata.values()), []).append(row)
    months = sorted({row.month or "" for row in rows})
    return [joined(group, months) for group in groups.values()]


def joined(rows: Sequence[IndicatorResult], months: Sequence[str]) -> IndicatorResult:
    """One row of several, which says what it holds; medians and coverage cannot be joined, counts in bands can.

    `months` are all of the period, so that it does not say in which of them a group has nobody.
    """
    if len(rows) == 1 and len(months) == 1:
        return rows[0]
    strata = [dict(values) for values in dict.fromkeys(tuple(row.strata.items()) for row in rows)]
    numerator, n = sum(row.numerator or 0 for row in rows), sum(row.n or 0 for row in rows)
    extra: dict[str, object] = {"merged_months": list(months)} if len(months) > 1 else {}
    if all("bands" in row.extra for row in rows):
        extra["bands"] = [sum(counts) for counts in zip(*(row.extra["bands"] for row in rows), strict=True)]
    if all("people" in row.extra for row in rows):
        extra["people"] = sum(row.extra["people"] for row in rows)
    if len(strata) > 1:
        extra["merged_strata"] = strata
    common = dict(strata[0]) if len(strata) == 1 else dict.fromkeys(strata[0], MERGED)
    label = months[0] if len(months) == 1 else f"{months[0]}..{months[-1]}"
    value = numerator / n if n else None
    return replace(
        rows[0], month=label, strata=common, numerator=numerator, denominator=n, n=n, value=value, extra=extra
    )
