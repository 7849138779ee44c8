"""Do the charts agree with printed ones and with sums written out, and does a verdict mean what it says?"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from math import isnan, sqrt
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.statistics.control import Measure, chart, phases
from ovi.engines.statistics.rules import Rule, signs
from ovi.engines.statistics.verdict import FEWEST, Finding, of_newest
from tests.examples import examples

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: flow rate of ten batches, limits 45.8159 and 55.8041.
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
# NHSRplotthedots, vignette on deviations: mean 1.94.
DOTS = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
ORDINARY = [10, 12, 9, 11, 10, 8, 11, 12, 9, 10, 11, 9]


def test_individuals_chart_as_printed_by_nist():
    drawn = chart(Measure.VALUE, NIST)
    assert (drawn.centre[0], drawn.low[0], drawn.high[0]) == pytest.approx((50.81, 45.8159, 55.8041), abs=5e-4)


def test_one_extreme_point_is_beyond_as_in_the_nhs_example():
    drawn = chart(Measure.VALUE, DOTS)
    assert round(float(drawn.centre[0]), 2) == 1.94
    assert signs(drawn)[Rule.BEYOND].tolist() == [0, 0, 0, 0, 1] + [0] * 13


counted = st.lists(st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2)


@given(counted, st.sampled_from([Measure.SHARE, Measure.RATE]))
@settings(max_examples=examples(100), deadline=None)
def test_prime_charts_as_laney_writes_them(pairs, measure):
    drawn = chart(measure, *zip(*pairs, strict=True))
    centre = sum(x for x, _ in pairs) / sum(n for _, n in pairs)
    variance = centre * (1 - centre) if measure is Measure.SHARE else centre
    errors = [sqrt(variance / n) for _, n in pairs]
    assert drawn.centre[0] == pytest.approx(centre)
    if variance < 1e-9:
        assert drawn.spread.max() < 1e-6
        return
    z = [(x / n - centre) / error for (x, n), error in zip(pairs, errors, strict=True)]
    sigma_z = fmean(abs(b - a) for a, b in pairwise(z)) / 1.128
    for i, error in enumerate(errors):
        high = centre + 3 * error * sigma_z
        assert drawn.high[i] == pytest.approx(min(high, 1) if measure is Measure.SHARE else high)
        assert drawn.low[i] == pytest.approx(max(centre - 3 * error * sigma_z, 0), abs=1e-12)


@given(st.lists(st.integers(0, 50), min_size=2, max_size=40))
@settings(max_examples=examples(60), deadline=None)
def test_with_equal_sizes_a_prime_chart_is_an_individuals_chart(counts):
    """Laney's own check of the method: where every month is as large, both are the same chart."""
    prime = chart(Measure.SHARE, counts, [50] * len(counts))
    plain = chart(Measure.VALUE, [x / 50 for x in counts])
    assert prime.spread == pytest.approx(plain.spread, abs=1e-7)
    assert prime.centre == pytest.approx(plain.centre)


def test_gaps_are_left_out_and_their_neighbours_are_neighbours():
    gapped = [ORDINARY[0], None, *ORDINARY[1:5], float("nan"), *ORDINARY[5:]]
    assert chart(Measure.VALUE, gapped).high[0] == chart(Measure.VALUE, ORDINARY).high[0]
    assert isnan(chart(Measure.SHARE, [1, 0, 2], [5, 0, 5]).value[1])


def test_a_person_re_bases_and_each_phase_has_its_own_limits():
    on = [date(2025, month, 1) for month in range(1, 9)]
    phase = phases(on, [date(2025, 4, 15)])
    assert phase.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]
    assert phases(on, [date(2025, 4, 1)]).tolist() == [0, 0, 0, 1, 1, 1, 1, 1]
    drawn = chart(Measure.VALUE, [1, 2, 1, 2, 11, 12, 11, 12], phase=phase)
    assert drawn.centre.tolist() == [1.5] * 4 + [11.5] * 4
    assert not any(sign.any() for sign in signs(drawn).values())
    assert isnan(chart(Measure.VALUE, [1, 2, 3], phase=np.array([0, 0, 1])).high[2])


@pytest.mark.parametrize(
    ("tail", "rule", "finding"),
    [
        ([30], Rule.BEYOND, Finding.UP),
        ([-10], Rule.BEYOND, Finding.DOWN),
        ([11] * 7, Rule.SHIFT, Finding.UP),
        ([9] * 7, Rule.SHIFT, Finding.DOWN),
        ([8, 8.3, 8.7, 9, 9.4, 9.8, 10.5], Rule.TREND, Finding.UP),
        ([12, 11.5, 11.1, 10.8, 10.6, 10.5, 9.8], Rule.TREND, Finding.DOWN),
        ([15.5, 10, 15.5], Rule.NEAR, Finding.UP),
        ([4.5, 10, 4.5], Rule.NEAR, Finding.DOWN),
    ],
)
def test_each_rule_alone_makes_a_real_change(tail, rule, finding):
    verdict = of_newest(Measure.VALUE, ORDINARY + tail)
    assert (verdict.finding, verdict.rules) == (finding, (rule,))


