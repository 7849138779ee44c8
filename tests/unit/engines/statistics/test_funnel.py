"""Do funnel limits hold what they promise, and widen only where units differ by more than chance?"""

from __future__ import annotations

from math import asin, comb, exp, factorial, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.statistics.funnel import ALARM, WARNING, Kind, Place, dispersion, funnel, limits
from ovi.engines.statistics.intervals import deviate
from tests.examples import examples


def twin_limit(kind, centre, n, tail):
    """Spiegelhalter's appendix A.1 word by word: step up the counts until the tail is reached."""
    total = 0.0
    for k in range(100_000):
        if kind is Kind.SHARE:
            here = comb(n, k) * centre**k * (1 - centre) ** (n - k)
        else:
            here = exp(-n * centre) * (n * centre) ** k / factorial(k)
        total += here
        if total >= tail:
            return max(k - (total - tail) / here, 0) / n
    raise AssertionError("no count reaches the tail")


@given(st.sampled_from(Kind), st.floats(0.02, 0.98), st.integers(1, 120), st.sampled_from([WARNING, ALARM]))
@settings(max_examples=examples(150), deadline=None)
def test_exact_limits_are_those_of_the_paper(kind, centre, n, confidence):
    found, tail = limits(centre, [n], kind, confidence), (1 - confidence) / 2
    assert found.low[0] == pytest.approx(twin_limit(kind, centre, n, tail), abs=1e-9)
    as_printed = twin_limit(kind, centre, n, 1 - tail)
    mirrored = min(as_printed + 1 / n, 1) if kind is Kind.SHARE else as_printed + 1 / n
    assert found.high[0] == pytest.approx(mirrored, abs=1e-9)


@given(st.floats(0.02, 0.98), st.integers(1, 120), st.sampled_from([WARNING, ALARM]))
@settings(max_examples=examples(100), deadline=None)
def test_no_more_lies_beyond_a_limit_than_it_promises(centre, n, confidence):
    found, tail = limits(centre, [n], Kind.SHARE, confidence), (1 - confidence) / 2
    weights = [comb(n, k) * centre**k * (1 - centre) ** (n - k) for k in range(n + 1)]
    assert sum(w for k, w in enumerate(weights) if k / n < found.low[0] - 1e-12) <= tail + 1e-9
    assert sum(w for k, w in enumerate(weights) if k / n > found.high[0] + 1e-12) <= tail + 1e-9


def test_large_units_come_near_to_the_normal_limits_of_the_formula():
    found = limits(0.2, [40_000], Kind.SHARE, WARNING)
    assert found.high[0] - 0.2 == pytest.approx(deviate(WARNING) * sqrt(0.2 * 0.8 / 40_000), rel=0.02)


def twin_dispersion(events, sizes, kind):
    centre = sum(events) / sum(sizes)
    scale = (lambda v: asin(sqrt(v))) if kind is Kind.SHARE else sqrt
    z = sorted((scale(x / n) - scale(centre)) * 2 * sqrt(n) for x, n in zip(events, sizes, strict=True))
    cut = len(z) // 10
    z = [min(max(one, z[cut]), z[-1 - cut]) for one in z]
    phi = sum(one * one for one in z) / len(z)
    weights = [4 * n for n in sizes]
    room = sum(weights) - sum(w * w for w in weights) / sum(weights)
    return phi, sqrt(max((len(z) * phi - len(z) + 1) / room, 0)) if room else 0.0


units = st.lists(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2)


@given(units, st.sampled_from(Kind))
@settings(max_examples=examples(100), deadline=None)
def test_dispersion_as_written_out(pairs, kind):
    events, sizes = zip(*pairs, strict=True)
    x, n = np.array(events, float), np.array(sizes, float)
    found = dispersion(x, n, x.sum() / n.sum(), kind)
    assert found == pytest.approx(twin_dispersion(events, sizes, kind), abs=1e-7)


@given(units, st.sampled_from(Kind))
@settings(max_examples=examples(100), deadline=None)
def test_limits_hold_the_centre_and_the_wider_ones_hold_the_narrower(pairs, kind):
    found = funnel(*zip(*pairs, strict=True), kind)
    eps = 1e-9
    assert (found.alarm.low <= found.warning.low + eps).all()
    assert (found.alarm.high >= found.warning.high - eps).all()
    exact = limits(found.centre, [n for _, n in pairs], kind, WARNING)
    assert (found.warning.low <= exact.low + eps).all()
    assert (found.warning.high >= exact.high - eps).all()
    assert (found.alarm.low >= 0).all()
    if kind is Kind.SHARE:
        assert (found.alarm.high <= 1 + eps).all()


def test_a_unit_apart_is_placed_and_an_empty_one_is_not():
    events = [50, 49, 52, 48, 51, 50, 47, 53, 50, 49, 51, 90, 0]
    sizes = [100] * 12 + [0]
    found = funnel(events, sizes)
    assert found.places[-1] is None
    assert found.places[11] is Place.FAR_ABOVE
    assert set(found.places[:11]) == {Place.WITHIN}
    assert np.isnan(found.warning.low[-1])


def test_units_that_all_differ_are_not_all_called_apart():
    rng = np.random.default_rng(6)
    sizes = np.full(40, 5000)
    spread = rng.binomial(sizes, rng.normal(0.5, 0.05, 40))
    found = funnel(spread, sizes)
    plain = limits(found.centre, sizes, Kind.SHARE, WARNING)
    apart = ((spread / sizes < plain.low) | (spread / sizes > plain.high)).sum()
    assert found.phi > 10
    assert found.tau > 0
    assert apart > 20
    assert sum(place is not Place.WITHIN for place in found.places) <= 5


def test_chance_alone_keeps_its_promise():
    found = []
    for seed in range(7, 11):
        rng = np.random.default_rng(seed)
        sizes = rng.integers(50, 2000, 3000)
        found += funnel(rng.binomial(sizes, 0.3), sizes).places
    assert 0.03 < np.mean([place is not Place.WITHIN for place in found]) < 0.055
    assert np.mean([abs(place) == 2 for place in found]) < 0.003


def test_all_or_none_has_no_room():
    assert set(funnel([5, 9], [5, 9]).places) == {Place.WITHIN}
    assert funnel([0, 0], [5, 9], Kind.RATE).alarm.high.tolist() == [0, 0]


@pytest.mark.parametrize("bad", [([1], [0]), ([3], [2]), ([-1], [2]), ([1, 2], [3]), ([[1]], [[2]])])
def test_what_makes_no_sense_is_refused(bad):
    with pytest.raises(ValueError, match="units?|sizes|cases"):
        funnel(*bad)
