"""Can anybody be found in what is published of a measure? An attacking program tries, over random counties."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.indicators.publishing import publishable
from ovi.engines.indicators.results import IndicatorResult
from tests.examples import examples

from .attack import WHOLE, K, given_away
from .facts_kit import DEFINITIONS

PLAIN, LAWFUL = DEFINITIONS["first_contact_resolution"], DEFINITIONS["lawful_clocks_kept"]
GROUPINGS = {"unit": 7, "municipality": 4, "profession": 3}


def row(month, strata, counted, others):
    n = counted + others
    return IndicatorResult("i", "", "", "duckdb", month, strata, counted, n, counted / n, n)


def county_of(people):
    """All groupings of the same people: a person is (month, group of each grouping, counted or not)."""
    truth = defaultdict(lambda: [0, 0])
    for month, groups, counted in people:
        for group in [WHOLE, *groups.items()]:
            truth[group, month][not counted] += 1
    return {place: tuple(counts) for place, counts in truth.items()}


def rows_of(truth):
    """The raw rows of each grouping, that of the whole county first."""
    tables = defaultdict(list)
    for ((grouping, group), month), (counted, others) in sorted(truth.items(), key=str):
        tables[grouping].append(row(month, {grouping: group} if grouping else {}, counted, others))
    return [tables[name] for name in sorted(tables)]


def published(definition, truth):
    return [one for table in rows_of(truth) for one in publishable(definition, table)]


def periods_of(rows, truth):
    """Each month, and the months that the county is told together."""
    months = {(month,) for _, month in truth}
    return sorted(months | {tuple(row.extra.get("merged_months") or [row.month]) for row in rows})


def drawn(rng, months=3, people=120, share=0.5, groupings=GROUPINGS):
    """A county by chance: unequal groups, few or many people, shares near none, half or all."""
    weights = {name: rng.dirichlet(np.full(size, 0.5)) for name, size in groupings.items()}
    return county_of(
        (
            f"2026-0{month + 1}",
            {name: f"{name[0]}{rng.choice(len(weight), p=weight)}" for name, weight in weights.items()},
            rng.random() < share,
        )
        for month in range(months)
        for _ in range(rng.poisson(people * rng.choice([0.05, 0.3, 1])))
    )


def counties(number):
    for seed in range(number):
        rng = np.random.default_rng(seed)
        yield drawn(rng, people=rng.choice([8, 30, 120]), share=rng.choice([0.03, 0.3, 0.5, 0.9, 0.98]))


@pytest.mark.parametrize("definition", [PLAIN, LAWFUL], ids=["plain", "lawful"])
def test_nobody_is_found_in_counties_drawn_by_chance(definition):
    for truth in counties(examples(25)):
        rows = published(definition, truth)
        assert given_away(rows, truth, periods_of(rows, truth)) == []


some_people = st.lists(
    st.tuples(
        st.sampled_from(["2026-01", "2026-02"]),
        st.fixed_dictionaries({"unit": st.sampled_from("ABCD"), "municipality": st.sampled_from("xyz")}),
        st.integers(0, 9).map(lambda number: number < 7),
        st.integers(1, 12),
    ),
    max_size=14,
)


@given(people=some_people, lawful=st.booleans())
@settings(max_examples=examples(100), deadline=None)
def test_nobody_is_found_in_any_county(people, lawful):
    truth = county_of((month, groups, counted) for month, groups, counted, often in people for _ in range(often))
    if truth:
        rows = published(LAWFUL if lawful else PLAIN, truth)
        assert given_away(rows, truth, periods_of(rows, truth)) == []


@given(people=some_people, lawful=st.booleans())
@settings(max_examples=examples(100), deadline=None)
def test_no_small_count_is_shown_and_nobody_is_lost(people, lawful):
    truth = county_of((month, groups, counted) for month, groups, counted, often in people for _ in range(often))
    rows = published(LAWFUL if lawful else PLAIN, truth)
    for one in rows:
        assert one.n is None or one.n == 0 or one.n >= K
        if one.numerator is not None:
            assert not 0 < one.numerator < K
            assert not 0 < one.n - one.numerator < K
    if lawful:
        for grouping in ("unit", "municipality"):
            for period in {tuple(one.extra.get("merged_months") or [one.month]) for one in rows if one.n}:
                whole = sum(sum(truth[WHOLE, month]) for month in period if (WHOLE, month) in truth)
                told = [one.n for one in rows if grouping in one.strata
                        and tuple(one.extra.get("merged_months") or [one.month]) == period]  # fmt: skip
                assert not told or sum(told) == whole


def test_the_attacker_wins_where_only_the_small_and_the_next_are_withheld():
    """What was published before: ranges that name the small one's partner. 4 late and 9 late make 13: so 4 are 4."""
    months = "2026-01"
    truth = {(WHOLE, months): (87, 13), (("unit", "A"), months): (46, 4), (("unit", "B"), months): (41, 9)}
    told = [
        row(months, {}, 87, 13),
        *(
            IndicatorResult("i", "", "", "duckdb", months, {"unit": unit}, None, 50, None, 50, "counts",
                            {"value_low": low / 50, "value_high": high / 50})
            for unit, low, high in (("A", 46, 49), ("B", 41, 45))
        ),
    ]  # fmt: skip
    found = given_away(told, truth, [(months,)])
    assert found == [(("unit", "A"), (months,), "others", 4, 4, 4)]
    assert given_away(published(PLAIN, truth), truth, [(months,)]) == []