@pytest.mark.parametrize(
    "tail",
    [[10], [14], [11] * 6, [8, 8.3, 8.7, 9, 9.4, 9.8], [15.5, 10, 4.5], [8, 8.3, 8.7, 8.7, 9, 9.4, 9.8]],
)
def test_less_than_a_pattern_is_ordinary_variation(tail):
    assert of_newest(Measure.VALUE, ORDINARY + tail).finding is Finding.ORDINARY


def test_a_verdict_carries_the_numbers_it_rests_on():
    verdict = of_newest(Measure.VALUE, [*NIST, 50.0, 51.0, 60.0])
    drawn = chart(Measure.VALUE, [*NIST, 50.0, 51.0])
    assert (verdict.finding, verdict.rules, verdict.points, verdict.value) == (Finding.UP, (Rule.BEYOND,), 12, 60.0)
    assert (verdict.centre, verdict.low, verdict.high) == (drawn.centre[0], drawn.low[0], drawn.high[0])


def test_too_few_is_said_and_gives_no_numbers():
    assert of_newest(Measure.VALUE, ORDINARY[: FEWEST - 1] + [99]).finding is Finding.TOO_FEW
    assert of_newest(Measure.VALUE, [*ORDINARY, None]).finding is Finding.TOO_FEW
    assert of_newest(Measure.VALUE, []).points == 0
    after_break = of_newest(Measure.VALUE, [*ORDINARY, 99, 98], phase=np.array([0] * 12 + [1] * 2))
    assert (after_break.finding, after_break.points, after_break.high) == (Finding.TOO_FEW, 1, None)


def test_a_large_month_is_judged_by_narrower_limits_than_a_small_one():
    events, sizes = [52, 47, 50, 49, 53, 48, 51, 50, 46, 52, 50, 49], [100] * 12
    assert of_newest(Measure.SHARE, [*events, 7], [*sizes, 10]).finding is Finding.ORDINARY
    assert of_newest(Measure.SHARE, [*events, 7000], [*sizes, 10_000]).finding is Finding.UP


def test_a_month_unlike_twelve_equal_ones_is_a_change():
    assert of_newest(Measure.SHARE, [5] * 12 + [4], [5] * 13).finding is Finding.DOWN
    assert of_newest(Measure.SHARE, [5] * 13, [5] * 13).finding is Finding.ORDINARY


@given(st.lists(st.one_of(st.none(), st.integers(-100, 100)), max_size=40))
@settings(max_examples=examples(100), deadline=None)
def test_upside_down_the_verdict_is_the_opposite(series):
    opposite = {Finding.UP: Finding.DOWN, Finding.DOWN: Finding.UP}
    found = of_newest(Measure.VALUE, series)
    mirrored = of_newest(Measure.VALUE, [None if one is None else -one for one in series])
    assert mirrored.finding is opposite.get(found.finding, found.finding)
    assert mirrored.rules == found.rules


def twin_signs(values, low, centre, high):
    """The rules in words, asked of each point anew."""
    spread = (high - centre) / 3
    out = {rule: [] for rule in Rule}
    for i, value in enumerate(values):
        seven = values[max(i - 6, 0) : i + 1]
        three = values[max(i - 2, 0) : i + 1]
        up = {
            Rule.BEYOND: value > high,
            Rule.SHIFT: len(seven) == 7 and all(one > centre for one in seven),
            Rule.TREND: len(seven) == 7 and all(a < b for a, b in pairwise(seven)),
            Rule.NEAR: value > centre + 2 * spread and sum(one > centre + 2 * spread for one in three) >= 2,
        }
        down = {
            Rule.BEYOND: value < low,
            Rule.SHIFT: len(seven) == 7 and all(one < centre for one in seven),
            Rule.TREND: len(seven) == 7 and all(a > b for a, b in pairwise(seven)),
            Rule.NEAR: value < centre - 2 * spread and sum(one < centre - 2 * spread for one in three) >= 2,
        }
        for rule in Rule:
            out[rule].append(int(up[rule]) - int(down[rule]))
    return out


@given(st.lists(st.integers(0, 12), min_size=2, max_size=40))
@settings(max_examples=examples(150), deadline=None)
def test_rules_as_read_aloud(values):
    drawn = chart(Measure.VALUE, values)
    twin = twin_signs(values, drawn.low[0], drawn.centre[0], drawn.centre[0] + 3 * drawn.spread[0])
    if drawn.spread[0] > 0:
        assert {rule: sign.tolist() for rule, sign in signs(drawn).items()} == twin


def test_ordinary_months_are_seldom_called_a_change():
    """The promise of decision 25: with twelve earlier months about one in forty."""
    rng = np.random.default_rng(30)
    called = [of_newest(Measure.VALUE, rng.normal(size=13)).finding is not Finding.ORDINARY for _ in range(1000)]
    assert np.mean(called) < 0.04


@pytest.mark.parametrize(
    "bad", [(Measure.SHARE, [1]), (Measure.VALUE, [1], [2]), (Measure.RATE, [1, 2], [1]), (Measure.VALUE, [[1]])]
)
def test_what_makes_no_sense_is_refused(bad):
    with pytest.raises(ValueError, match="sizes"):
        chart(*bad)
