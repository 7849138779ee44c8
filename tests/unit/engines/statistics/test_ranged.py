"""Is a share whose small counts are ranges judged as all its counts would be, or not at all?"""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.statistics.control import Measure, chart
from ovi.engines.statistics.ranged import share_chart
from ovi.engines.statistics.rules import Ends, Rule, signs
from ovi.engines.statistics.verdict import Finding
from tests.examples import examples

K = 5


def between(pairs, fewest=8, phase=None):
    """`pairs`: (low, high, size) by month, None for a gap."""
    low, high, sizes = (np.array([float("nan") if one is None else one[i] for one in pairs], float) for i in range(3))
    phase = np.zeros(len(pairs), np.int64) if phase is None else np.array(phase)
    return share_chart(Ends(low, high), sizes, phase=phase, fewest=fewest)


def exact(events, sizes, **more):
    return between([(x, x, n) for x, n in zip(events, sizes, strict=True)], **more)


def told(x, n):
    """The range in which a count is published (suppression.natural, written out)."""
    if 0 < x < K:
        return 1, K - 1, n
    if 0 < n - x < K:
        return n - K + 1, n - 1, n
    return x, x, n


months = st.lists(st.integers(9, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=9)


@given(months)
@settings(max_examples=examples(150), deadline=None)
def test_with_every_count_known_it_is_the_p_chart_less_what_chance_explains(pairs):
    events, sizes = zip(*pairs, strict=True)
    found = exact(events, sizes)
    plain = chart(Measure.SHARE, events, sizes, basis=np.arange(len(events)) < len(events) - 1)
    assert found.centre.low == pytest.approx(plain.centre)
    assert found.centre.high == pytest.approx(plain.centre)
    assert (found.limit.high >= plain.high - 1e-9).all()
    assert (found.limit.low <= plain.low + 1e-9).all()
    of_rules = signs(plain)
    for place, way in enumerate(found.fired):
        if way:
            name = list(Rule)[found.rule[place]]
            assert of_rules[name][place] == way or plain.spread[place] < 1e-9


@st.composite
def ranged(draw):
    """Nine or ten months, up to four of them ranges of a few counts."""
    pairs = []
    for place in range(draw(st.integers(9, 10))):
        n = draw(st.integers(5, 30))
        low = draw(st.integers(0, n) if place < 2 else st.sampled_from([n, n, 0, n // 2]))
        high = min(n, low + draw(st.integers(0, 3))) if place % 3 == 0 else low
        pairs.append((low, high, n))
    return draw(st.permutations(pairs))


@given(ranged())
@settings(max_examples=examples(60), deadline=None)
def test_what_is_said_holds_for_every_count_within_the_ranges(pairs):
    found = between(pairs)
    sizes = [n for _, _, n in pairs]
    others = [exact(events, sizes) for events in product(*(range(low, high + 1) for low, high, _ in pairs))]
    findings = {one.verdict.finding for one in others}
    if found.verdict.finding is not Finding.UNDECIDED:
        assert findings == {found.verdict.finding}
    assert found.verdict.centre <= min(one.verdict.centre for one in others) + 1e-12
    assert found.verdict.centre_high >= max(one.verdict.centre for one in others) - 1e-12
    for one in others:
        assert (found.limit.low <= one.limit.low + 1e-9).all()
        assert (found.limit.high >= one.limit.high - 1e-9).all()
        assert ((found.fired == 0) | (found.fired == one.fired)).all()


@pytest.mark.parametrize("level", [0.9, 0.96, 0.99])
@pytest.mark.parametrize("people", [12, 30, 80])
def test_a_small_unit_that_has_not_changed_is_seldom_said_to_have(level, people):
    """The promise of decision 25, 3.6 % with eight earlier months, kept for real shares and their published ranges."""
    rng = np.random.default_rng(int(level * 100) + people)
    called = {"exact": 0, "ranged": 0, "exact months only": 0}
    for _ in range(200):
        sizes = np.maximum(rng.poisson(people, 13), K)
        events = rng.binomial(sizes, level)
        both = [told(x, n) for x, n in zip(events, sizes, strict=True)]
        ranged_ = between(both)
        # The level is never "all": where the exact months alone would say so, the ranges say that it may be less.
        assert ranged_.verdict.centre <= events[:-1].sum() / sizes[:-1].sum() <= ranged_.verdict.centre_high
        called["exact"] += exact(events, sizes).verdict.finding in (Finding.UP, Finding.DOWN)
        called["ranged"] += ranged_.verdict.finding in (Finding.UP, Finding.DOWN)
    assert called["ranged"] <= called["exact"] <= 0.036 * 200


@pytest.mark.parametrize(("fall", "people"), [(0.6, 30), (0.8, 80)])
def test_a_real_fall_of_a_small_unit_is_still_seen(fall, people):
    rng = np.random.default_rng(8)
    seen = 0
    for _ in range(100):
        events = [*rng.binomial(people, 0.96, 12), rng.binomial(people, fall)]
        seen += between([told(x, people) for x in events]).verdict.finding is Finding.DOWN
    assert seen >= 60


def test_seven_full_months_after_late_ones_are_no_change_while_so_few_are_late():
    assert exact([20, 19, 20, 19, 20, 20, 20, 20, 20, 20, 20, 20, 20], [20] * 13).verdict.finding is Finding.ORDINARY


def test_a_month_unlike_twelve_full_ones_is_a_change_only_with_enough_people():
    assert exact([5] * 12 + [4], [5] * 13).verdict.finding is Finding.ORDINARY
    assert exact([50] * 12 + [40], [50] * 13).verdict.finding is Finding.DOWN


def test_a_full_month_beside_ranges_is_not_called_better():
    pairs = [(26, 29, 30)] * 12 + [(30, 30, 30)]
    assert between(pairs).verdict.finding in (Finding.ORDINARY, Finding.UNDECIDED)


def test_ranges_that_leave_everything_open_say_nothing():
    found = between([(5, 995, 1000)] * 9)
    assert found.verdict.finding is Finding.UNDECIDED
    assert found.verdict.low is None
    assert not found.fired.any()


def test_too_few_months_a_gap_and_a_new_level_begin_anew():
    steady = [(27, 27, 30)] * 12
    assert between([*steady, None]).verdict.finding is Finding.TOO_FEW
    assert between([*steady[:8]]).verdict.finding is Finding.TOO_FEW
    anew = between([*steady, (9, 9, 30)], phase=[0] * 12 + [1])
    assert (anew.verdict.finding, anew.verdict.points, anew.verdict.centre) == (Finding.TOO_FEW, 0, None)
    assert between([*steady, (9, 9, 30)]).verdict.finding is Finding.DOWN
