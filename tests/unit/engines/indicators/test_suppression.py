"""Can a withheld count be found by subtraction? Every line of every table is attacked with its total."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from ovi.engines.indicators.merging import merge_small
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.suppression import suppress
from tests.examples import examples

K = 5
a_cell = st.tuples(st.sampled_from(["2026-01", "2026-02", "2026-03"]), st.sampled_from("ABCD"), st.sampled_from("xy"))
a_count = st.integers(1, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
tables = st.dictionaries(a_cell, a_count, max_size=20)


def rows_of(table):
    return [
        IndicatorResult("i", "", "", "duckdb", month, {"unit": unit, "profession": p}, num, n, num / n, n)
        for (month, unit, p), (num, n) in table.items()
    ]


def cell(row):
    return (row.month, *row.strata.values())


def small(count):
    return 0 < count < K


@given(tables)
@settings(max_examples=examples(300), deadline=None)
def test_nothing_small_is_shown_and_no_line_gives_a_small_one_away(table):
    rows = rows_of(table)
    published = suppress(rows, K)
    assert [cell(row) for row in published] == [cell(row) for row in rows]
    for row in published:
        if row.hidden == "":
            assert not small(row.n)
            assert not small(row.numerator)
            assert not small(row.n - row.numerator)
        if row.hidden == "row":
            assert (row.numerator, row.denominator, row.value, row.n, dict(row.extra)) == (None,) * 4 + ({},)
    for dimension in range(3):
        lines = defaultdict(list)
        for row in published:
            lines[tuple(v for i, v in enumerate(cell(row)) if i != dimension)].append(row)
        for line in lines.values():
            _attack([row for row in line if row.n is None], line, table, lambda counts: counts[1])
            _attack([row for row in line if row.numerator is None], line, table, lambda counts: counts[0])


def _attack(hidden, line, table, count):
    """The total minus what is shown is the sum of what is hidden: it must not be one row's, nor small."""
    if not hidden or len(hidden) == len(line):  # then the total itself falls under the rule
        return
    assert len(hidden) > 1
    assert not small(sum(count(table[cell(row)]) for row in hidden))


@given(tables)
@settings(max_examples=examples(300), deadline=None)
def test_a_range_holds_the_truth_and_never_names_it(table):
    for row in suppress(rows_of(table), K):
        if row.hidden == "counts":
            numerator, n = table[cell(row)]
            low, high = row.extra["value_low"] * n, row.extra["value_high"] * n
            assert low - 0.01 <= numerator <= high + 0.01
            assert high - low >= K - 2 - 0.01


@given(tables)
@settings(max_examples=examples(300), deadline=None)
def test_merging_loses_nobody_and_leaves_small_rows_only_when_all_is_small(table):
    rows = rows_of(table)
    merged = merge_small(rows, K)
    assert sum(row.n for row in merged) == sum(row.n for row in rows)
    assert sum(row.numerator for row in merged) == sum(row.numerator for row in rows)
    if sum(row.n for row in rows) >= K:
        assert not any(small(row.n) for row in merged)


@st.composite
def statutory_tables(draw):
    """Units by months of three quarters and a bit, many of them small, as a county with small health centres has."""
    units, months = draw(st.integers(2, 7)), draw(st.integers(1, 10))
    counts = st.one_of(st.integers(0, 6), st.integers(0, 6), st.integers(5, 60))
    return [
        IndicatorResult("i", "", "", "duckdb", f"2026-{month:02}", {"unit": f"u{unit}"}, n, n, 1.0, n)
        for unit in range(units)
        for month in range(1, months + 1)
        if (n := draw(counts))
    ]


@given(statutory_tables())
@settings(max_examples=examples(150), deadline=None)
def test_nobody_can_work_a_small_month_out_of_the_merged_rows_and_the_countys_months(rows):
    """The attacker knows the county's own rows and every published row, and solves for each unit's month."""
    published = merge_small(rows, K)
    months = sorted({row.month for row in rows})
    units = sorted({row.strata["unit"] for row in rows})
    place = {(unit, month): i for i, (unit, month) in enumerate((u, m) for u in units for m in months)}
    told = []
    totals = [sum(row.n for row in rows if row.month == month) for month in months]
    whole = [
        IndicatorResult("i", "", "", "duckdb", month, {}, n, n, 1.0, n) for month, n in zip(months, totals, strict=True)
    ]
    for row in merge_small(whole, K):
        held = row.extra.get("merged_months", [row.month])
        told.append(([place[unit, month] for unit in units for month in held], row.n))
    for row in published:
        of = [one["unit"] for one in row.extra.get("merged_strata", [row.strata])]
        held = row.extra.get("merged_months", [row.month])
        told.append(([place[unit, month] for unit in of for month in held], row.n))
    sums = np.zeros((len(told), len(place)))
    for number, (cells, _total) in enumerate(told):
        sums[number, cells] = 1
    if sum(totals) < K:
        return
    for row in rows:
        if small(row.n):
            at = place[row.strata["unit"], row.month]
            ends = []
            for sign in (1, -1):
                aim = np.zeros(len(place))
                aim[at] = sign
                found = linprog(aim, A_eq=sums, b_eq=[total for _cells, total in told], method="highs")
                ends.append(sign * found.fun)
            low, high = np.ceil(ends[0] - 1e-6), np.floor(ends[1] + 1e-6)
            assert high - low + 1 >= K - 1, (row, low, high, published)
