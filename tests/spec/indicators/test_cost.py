"""Cost, as counted: by the unit cost in force on the day; per encounter, per need, and how it is concentrated."""

from __future__ import annotations

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, day, drawn, needs, snapshot

PERIOD = Period.parse("2026-03")
COSTS = """
    unit_cost_id | cents | valid_from_day | source
    -------------+-------+----------------+--------
    visit        | 10000 | 2025-01-01     | made up
    visit        | 12000 | 2026-03-10     | made up
    call         | 3000  | 2025-01-01     | made up
"""


def prices():
    return drawn(COSTS)


def measured(tmp_path, indicator, encounter, need=()):
    folder = snapshot(tmp_path, encounter=encounter, need=list(need), unit_cost=prices())
    return run([DEFINITIONS[indicator]], folder, PERIOD, publish=False)


def test_the_price_is_that_of_the_day_and_an_unpriced_encounter_stands_outside(tmp_path):
    (row,) = measured(tmp_path, "cost_per_encounter", [
        {"day": day("2026-03-09"), "unit_cost_id": "visit"},
        {"day": day("2026-03-10"), "unit_cost_id": "visit"},
        {"day": day("2026-03-10"), "unit_cost_id": "unknown"},
    ])  # fmt: skip
    assert (row.value, row.n) == (110, 2)


def test_a_need_costs_what_its_encounters_cost_and_only_when_all_are_priced(tmp_path):
    need = needs([{"need_key": key, "closed_day": day("2026-03-20")} for key in ("a", "b", "c")])
    seen = [
        {"need_key": "a", "day": day("2026-03-02"), "unit_cost_id": "visit"},
        {"need_key": "a", "day": day("2026-03-03"), "unit_cost_id": "call"},
        {"need_key": "b", "day": day("2026-03-03"), "unit_cost_id": "call"},
        {"need_key": "b", "day": day("2026-03-03"), "unit_cost_id": None},
    ]
    (row,) = measured(tmp_path, "cost_per_need", seen, need)
    assert (row.value, row.n) == (130, 1)


def test_the_dearest_tenth_of_clients_and_the_dearest_hundredth(tmp_path):
    """A hundred clients: one with 50 visits, nine with 10, ninety with one."""
    times = {f"p{n:03d}": 50 if n == 0 else 10 if n < 10 else 1 for n in range(100)}
    seen = [
        {"person_key": person, "day": day("2026-03-02"), "unit_cost_id": "visit", "mode": "R10"}
        for person, some in times.items()
        for _ in range(some)
    ]
    (row,) = measured(tmp_path, "cost_concentration", seen)
    assert (row.numerator, row.denominator, row.n) == (140 * 10000, 230 * 10000, 100)
    assert row.extra["beside"] == {"top_1": 50 * 10000, "top_5": 90 * 10000}
    assert row.extra["people"] == 10
