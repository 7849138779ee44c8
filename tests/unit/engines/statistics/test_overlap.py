"""Can two allowed publications be subtracted from each other? Only into whole cells that are published anyway."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.statistics.overlap import Footprint, Grid, require_apart
from ovi.foundation.refusals import Refused
from tests.examples import examples

POSTAL = {"33100": "centre", "33200": "centre", "33500": "east", "33540": "east", "33580": "east", "34260": "north"}
MONTHLY, YEARLY = Grid(POSTAL), Grid(POSTAL, months=12)
COARSER = Grid(dict.fromkeys(POSTAL, "county"), months=3)
ALL = frozenset(POSTAL)

areas = st.frozensets(st.sampled_from(sorted(POSTAL)), min_size=1)
a_day = st.one_of(
    st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    st.builds(date, st.sampled_from([2025, 2026]), st.integers(1, 12), st.just(1)),
)


def accepted(make):
    try:
        return make()
    except Refused:
        return None


@given(st.lists(st.tuples(areas, a_day, a_day), max_size=30), st.sampled_from([MONTHLY, YEARLY, COARSER]))
@settings(max_examples=examples(100), deadline=None)
def test_whatever_is_accepted_no_difference_cuts_a_cell(asked, grid):
    """Who holds all accepted figures knows of an area and day only in which of them it lies: all of a cell alike."""
    made = [accepted(lambda one=one: Footprint("m", grid, *one)) for one in asked]
    given_out = [one for one in made if one]
    for day in (date(2025, 1, 1) + timedelta(days=n) for n in range(0, 730, 9)):
        begin = date(day.year, (day.month - 1) // grid.months * grid.months + 1, 1)
        for area in POSTAL:
            twin = min(other for other in POSTAL if grid.cell_of[other] == grid.cell_of[area])
            for one in given_out:
                assert (area in one.areas) == (twin in one.areas)
                assert (one.first <= day < one.until) == (one.first <= begin < one.until)


@given(areas, a_day, a_day)
@settings(max_examples=examples(100), deadline=None)
def test_exactly_whole_cells_and_months_are_accepted(asked, first, until):
    whole = all(
        (area in asked) == (other in asked) for area in POSTAL for other in POSTAL if POSTAL[area] == POSTAL[other]
    )
    fits = whole and first < until and first.day == until.day == 1
    assert (accepted(lambda: Footprint("m", MONTHLY, asked, first, until)) is not None) == fits


def test_periods_are_listed_whole():
    assert MONTHLY.periods(date(2025, 11, 1), date(2026, 2, 1)) == (
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
    )
    assert COARSER.periods(date(2025, 4, 1), date(2026, 1, 1)) == (
        date(2025, 4, 1),
        date(2025, 7, 1),
        date(2025, 10, 1),
    )
    assert len(MONTHLY.periods(date(2000, 1, 1), date(2030, 1, 1))) == 360
    assert YEARLY.periods(date(2024, 1, 1), date(2026, 1, 1)) == (date(2024, 1, 1), date(2025, 1, 1))


def test_a_refusal_names_what_is_missing():
    with pytest.raises(Refused) as refused:
        MONTHLY.cells(["33100"])
    assert (refused.value.code, [fault.where for fault in refused.value.faults]) == ("overlap.part_of_cell", ["33200"])
    with pytest.raises(Refused, match="not in the grid"):
        MONTHLY.cells(["00100"])
    with pytest.raises(Refused) as cut:
        COARSER.periods(date(2025, 2, 1), date(2025, 7, 1))
    assert (cut.value.code, [fault.where for fault in cut.value.faults]) == ("overlap.part_of_period", ["2025-02-01"])


def test_another_grid_over_the_same_people_is_refused_and_elsewhere_it_is_not():
    old = Footprint("m", MONTHLY, ALL, date(2025, 1, 1), date(2025, 4, 1))
    require_apart(Footprint("m", MONTHLY, ALL, date(2025, 1, 1), date(2025, 3, 1)), [old])
    require_apart(Footprint("other", COARSER, ALL, date(2025, 1, 1), date(2025, 4, 1)), [old])
    require_apart(Footprint("m", COARSER, ALL, date(2025, 4, 1), date(2025, 7, 1)), [old])
    with pytest.raises(Refused) as refused:
        require_apart(Footprint("m", COARSER, ALL, date(2025, 1, 1), date(2025, 4, 1)), [old])
    assert refused.value.code == "overlap.other_grid"
