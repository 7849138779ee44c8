"""What may be told tonight of months that have been told before? The same, unless so much changed that nobody shows.

Who keeps every night's figures sees what was recorded late: a difference of one is one person. So a month that has been
told stays as it was told, in every grouping, until each of its figures is the same or differs by at least k, with the
same rows withheld and put together. Months told together are never told apart or with others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ovi.engines.indicators.definition import Definition, MeanOf, ShareMarked
from ovi.engines.indicators.publishing import publishable
from ovi.engines.indicators.results import IndicatorResult

Months = tuple[str, ...]
_Counts = dict[str, int | None]


def months_of(row: IndicatorResult) -> Months:
    """The months that the row holds."""
    return tuple(row.extra.get("merged_months") or [row.month or ""])


def told_again(
    definition: Definition, tables: Iterable[Sequence[IndicatorResult]], told: Iterable[IndicatorResult]
) -> tuple[list[IndicatorResult], frozenset[str]]:
    """What to publish of a measure, and the months that stay as they were.

    `tables`: the unpublished rows of the whole county and of each grouping. `told`: what was published of it last, in
    all groupings, of these months.
    """
    given = [list(rows) for rows in tables]
    fresh, before = _by_months(definition, given), defaultdict(list)
    if definition.suppression is None:  # nothing of people
        return [row for rows in fresh.values() for row in rows], frozenset()
    for row in told:
        before[months_of(row)].append(row)
    out: list[IndicatorResult] = []
    kept: set[str] = set()
    for months, rows in before.items():
        anew = months in fresh and may_be_told_anew(rows, fresh[months], definition.suppression.k)
        out += fresh[months] if anew else rows
        kept |= set() if anew else set(months)
    settled = {month for months in before for month in months}
    rest = _by_months(definition, [[row for row in rows if (row.month or "") not in settled] for rows in given])
    return [*out, *(row for rows in rest.values() for row in rows)], frozenset(kept)


def is_told(row: IndicatorResult) -> bool:
    """Does this row of the whole county tell its months? A month of nobody, or of too few, is still open."""
    return not row.strata and bool(row.n)


def _by_months(
    definition: Definition, tables: Iterable[Sequence[IndicatorResult]]
) -> dict[Months, list[IndicatorResult]]:
    found = defaultdict(list)
    for rows in tables:
        for row in publishable(definition, rows):
            found[months_of(row)].append(_people(definition, row))
    return dict(found)


def _people(definition: Definition, row: IndicatorResult) -> IndicatorResult:
    """Sums of cents and the like are told by the value alone; the counts told are of people or rows."""
    if isinstance(definition, MeanOf) or (isinstance(definition, ShareMarked) and definition.weight):
        return replace(row, numerator=row.extra.get("people"), denominator=row.n)
    return row


def may_be_told_anew(before: Sequence[IndicatorResult], after: Sequence[IndicatorResult], k: int) -> bool:
    """Does each figure, and what is withheld of each grouping taken together, stay or differ by k or more?"""
    old, new = ({_key(row): row for row in rows} for rows in (before, after))
    if old.keys() != new.keys():
        return False
    changes = {key: _change(old[key], new[key]) for key in old}
    told = [change for change in changes.values() if change is not None]
    if len(told) < len(changes) or any(0 < abs(one) < k for change in told for one in change.values()):
        return False
    groupings = defaultdict(list)
    for (by, *_), change in zip(changes, told, strict=True):
        groupings[by].append(change)
    (whole,) = groupings.pop((), [{}])
    return all(
        name not in whole or not 0 < abs(whole[name] - sum(one.get(name, 0) for one in rows)) < k
        for rows in groupings.values()
        for name in ("n", "counted", "others")
    )


def _key(row: IndicatorResult) -> tuple[object, ...]:
    merged = row.extra.get("merged_strata") or [row.strata]
    groups = sorted(str(value or "") for strata in merged for value in strata.values())
    return tuple(row.strata), row.hidden, tuple(groups)


def _change(before: IndicatorResult, after: IndicatorResult) -> dict[str, int] | None:
    """By how much each count changed; None where another is told than was, or something else than a count changed."""
    old, new = _counts(before), _counts(after)
    if {name for name, count in old.items() if count is None} != {name for name, count in new.items() if count is None}:
        return None
    if old.keys() != new.keys():
        return None
    change = {name: (new[name] or 0) - (count or 0) for name, count in old.items() if count is not None}
    same = before.value == after.value and _range(before) == _range(after)
    return change if any(change.values()) or same else None


def _range(row: IndicatorResult) -> tuple[object, object]:
    return row.extra.get("value_low"), row.extra.get("value_high")


def _counts(row: IndicatorResult) -> _Counts:
    others = row.n - row.numerator if row.n is not None and row.numerator is not None else None
    counts: _Counts = {"n": row.n, "counted": row.numerator, "others": others}
    beside: Mapping[str, int | None] = row.extra.get("beside") or {}
    counts |= {f"beside {name}": count for name, count in beside.items()}
    counts |= {f"band {place}": count for place, count in enumerate(row.extra.get("bands") or ())}
    for name in ("people", "arrived"):
        if name in row.extra:
            counts[name] = row.extra[name]
    if row.n and (coverage := row.extra.get("coverage")):
        counts["outside"] = round(row.n / coverage) - row.n
    return counts
