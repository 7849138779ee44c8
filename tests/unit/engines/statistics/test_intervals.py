"""Do the intervals agree with printed tables, and with sums over the distributions written out in fractions?"""

from __future__ import annotations

from fractions import Fraction
from math import comb, exp, factorial, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.statistics import intervals
from ovi.engines.statistics.counts import binomial_quantile, poisson_quantile
from tests.examples import examples


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_as_printed_by_newcombe(x, n, low, high):
    found = intervals.of_share(x, n)
    assert (round(float(found.low), 4), round(float(found.high), 4)) == (low, high)


@pytest.mark.parametrize(
    ("x", "low", "high"),
    # Garwood's exact 95 % limits for a Poisson mean, as reprinted in tables since 1936
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (2, 0.242, 7.225), (5, 1.623, 11.668), (10, 4.795, 18.390)],
)
def test_poisson_as_printed_by_garwood(x, low, high):
    found = intervals.of_count(x)
    assert float(found.low) == pytest.approx(low, abs=5e-4)
    assert float(found.high) == pytest.approx(high, abs=1e-3)


@pytest.mark.parametrize(
    ("n", "ranks"),
    # Ranks of the 95 % interval of a median, as in every table of the sign test: coverage 96.9, 97.9, 95.9 %
    [(5, (0, 6)), (6, (1, 6)), (10, (2, 9)), (20, (6, 15))],
)
def test_ranks_of_the_median_as_tabled(n, ranks):
    assert intervals.ranks_of_percentile(n, 0.5) == ranks


def test_a_percentile_of_days_says_where_it_cannot_be_bounded():
    assert intervals.of_percentile([3, 1, 2, 9, 5, 7, 4, 6, 8, 10], 0.5) == (2, 9)
    assert intervals.of_percentile([4] * 20, 0.5) == (4, 4)
    low, high = intervals.of_percentile(range(20), 0.9)
    assert (low, high) == (14, None)
    assert intervals.of_percentile([], 0.5) == (None, None)


def test_nothing_observed_says_nothing():
    assert isnan(intervals.of_share(0, 0).low)
    assert isnan(intervals.of_count(0, exposure=0).high)


def test_arrays_are_answered_as_arrays():
    found = intervals.of_share([81, 15], [263, 148])
    assert np.round(found.low, 4).tolist() == [0.2553, 0.0624]
    assert intervals.of_count([[5, 10]], exposure=2).high.shape == (1, 2)


@pytest.mark.parametrize(
    "ask",
    [
        lambda: intervals.of_share(3, 2),
        lambda: intervals.of_share(-1, 2),
        lambda: intervals.of_count(-1),
        lambda: intervals.of_count(1, confidence=95),
        lambda: intervals.of_share(1, 2, confidence=1),
        lambda: intervals.ranks_of_percentile(5, 90),
    ],
)
def test_what_makes_no_sense_is_refused(ask):
    with pytest.raises(ValueError, match="between|negative"):
        ask()


def below(weights, k):
    return sum(weights[: k + 1])


def binomial(n, share):
    return [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]


shares = st.fractions(Fraction(1, 50), Fraction(49, 50), max_denominator=50)
confidences = st.sampled_from([Fraction(8, 10), Fraction(95, 100), Fraction(998, 1000)])


@given(st.integers(1, 60), shares, confidences)
@settings(max_examples=examples(100), deadline=None)
def test_ranks_cover_as_promised_and_are_the_tightest(n, share, confidence):
    low, high = intervals.ranks_of_percentile(n, float(share), float(confidence))
    weights, tail = binomial(n, share), (1 - confidence) / 2
    slack = Fraction(1, 10**12)  # a tail hit exactly may fall either way in floats
    assert below(weights, low - 1) <= tail + slack
    assert below(weights, low) > tail - slack
    assert 1 - below(weights, high - 1) <= tail + slack
    assert 1 - below(weights, high - 2) > tail - slack if high > 1 else True


@given(st.integers(0, 60), confidences)
@settings(max_examples=examples(60), deadline=None)
def test_poisson_ends_leave_the_tail_outside(x, confidence):
    found, tail = intervals.of_count(x, confidence=float(confidence)), float(1 - confidence) / 2
    low, high = float(found.low), float(found.high)
    assert sum(exp(-high) * high**k / factorial(k) for k in range(x + 1)) == pytest.approx(tail, rel=1e-6)
    if x:
        assert 1 - sum(exp(-low) * low**k / factorial(k) for k in range(x)) == pytest.approx(tail, rel=1e-6)


@given(st.integers(1, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
@settings(max_examples=examples(100), deadline=None)
def test_wilson_ends_are_where_the_score_test_just_accepts(pair):
    x, n = pair
    z = intervals.deviate(0.95)
    for end in intervals.of_share(x, n):
        if 0 < end < 1:
            assert abs(x / n - end) == pytest.approx(z * (end * (1 - end) / n) ** 0.5, rel=1e-9)
    assert intervals.of_share(x, n).low <= x / n <= intervals.of_share(x, n).high


@given(st.integers(0, 80), shares, st.floats(0.001, 0.999))
@settings(max_examples=examples(100), deadline=None)
def test_quantiles_are_the_smallest_counts(n, share, tail):
    weights = [float(w) for w in binomial(n, share)]
    k = int(binomial_quantile(tail, n, float(share)))
    assert below(weights, k) >= tail - 1e-12
    assert k == 0 or below(weights, k - 1) < tail + 1e-12
    mean = n * float(share)
    poisson = [exp(-mean) * mean**j / factorial(j) for j in range(150)]
    k = int(poisson_quantile(tail, mean))
    assert below(poisson, k) >= tail - 1e-12
    assert k == 0 or below(poisson, k - 1) < tail + 1e-12
