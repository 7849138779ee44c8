"""Can a small count be worked out from a published table? An attacking program tries, and so does plain counting."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from ovi.engines.statistics.disclosure import Published, protect
from tests.examples import examples
from tests.unit.engines.statistics.attacker import bounds, figures

K = 5
cells = st.one_of(st.integers(0, 6), st.integers(0, 40))
tables = st.tuples(st.integers(1, 5), st.integers(1, 5)).flatmap(
    lambda shape: arrays.arrays(np.int64, shape, elements=cells)
)


def truth(table):
    rows, columns = table.shape
    whole = {(r, c): int(table[r, c]) for r, c in product(range(rows), range(columns))}
    whole |= {(r, "all"): int(table[r].sum()) for r in range(rows)}
    whole |= {("all", c): int(table[:, c].sum()) for c in range(columns)}
    return whole | {("all", "all"): int(table.sum())}


@given(tables)
@settings(max_examples=examples(60), deadline=None)
def test_the_attacker_is_left_with_four_possible_values_of_every_small_count(table):
    published, true = protect(table, K), truth(table)
    for name, value in figures(published).items():
        assert value is None or (value == true[name] and not 0 < value < K)
        assert true[name] != 0 or value == 0
    for name, (low, high) in bounds(published).items():
        assert low - 1e-6 <= true[name] <= high + 1e-6
        if 0 < true[name] < K:
            assert high - low >= K - 2 - 1e-5, f"{name} = {true[name]} lies between {low} and {high}"


def shown(table, hidden):
    """The table with exactly these figures hidden, without any rule."""
    value = {name: None if name in hidden else count for name, count in truth(table).items()}
    rows, columns = table.shape
    return Published(
        tuple(tuple(value[r, c] for c in range(columns)) for r in range(rows)),
        tuple(value[r, "all"] for r in range(rows)),
        tuple(value["all", c] for c in range(columns)),
        value["all", "all"],
    )


def safe(table, hidden):
    true = truth(table)
    found = bounds(shown(table, hidden))
    return all(high - low >= K - 2 - 1e-5 for name, (low, high) in found.items() if 0 < true[name] < K)


def test_hiding_small_counts_alone_is_broken_by_the_attacker():
    """The program can win: with only the 3 hidden, its row gives it away."""
    table = np.array([[3, 20, 30], [10, 20, 40], [0, 7, 9]])
    assert bounds(shown(table, {(0, 0)})) == {(0, 0): (3, 3)}
    assert not safe(table, {(0, 0), (0, 1)})


@given(arrays.arrays(np.int64, (2, 2), elements=cells))
@settings(max_examples=examples(12), deadline=None)
def test_no_smaller_choice_would_do(table):
    """Every choice of fewer hidden figures is tried and found to give a small count away."""
    true = truth(table)
    small = {name for name, count in true.items() if 0 < count < K}
    others = [name for name, count in true.items() if count >= K]
    hidden = {name for name, value in figures(protect(table, K)).items() if value is None}
    for more in range(len(hidden) - len(small)):
        assert not any(safe(table, small | set(choice)) for choice in combinations(others, more))


def counted_bounds(published, most):
    """The slowest attacker: every table of counts up to `most` that agrees with what is shown."""
    rows, columns = len(published.cells), len(published.cells[0])
    known, possible = figures(published), {}
    for flat in product(range(most + 1), repeat=rows * columns):
        true = truth(np.array(flat).reshape(rows, columns))
        if all(true[name] == value if value is not None else true[name] > 0 for name, value in known.items()):
            for name, value in known.items():
                if value is None:
                    possible.setdefault(name, set()).add(true[name])
    return {name: (min(values), max(values)) for name, values in possible.items()}


@pytest.mark.parametrize("table", [[[2, 6], [6, 7]], [[1, 9], [0, 9]], [[3, 1, 8]], [[2], [6], [9]], [[3, 2], [1, 1]]])
def test_the_attacking_program_finds_what_plain_counting_finds(table):
    published = protect(table, K)
    most = 16 if sum(map(len, table)) < 4 else 14
    plain = counted_bounds(published, most)
    for name, (low, high) in bounds(published).items():
        if name[0] != "all" and name[1] != "all":
            assert plain[name] == (low, min(high, most))


def test_what_is_hidden_in_a_plain_table():
    published = protect([[3, 20, 30], [10, 20, 40], [0, 7, 9]])
    assert published.cells == ((None, None, 30), (None, None, 40), (0, 7, 9))
    assert (published.row_totals, published.column_totals, published.total) == ((53, 70, 16), (13, 47, 79), 139)


def test_nothing_is_hidden_without_a_small_count_and_everything_where_all_is_small():
    assert None not in figures(protect([[5, 0], [9, 12]])).values()
    assert protect([[3]]) == Published(((None,),), (None,), (None,), None)
    assert set(figures(protect([[1, 1], [1, 1]])).values()) == {None}


def test_a_total_is_hidden_where_its_parts_could_not_be():
    """Five times one: shown with its total of five, each part could only be one."""
    assert protect([[1, 1, 1, 1, 1]]).total is None
    assert protect([[2, 3]]).total == 5


def test_the_same_table_is_always_hidden_alike():
    table = np.random.default_rng(4).poisson(7, (6, 5))
    assert protect(table) == protect(table.copy()) == protect(table.tolist())


def test_a_table_of_a_county_by_month_is_protected_with_little_more_than_its_small_counts():
    rng = np.random.default_rng(11)
    table = rng.poisson(12, (20, 13)) * rng.integers(0, 4, (20, 13)) // 2
    published = protect(table)
    small = sum(0 < count < K for count in truth(table).values())
    assert sum(value is None for value in figures(published).values()) <= 2 * small
    assert all(high - low >= K - 2 - 1e-5 for name, (low, high) in bounds(published).items() if truth(table)[name] < K)


@pytest.mark.parametrize("bad", [[1, 2], [[]], [[-1, 2]], [[1.5, 2]]])
def test_what_is_no_table_of_counts_is_refused(bad):
    with pytest.raises(ValueError, match="whole counts"):
        protect(bad)
