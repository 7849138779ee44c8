"""Published rows become points: nothing is lost, no month is two, and the engine gets the counts of each."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.statistics.control import Measure
from ovi.engines.statistics.rules import Rule
from ovi.engines.statistics.verdict import Finding
from ovi.performance import changes, queries
from ovi.performance.queries import Value
from ovi.performance.series import points
from tests.examples import examples

LAWFUL = "access_within_lawful"
MONTHS = [f"20{24 + number // 12}-{number % 12 + 1:02d}" for number in range(36)]


def row(months, numerator, denominator, hidden=""):
    """A published figure of these months, as the database keeps it: merged ones stand at the last."""
    extra = {"merged_months": list(months)} if len(months) > 1 else {}
    value = None if hidden else numerator / denominator
    counts = (None, None) if hidden else (numerator, denominator)
    return Value(LAWFUL, "", months[-1], "", "", *counts, value, hidden, extra)


@st.composite
def published(draw):
    """Some months in a row, cut into figures of one to four months, some withheld and some not there at all."""
    months = MONTHS[: draw(st.integers(1, len(MONTHS)))]
    rows, at = [], 0
    while at < len(months):
        length = draw(st.integers(1, min(4, len(months) - at)))
        size = draw(st.integers(5, 400))
        kind = draw(st.sampled_from(["shown", "shown", "row", "missing"]))
        if kind != "missing":
            rows.append(row(months[at : at + length], draw(st.integers(0, size)), size, "row" if kind == "row" else ""))
        at += length
    return draw(st.permutations(rows)), months


@settings(max_examples=examples(60), deadline=None)
@given(published())
def test_every_figure_is_one_point_and_every_month_is_in_one(given_rows):
    rows, months = given_rows
    found = points(rows, months)
    assert sorted(month for point in found for month in point.months) == sorted(months)
    assert [point.months[-1] for point in found] == sorted(point.months[-1] for point in found)
    assert all(early.last_on < late.first_on for early, late in zip(found, found[1:], strict=False))
    assert sorted(id(point.value) for point in found if point.value) == sorted(map(id, rows))


@settings(max_examples=examples(60), deadline=None)
@given(published())
def test_the_chart_weighs_each_figure_by_its_people(given_rows):
    rows, months = given_rows
    found = points(rows, months)
    read = changes.reading(queries.definition(LAWFUL), found)
    assert len(read.centre.low) == len(read.fired) == len(found)
    earlier = [point for point in found[:-1] if point.known is not None]
    if len(earlier) >= changes.FEWEST_EARLIER:
        told = [point.value for point in earlier]
        level = sum(one.numerator for one in told) / sum(one.denominator for one in told)
        at = [point.known is not None for point in found]
        assert read.centre.low[at] == pytest.approx([level] * sum(at))
        assert read.centre.high[at] == pytest.approx([level] * sum(at))
    else:
        assert read.verdict.finding is Finding.TOO_FEW
        assert not any(read.fired)


def test_figures_that_hold_the_same_month_are_refused():
    with pytest.raises(ValueError, match="same month"):
        points([row(MONTHS[:3], 5, 10), row(MONTHS[2:3], 5, 10)])


def steady(count, low=90):
    return [row([MONTHS[at]], low + at % 3, 100) for at in range(count)]


def test_a_new_level_begins_with_the_first_whole_figure_after_its_day():
    shown = queries.definition(LAWFUL)
    rows = steady(12) + [row([MONTHS[at]], 60 + at % 3, 100) for at in range(12, 24)]
    found = points(rows)
    before, after = changes.reading(shown, found), changes.reading(shown, found, [found[12].first_on])
    assert any(before.fired[12:])
    assert not any(after.fired)
    assert after.phase.tolist() == [0] * 12 + [1] * 12
    assert after.verdict.finding is Finding.ORDINARY


def test_a_month_far_outside_fires_and_is_named_by_its_rule():
    read = changes.reading(queries.definition(LAWFUL), points([*steady(12), row([MONTHS[12]], 60, 100)]))
    assert read.fired[-1] == (Rule.BEYOND, -1)
    assert (read.verdict.finding, read.verdict.rules[0]) == (Finding.DOWN, Rule.BEYOND)


def test_the_kind_of_chart_follows_what_is_measured():
    kinds = {one: changes.measure_of(queries.definition(one)) for one in queries.definitions()}
    assert kinds[LAWFUL] is kinds["no_show"] is Measure.SHARE
    assert kinds["need_adjusted_contacts"] is Measure.RATE
    assert kinds["t3"] is kinds["open_needs"] is kinds["cost_per_need"] is Measure.VALUE
    assert kinds["cost_concentration"] is Measure.VALUE  # a share of money: no binomial count of people


def test_figures_of_twelve_months_are_not_judged_month_by_month():
    shown = queries.definition("continuity_coc")
    assert changes.overlaps(shown)
    assert changes.reading(shown, points(steady(20))) is None


def test_the_season_needs_two_earlier_years_and_single_months():
    shown = queries.definition(LAWFUL)
    assert changes.reading(shown, points(steady(24))).season is None
    assert changes.reading(shown, points(steady(30))).season.finding is Finding.ORDINARY
    merged = [*steady(28), row(MONTHS[28:30], 190, 200)]
    assert changes.reading(shown, points(merged)).season is None
    hidden = [*steady(28), told_as_range(MONTHS[28], 46, 49, 50)]
    assert changes.reading(shown, points(hidden)).season is None


def told_as_range(month, low, high, size):
    ends = {"value_low": low / size, "value_high": high / size}
    return Value(LAWFUL, "", month, "", "", None, size, None, "counts", ends)


def test_a_month_told_as_a_range_is_a_point_with_two_ends():
    rows = [*steady(11), told_as_range(MONTHS[11], 96, 99, 100)]
    (newest,) = points(rows)[-1:]
    assert (newest.known, newest.ends) == (None, (0.96, 0.99))
    read = changes.reading(queries.definition(LAWFUL), points(rows))
    assert read.verdict.finding is not Finding.TOO_FEW
    assert read.verdict.value is None


def test_a_measure_without_counts_is_not_judged_where_months_are_withheld_for_what_they_are():
    shown = queries.definition("cost_per_need")
    rows = [Value(shown.id, "", month, "", "", None, None, 200.0 + at % 3) for at, month in enumerate(MONTHS[:12])]
    assert changes.reading(shown, points(rows)).verdict.finding is Finding.ORDINARY
    rows[4] = Value(shown.id, "", MONTHS[4], "", "", None, 40, None, "counts")
    open_ = changes.reading(shown, points(rows))
    assert open_.verdict.finding is Finding.UNDECIDED
    assert all(map(math.isnan, open_.limit.high))
