"""Is a unit whose small counts are a range placed as all its counts would be, or left open?"""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.statistics.funnel import Kind, Place, funnel
from ovi.engines.statistics.ranged_funnel import ranged_funnel
from ovi.engines.statistics.rules import Ends
from tests.examples import examples


def placed(low, high, sizes, kind=Kind.SHARE, whole=None):
    return ranged_funnel(Ends(np.array(low, float), np.array(high, float)), np.array(sizes, float), kind, whole)


units = st.lists(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=2)


@given(units, st.sampled_from(Kind))
@settings(max_examples=examples(80), deadline=None)
def test_with_every_count_known_it_is_the_funnel(pairs, kind):
    events, sizes = zip(*pairs, strict=True)
    found, plain = placed(events, events, sizes, kind), funnel(events, sizes, kind)
    assert found.places == plain.places
    assert not any(found.open)
    assert found.centre == (plain.centre, plain.centre)


@st.composite
def ranged(draw):
    """Five units, up to three of them ranges of a few counts."""
    out = []
    for place in range(5):
        n = draw(st.integers(5, 60))
        low = draw(st.integers(0, n))
        out.append((low, min(n, low + draw(st.integers(0, 4))) if place < 3 else low, n))
    return out


@given(ranged())
@settings(max_examples=examples(40), deadline=None)
def test_a_unit_is_placed_only_where_every_count_places_it(rows):
    low, high, sizes = zip(*rows, strict=True)
    found = placed(low, high, sizes)
    for events in product(*(range(a, b + 1) for a, b, _ in rows)):
        for sure, unsure, true in zip(found.places, found.open, funnel(events, sizes).places, strict=True):
            if sure is not Place.WITHIN:
                assert np.sign(sure) == np.sign(true)
                assert abs(sure) <= abs(true)
            elif not unsure:
                assert true is Place.WITHIN


def test_small_units_alike_are_seldom_called_different():
    """The promise of the 95 % limit, for units of 30 with 96 % in time, told as their ranges."""
    rng, called = np.random.default_rng(4), 0
    for _ in range(100):
        events, sizes = rng.binomial(30, 0.96, 20), np.full(20, 30)
        few = (events > 25) & (events < 30)
        found = placed(np.where(few, 26, events), np.where(few, 29, events), sizes)
        called += sum(place is not Place.WITHIN for place in found.places)
    assert called <= 0.05 * 2000
