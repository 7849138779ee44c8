"""How does a row of a query become a result? The last arithmetic, in whole numbers, the same for every engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ovi.engines.indicators.definition import (
    CountOf,
    Debt,
    Definition,
    MeanOf,
    ShareMarked,
    ShareWithin,
    Standardised,
    ThirdNextAvailable,
)
from ovi.engines.indicators.results import IndicatorResult

YEAR_DAYS = 365
Row = Mapping[str, Any]
_Figures = dict[str, Any]  # numerator, denominator, value, n, extra


def finished(definition: Definition, rows: Iterable[Row], by: tuple[str, ...], snapshot: str, engine: str) -> list[
    IndicatorResult
]:  # fmt: skip
    """The unpublished results of one definition."""
    given = [dict(row) for row in rows]
    if isinstance(definition, Standardised):
        given = _expected(given, by)
    made = []
    for row in given:
        figures = _FINISH[type(definition)](definition, row)
        if figures["n"] or figures.get("keep"):
            figures.pop("keep", None)
            made.append(IndicatorResult(
                indicator_id=definition.id, definition_hash=definition.content_hash, snapshot_id=snapshot,
                engine=engine, month=row["by_month"] if "month" in by else None,
                strata={name: row[f"by_{name}"] for name in by if name != "month"}, **figures,
            ))  # fmt: skip
    return made


def _within(definition: ShareWithin, row: Row) -> _Figures:
    n, numerator = int(row["denominator"]), int(row["numerator"])
    extra: _Figures = {"median_wait_days": row["median_wait_days"], "p90_wait_days": row["p90_wait_days"]}
    if definition.bands:
        extra["bands"] = [int(row[f"band_{place}"]) for place in range(len(definition.bands) + 1)]
    extra |= _coverage(definition, n, int(row["outside"]))
    return _figures(numerator, n, n, extra, keep=True)


def _coverage(definition: Any, n: int, outside: int) -> _Figures:
    """The share of rows that could be judged, unless it would tell of 1 to k-1 people."""
    extra: _Figures = {}
    if outside == 0 or outside >= definition.suppression.k:
        extra["coverage"] = round(n / (n + outside), 3) if n + outside else None
    if n < definition.suppression.small_n:
        extra["small_n"] = True
    return extra


def _figures(numerator: int, denominator: int, n: int, extra: _Figures, *, keep: bool = False) -> _Figures:
    value = numerator / denominator if denominator else None
    found = {"numerator": numerator, "denominator": denominator, "value": value, "n": n, "extra": extra}
    return found | ({"keep": True} if keep else {})


def _third(definition: ThirdNextAvailable, row: Row) -> _Figures:
    n, numerator = int(row["denominator"]), int(row["numerator"])
    extra = {
        "share_within": numerator / n,
        "share_182": int(row["at_cap"]) / n,
        "measurements": int(row["measurements"]),
    }
    return {"numerator": numerator, "denominator": n, "value": row["median"], "n": n, "extra": extra}


def _share(definition: ShareMarked, row: Row) -> _Figures:
    n = int(row["n"])
    extra = _coverage(definition, n, int(row["outside"]))
    if named := (*definition.any_of, *definition.beside):
        extra["beside"] = {one.name: int(row[f"beside_{one.name}"]) for one in named}
    if definition.weight:
        extra["people"] = int(row["people"])
    return _figures(int(row["numerator"]), int(row["denominator"]), n, extra, keep=True)


def _mean(definition: MeanOf, row: Row) -> _Figures:
    n = int(row["denominator"])
    extra = _coverage(definition, n, int(row["outside"]))
    if beside := definition.beside_share:
        whole = int(row["whole"])
        extra[beside.name] = round(int(row["part"]) / whole, 3) if whole else None
    return _figures(int(row["numerator"]), n * definition.divide_by, n, extra) | {"denominator": n}


def _count(definition: CountOf, row: Row) -> _Figures:
    n = int(row["denominator"])
    return {"numerator": n, "denominator": n, "value": float(n), "n": n, "extra": {}}


def _debt(definition: Debt, row: Row) -> _Figures:
    """The sustainable queue is cut to whole needs; a queue under it is no debt."""
    queue, arrived = int(row["queue"]), int(row["arrived"])
    sustainable = arrived * definition.limit_days // (YEAR_DAYS * definition.waits_per_limit)
    debt = max(0, queue - sustainable)
    extra = {"sustainable": sustainable, "arrived": arrived}
    return {"numerator": debt, "denominator": queue, "value": float(debt), "n": queue, "extra": extra}


def _observed(definition: Standardised, row: Row) -> _Figures:
    observed, expected = int(row["observed"]), row["expected"]
    extra = {"expected": round(expected, 1), "people": row["people"]}
    value = observed / expected if expected else None
    return {"numerator": observed, "denominator": observed, "value": value, "n": observed, "extra": extra, "keep": True}


def _expected(rows: list[dict[str, Any]], by: tuple[str, ...]) -> list[dict[str, Any]]:
    """Indirect standardisation: people of each age group × the rate of that group in all areas together.

    Rates are of the month when there are months. Areas are summed in a fixed order, so every engine gives the same.
    """
    cells: dict[tuple[Any, Any], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        cell = cells[(row.get("by_month"), row["age_group"])]
        cell[0] += int(row["observed"])
        cell[1] += int(row["people"])
    groups: dict[tuple[Any, ...], dict[str, Any]] = {}
    in_order = sorted(rows, key=lambda row: [str(row.get(k)) for k in ("by_month", "by_municipality", "age_group")])
    for row in in_order:
        key = tuple(row.get(f"by_{name}") for name in by)
        group = groups.setdefault(key, {f"by_{name}": row.get(f"by_{name}") for name in by} | {
            "observed": 0, "expected": 0.0, "people": 0,
        })  # fmt: skip
        events, people = cells[(row.get("by_month"), row["age_group"])]
        group["observed"] += int(row["observed"])
        group["people"] += int(row["people"])
        group["expected"] += int(row["people"]) * events / people if people else 0.0
    return list(groups.values())


_FINISH: dict[type, Callable[[Any, Row], _Figures]] = {
    ShareWithin: _within, ThirdNextAvailable: _third, ShareMarked: _share, MeanOf: _mean, CountOf: _count,
    Debt: _debt, Standardised: _observed,
}  # fmt: skip
