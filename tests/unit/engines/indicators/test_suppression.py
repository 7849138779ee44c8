"""Is each line of counts protected by itself? Every table of small numbers is tried out, possibility by possibility."""

from __future__ import annotations

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.indicators.suppression import Cell, natural, ranges, small, withheld
from tests.examples import examples

K = 5
counts = st.lists(st.integers(0, 12), max_size=5)
cells = st.lists(
    st.integers(K, 11).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))).map(lambda one: Cell(*one)),
    min_size=1, max_size=4,
)  # fmt: skip


@given(counts)
@settings(max_examples=examples(300), deadline=None)
def test_a_withheld_small_count_can_be_anything_from_one_to_four(line):
    hidden = withheld(line, K)
    if hidden is None:
        return
    assert {place for place, count in enumerate(line) if small(count, K)} <= hidden
    assert all(line[place] for place in hidden)  # 0 is shown
    names, total = sorted(hidden), sum(line[place] for place in hidden)
    known = [range(1, K) if small(line[place], K) else range(K, total + 1) for place in names]
    possible = [values for values in product(*known) if sum(values) == total]
    for place, values in zip(names, zip(*possible, strict=True), strict=True):
        assert not small(line[place], K) or set(values) == {1, 2, 3, 4}


@given(cells)
@settings(max_examples=examples(300), deadline=None)
def test_a_range_holds_the_truth_and_all_that_the_reader_can_think_of_and_is_not_narrow(line):
    told = ranges(line, K)
    whole = Cell(sum(cell.numerator for cell in line), sum(cell.n for cell in line))
    assert {place for place, cell in enumerate(line) if cell.small(K)} <= told.keys()
    low, high = natural(whole, K) if whole.small(K) else (whole.numerator, whole.numerator)
    shown = sum(cell.numerator for place, cell in enumerate(line) if place not in told)
    names = sorted(told)
    possible = [
        values for values in product(*(range(told[place][0], told[place][1] + 1) for place in names))
        if low <= shown + sum(values) <= high
    ]  # fmt: skip
    for place, values in zip(names, zip(*possible, strict=True), strict=True):
        assert line[place].numerator in values
        assert (min(values), max(values)) == told[place]  # the range is what follows from the rest
        assert not line[place].small(K) or len(set(values)) >= K - 1
    if whole.small(K):
        assert {shown + sum(values) for values in possible} == set(range(low, high + 1))


def test_little_more_is_withheld_than_is_small():
    line = [Cell(n - late, n) for late, n in ((2, 80), (0, 40), (11, 90), (1, 30), (25, 60), (14, 70))]
    assert ranges(line, K) == {0: (76, 79), 3: (26, 29), 2: (78, 84)}
