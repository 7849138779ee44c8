"""Is anybody found in what a whole county publishes, night after night? Larger counties than the quick tests attack."""

from __future__ import annotations

import os

import numpy as np
import pytest

from tests.unit.engines.indicators.attack import given_away
from tests.unit.engines.indicators.test_attack import LAWFUL, PLAIN, drawn, periods_of, published
from tests.unit.engines.indicators.test_retelling import by_the_rule, kept_by_the_attacker, nights

SEEDS = int(os.environ.get("OVI_ATTACKS", "60"))
LARGE = {"unit": 30, "municipality": 12, "profession": 6, "service_line": 5}


@pytest.mark.parametrize("definition", [PLAIN, LAWFUL], ids=["plain", "lawful"])
def test_nobody_is_found_in_a_large_county(definition):
    for seed in range(SEEDS):
        rng = np.random.default_rng(seed)
        many, share = rng.choice([20, 100, 400, 1500]), rng.choice([0.01, 0.05, 0.5, 0.95, 0.995])
        truth = drawn(rng, months=2, people=many, share=share, groupings=LARGE)
        rows = published(definition, truth)
        assert given_away(rows, truth, periods_of(rows, truth)) == [], seed


@pytest.mark.parametrize("definition", [PLAIN, LAWFUL], ids=["plain", "lawful"])
def test_no_late_entry_is_found_over_a_fortnight(definition):
    for seed in range(1000, 1000 + SEEDS):
        kept = kept_by_the_attacker(definition, nights(np.random.default_rng(seed), 14), by_the_rule)
        assert given_away(*kept) == [], seed
