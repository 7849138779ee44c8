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

from ovi.engines.indicators.results import Hidden, IndicatorResult

_LEVELS: tuple[Hidden, Hidden, Hidden] = ("", "counts", "row")


def suppress(rows: Sequence[IndicatorResult], k: int) -> list[IndicatorResult]:
    """The rows of one indicator and one run as they may be published, in the same order."""
    counts = [(row.numerator or 0, row.denominator or 0) for row in rows]
    levels = [_primary(numerator, n, k) for numerator, n in counts]
    lines = list(_lines(rows))
    changed = True
    while changed:  # each change withholds one more row, so this ends
        changed = False
        for line in lines:
            changed |= _protect(line, counts, levels, k)
    return [_withhold(row, level, k) for row, level in zip(rows, levels, strict=True)]


def _small(count: int, k: int) -> bool:
    return 0 < count < k


def _primary(numerator: int, n: int, k: int) -> int:
    if _small(n, k):
        return 2
    return 1 if _small(numerator, k) or _small(n - numerator, k) else 0


def _lines(rows: Sequence[IndicatorResult]) -> Iterator[list[int]]:
    """Row numbers that differ in one dimension only: a total over that dimension is their sum."""
    cells = [{"month": row.month, **row.strata} for row in rows]
    for dimension in cells[0] if cells else ():
        lines = defaultdict(list)
        for number, cell in enumerate(cells):
            lines[tuple(value for name, value in cell.items() if name != dimension)].append(number)
        yield from lines.values()


def _protect(line: list[int], counts: list[tuple[int, int]], levels: list[int], k: int) -> bool:
    """Withhold one more row of the line if subtraction from its total would reveal a withheld one."""
    for level in (2, 1):
        hidden = [i for i in line if levels[i] >= level]
        if not hidden or _together_safe([counts[i] for i in hidden], level, k):
            continue
        others = [i for i in line if levels[i] < level and counts[i][1]]
        if others:
            levels[min(others, key=lambda i: (counts[i][1], i))] = level
            return True
    return False


def _together_safe(counts: list[tuple[int, int]], level: int, k: int) -> bool:
    numerator, n = (sum(column) for column in zip(*counts, strict=True))
    if level == 2:
        return len(counts) > 1 and not _small(n, k)
    return len(counts) > 1 and _primary(numerator, n, k) == 0


def _withhold(row: IndicatorResult, level: int, k: int) -> IndicatorResult:
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
