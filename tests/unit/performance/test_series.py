"""Published rows become points: nothing is lost, no month is two, and the engine gets the counts of each."""

from __future__ import annotations

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
    assert len(read.chart.value) == len(read.fired) == len(found)
    for point, value in zip(found, read.chart.value, strict=True):
        assert (value == point.known) if point.known is not None else value != value  # NaN where nothing is told
    earlier = [point for point in found[:-1] if point.known is not None]
    if len(earlier) >= changes.FEWEST_EARLIER:
        told = [point.value for point in earlier]
        level = sum(one.numerator for one in told) / sum(one.denominator for one in told)
        assert read.chart.centre == pytest.approx([level] * len(found))
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
    assert after.chart.phase.tolist() == [0] * 12 + [1] * 12
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
