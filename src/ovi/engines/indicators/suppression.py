"""Which figures may be published? Counts 1–4 never, nor what would reveal them by subtraction; 0 is shown.

The rule (design section 5.7): a row of fewer than k people is withheld; a row whose numerator or complement
is 1 to k-1 keeps n and gives its share as a range. Totals are published elsewhere, so in every line of the
table (all rows alike but for one dimension) what is withheld must, taken together, be publishable itself;
otherwise the smallest other row is withheld too. Overlapping groups of different runs are not compared here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ovi.engines.indicators.merging import BY_MONTH
from ovi.engines.indicators.results import Hidden, IndicatorResult

_Count = tuple[int, int]
_LEVELS: tuple[Hidden, Hidden, Hidden] = ("", "counts", "row")


def suppress(rows: Sequence[IndicatorResult], k: int) -> list[IndicatorResult]:
    """The rows of one indicator and one run as they may be published, in the same order."""
    counts = [(row.numerator or 0, row.denominator or 0) for row in rows]
    levels = [_primary(numerator, n, k) for numerator, n in counts]
    lines = [*_lines(rows), *_quarters(rows)]
    changed = True
    while changed:  # each change withholds one more row, so this ends
        changed = False
        for line, unseen in lines:
            changed |= _protect(line, unseen, counts, levels, k)
    return [_withhold(row, level, k) for row, level in zip(rows, levels, strict=True)]


def _small(count: int, k: int) -> bool:
    return 0 < count < k


def _primary(numerator: int, n: int, k: int) -> int:
    if _small(n, k):
        return 2
    return 1 if _small(numerator, k) or _small(n - numerator, k) else 0


def _lines(rows: Sequence[IndicatorResult]) -> Iterator[tuple[list[int], _Count]]:
    """Row numbers that differ in one dimension only: a total over that dimension is their sum.

    Beside them what the line's total holds of merged rows: in a month, what these have in that month.
    """
    cells = [{"month": row.month, **row.strata} for row in rows]
    merged = [row for row in rows if BY_MONTH in row.extra]
    for dimension in cells[0] if cells else ():
        lines = defaultdict(list)
        for number, cell in enumerate(cells):
            lines[tuple(value for name, value in cell.items() if name != dimension)].append(number)
        for line in lines.values():
            here = cells[line[0]]
            same = {name: value for name, value in here.items() if name not in ("month", dimension)}
            fits = [row for row in merged if all(row.strata[name] in (value, "merged") for name, value in same.items())]
            told = [row.extra[BY_MONTH].get(here["month"], (0, 0)) for row in fits] if dimension != "month" else []
            yield line, (sum(one[0] for one in told), sum(one[1] for one in told))


def _quarters(rows: Sequence[IndicatorResult]) -> Iterator[tuple[list[int], _Count]]:
    """All rows of the months that some row is merged over: the totals of those months are known too."""
    for months in {tuple(row.extra["merged_months"]) for row in rows if "merged_months" in row.extra}:
        label = f"{months[0]}..{months[-1]}"
        yield [i for i, row in enumerate(rows) if row.month in (*months, label)], (0, 0)


def _protect(line: list[int], unseen: _Count, counts: list[_Count], levels: list[int], k: int) -> bool:
    """Withhold one more row of the line if subtraction from its total would reveal a withheld one."""
    for level in (2, 1):
        hidden = [i for i in line if levels[i] >= level]
        together = [counts[i] for i in hidden] + ([unseen] if unseen[1] else [])
        if not together or _together_safe(together, level, k, each_may_be_told=not hidden):
            continue
        others = [i for i in line if levels[i] < level and counts[i][1]]
        if others:
            levels[min(others, key=lambda i: (counts[i][1], i))] = level
            return True
    return False


def _together_safe(counts: list[_Count], level: int, k: int, *, each_may_be_told: bool) -> bool:
    numerator, n = (sum(column) for column in zip(*counts, strict=True))
    several = each_may_be_told or len(counts) > 1
    return several and (not _small(n, k) if level == 2 else _primary(numerator, n, k) == 0)


def _withhold(row: IndicatorResult, level: int, k: int) -> IndicatorResult:
    if BY_MONTH in row.extra:
        row = replace(row, extra={name: value for name, value in row.extra.items() if name != BY_MONTH})
    if level == 0:
        return row
    kept = {name: row.extra[name] for name in ("merged_months", "merged_strata") if name in row.extra}
    if level == 2:
        return replace(row, numerator=None, denominator=None, value=None, n=None, hidden="row", extra=kept)
    numerator, n = row.numerator or 0, row.denominator or 0
    low, high = _range(numerator, n, k)
    beside = {name: row.extra[name] for name in ("coverage", "median_wait_days", "small_n") if name in row.extra}
    beside |= kept | {"value_low": round(low / n, 4), "value_high": round(high / n, 4)}
    return replace(row, numerator=None, value=None, hidden="counts", extra=beside)


def _range(numerator: int, n: int, k: int) -> tuple[int, int]:
    """Between which counts the withheld numerator lies, as far as may be said.

    Up to n = 2k-2 the two small ends meet, so only "neither none nor all" may be said: 4 of 8 would be exact.
    """
    if n < 2 * k - 1:
        return (1, n - 1) if 0 < numerator < n else (0, n)
    if _small(numerator, k):
        return 1, k - 1
    if _small(n - numerator, k):
        return n - k + 1, n - 1
    high = min(n, numerator // k * k + k - 1)  # withheld for another row's sake: somewhere within k counts
    return high - k + 1, high
