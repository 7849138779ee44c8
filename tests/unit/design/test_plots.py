"""A plot drawn by hand stays in its frame, says by shape what it says by colour, and is safe to put on a page."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.design.control_chart import ControlLabels, ControlPoint, Note, control_chart
from ovi.design.funnel_chart import Curve, FunnelLabels, FunnelPoint, funnel_chart
from ovi.design.plots import around, nice_ticks
from tests.examples import examples

LABELS = ControlLabels("Share", "Usual", "Limit", "Law")


def parsed(svg):
    return ElementTree.fromstring(svg)  # noqa: S314 - what we have just drawn


def month(number):
    return date(2025 + number // 12, number % 12 + 1, 1)


def point(number, value, **more):
    return ControlPoint(f"month {number}", month(number), month(number), value, **more)


def drawn(points, **more):
    given_words = {"title": "A & B", "labels": LABELS, "said": lambda v: f"{v:.2f}", "share": True, **more}
    return control_chart(points, **given_words)


def corners(svg):
    for places in re.findall(r'points="([^"]+)"', svg):
        yield from (tuple(map(float, one.split(","))) for one in places.split())


@settings(max_examples=examples(60), deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=30).filter(
        lambda v: any(x is not None for x in v)
    ),
    st.booleans(),
)
def test_everything_lies_within_the_picture(values, small):
    svg = drawn([point(n, value) for n, value in enumerate(values)], small=small, target=1.0)
    root = parsed(svg)
    width, height = float(root.get("width")), float(root.get("height"))
    assert all(0 <= x <= width and 0 <= y <= height for x, y in corners(svg))
    assert svg.count("<circle") == sum(value is not None for value in values)


def test_a_broken_rule_is_a_triangle_with_its_letter_and_a_merged_figure_a_bar():
    merged = ControlPoint("4", month(2), month(4), 0.9)
    svg = drawn([point(0, 0.9), point(1, 0.5, sign=-1, letter="a"), merged])
    assert svg.count("<polygon") == 1
    assert ">a</text>" in svg
    assert 'stroke-width="5"' in svg


def test_a_figure_told_as_a_range_is_an_upright_bar_between_its_ends_and_its_level_two_lines():
    svg = drawn([point(0, 0.9), point(1, None, ends=(0.6, 0.8)), point(2, 0.9)])
    assert svg.count("<circle") == 2
    bars = [re.findall(r'points="([^"]+)"', part) for part in svg.split("<polyline") if 'stroke-width="2.5"' in part]
    ends = [tuple(one.split(",") for one in bar[0].split()) for bar in bars]
    upright = [(a, b) for a, b in ends if a[0] == b[0]]
    assert len(upright) == 1
    assert float(upright[0][0][1]) > float(upright[0][1][1])  # the lower end lies lower on the paper
    plain = drawn([point(n, 0.5, centre=0.5) for n in range(3)])
    between = drawn([point(n, 0.5, centre=0.4, centre_high=0.6) for n in range(3)])
    assert "Usual ≥ 0.40" in between
    assert "Usual ≤ 0.60" in between
    assert between.count("<polyline") == plain.count("<polyline") + 1


def test_a_range_that_breaks_a_rule_has_its_triangle_at_the_further_end():
    svg = drawn([point(0, 0.9), point(1, None, ends=(0.2, 0.4), sign=-1, letter="a")])
    assert svg.count("<polygon") == 1
    assert ">a</text>" in svg


def test_the_limits_begin_anew_with_a_phase():
    limits = {"centre": 0.5, "low": 0.4, "high": 0.6}
    one = drawn([point(n, 0.5, **limits) for n in range(4)])
    two = drawn([point(n, 0.5, **limits, phase=n // 2) for n in range(4)])
    assert two.count("<polyline") == one.count("<polyline") + 3  # level and two limits once more


def test_notes_are_numbered_and_a_new_level_has_its_own_shape():
    notes = [Note(date(2025, 2, 10), "1"), Note(date(2025, 3, 1), "2", new_level=True), Note(date(2031, 1, 1), "3")]
    svg = drawn([point(n, 0.5 + n / 100) for n in range(6)], notes=notes)
    assert {"1", "2"} <= set(re.findall(">([^<]+)</text>", svg))
    assert ">3</text>" not in svg
    assert svg.count("<polygon") == 1  # the diamond


def test_words_are_escaped_and_nothing_is_styled_or_run():
    svg = drawn([point(0, 0.5)], title='<script>"x"</script>', labels=ControlLabels("<b>"))
    assert not re.findall("<script>|<b>", svg)
    assert "style=" not in svg
    assert parsed(svg).get("role") == "img"


@settings(max_examples=examples(60), deadline=None)
@given(st.lists(st.tuples(st.integers(1, 100_000), st.floats(0, 1)), min_size=1, max_size=40))
def test_a_funnel_of_any_sizes_is_drawn(units):
    sizes = sorted({float(n) for n, _value in units})
    curve = Curve(sizes, [0.1] * len(sizes), [0.9] * len(sizes), "95")
    svg = funnel_chart(
        [FunnelPoint(n, value, value) for n, value in units], (0.5, 0.5), [curve], title="x",
        labels=FunnelLabels("v", "n", "all"), said=str, said_size=str, share=True,
    )  # fmt: skip
    assert svg.count("<circle") == len(units)
    parsed(svg)


def test_a_unit_told_as_a_range_is_a_bar_in_the_funnel():
    units = [FunnelPoint(10, 0.5, 0.5), FunnelPoint(20, 0.1, 0.3), FunnelPoint(30, 0.2, 0.4, -1, "1")]
    svg = funnel_chart(
        units, (0.45, 0.55), [Curve([10, 30], [0.1] * 2, [0.9] * 2, "95")], title="x",
        labels=FunnelLabels("v", "n", "all"), said=lambda v: f"{v:.2f}", said_size=str, share=True,
    )  # fmt: skip
    assert (svg.count("<circle"), svg.count("<polygon"), svg.count('stroke-width="2.5"')) == (1, 1, 6)
    assert "all ≥ 0.45" in svg
    assert "all ≤ 0.55" in svg


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0.93, 0.99), (0, 182), (-20, 3), (0, 0.004)])
def test_ticks_are_round_and_within(low, high):
    ticks = nice_ticks(low, high)
    assert 2 <= len(ticks) <= 12
    assert all(low - 1e-9 <= tick <= high + 1e-9 for tick in ticks)


def test_an_axis_of_shares_stays_between_none_and_all():
    assert around([1.0, 1.0], share=True)[1] == 1.0
    assert around([0.0], share=True)[0] == 0.0
    assert around([], share=False)[0] < around([], share=False)[1]
