"""Does the fast engine count as the slow reference does, whatever the facts?"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.places import judged
from ovi.engines.indicators.run import run
from ovi.engines.indicators.waiting import still_waiting
from tests.examples import examples

from . import twin
from .facts_kit import DEFINITIONS, clocks, day, needs, slots, snapshot, units

PERIOD = Period.parse("2025-12..2026-03")
FIRST, LAST = day("2025-11-20"), day("2026-04-10")
SHARES = ["access_nurse_7d", "access_oral_3m", "access_within_lawful"]  # days, months, the lawful day
quick = settings(max_examples=examples(20), deadline=None)

an_event = st.integers(FIRST, LAST)
PLACES = ["837", "604", None]


ODD = {  # each row fits the definition, or differs from it in one of these
    "service_line": ["home_care", None],
    "first_event_profession": ["weaver", None],
    "first_event_mode": ["R60", "R71"],
    "covered_class": ["preventive", None],
    "urgency": ["urgent", None],
    "first_event_licensed": [False],
}


@st.composite
def some_needs(draw, definition):
    population, rows = definition.population, []
    for _ in range(draw(st.integers(0, 25))):
        stop = draw(st.none() | an_event | an_event)
        back = draw(st.none() | st.sampled_from([-1, 0, 1, 6, 7, 8, 13, 14, 15, 40]) | st.integers(85, 95))
        fitting = {
            "service_line": draw(st.sampled_from(population.service_lines or ("primary_care", "oral_health"))),
            "first_event_profession": draw(st.sampled_from(population.professions or ("nurse", "dentist"))),
            "first_event_mode": draw(st.sampled_from(["R10", "R52", None])),
        }
        odd = draw(st.none() | st.none() | st.sampled_from(sorted(ODD)))
        changes = {odd: draw(st.sampled_from(ODD[odd]))} if odd else {}
        rows.append({
            "assessed_day": None if back is None else (stop or LAST) - back,
            "first_event_day": stop,
            "municipality": draw(st.sampled_from(PLACES)),
            **fitting,
            **changes,
        })  # fmt: skip
    return needs(rows)


@st.composite
def their_clocks(draw, of):
    rows = []
    for need in of:
        for rule in draw(st.lists(st.sampled_from(["R1", "R2", "R3"]), unique=True, max_size=3)):
            start = need["assessed_day"] or FIRST
            rows.append({
                "need_key": need["need_key"],
                "rule_id": rule,
                "start_day": start,
                "due_day": draw(st.none() | st.integers(0, 30).map(lambda n, s=start: s + n)),
                "status": draw(st.sampled_from(["stopped", "running", "cancelled", None])),
                "start_kind": draw(st.sampled_from(["assessed", "assessed", "contact"])),
                "stop_kind": draw(st.sampled_from(["care_event", "care_event", "assessed"])),
            })  # fmt: skip
    return clocks(rows)


@st.composite
def some_slots(draw):
    rows = []
    for _ in range(draw(st.integers(0, 40))):
        measured = day(draw(st.sampled_from(["2026-03-03", "2026-03-10", "2026-03-11", "2026-04-07"])))
        away = draw(st.none() | st.sampled_from([0, 1, 7, 8, 181, 182, 200]))
        rows.append({
            "measured_day": measured,
            "unit": draw(st.sampled_from(["A", "B", "nowhere"])),
            "profession": draw(st.sampled_from(["doctor", "nurse"])),
            "professional_key": draw(st.sampled_from(["p1", "p2"])),
            "slot_day": None if away is None else measured + away,
            "urgency": draw(st.sampled_from(["non_urgent", "non_urgent", "non_urgent", "urgent", None])),
            "bookable": draw(st.sampled_from(["general", "general", "general", "group", None])),
        })  # fmt: skip
    return slots(rows)


UNITS = units([{"unit": "A"}, {"unit": "B", "municipality": "604", "service_line": "mental_health"}])


def fast(definition, by, **tables):
    with tempfile.TemporaryDirectory() as folder:
        return run([definition], snapshot(Path(folder), **tables), PERIOD, ("month", *by), publish=False)


@pytest.mark.parametrize("indicator", SHARES)
@given(data=st.data())
@quick
def test_shares_within_days_months_and_the_lawful_day(indicator, data):
    definition = DEFINITIONS[indicator]
    need = data.draw(some_needs(definition))
    clock = data.draw(their_clocks(need)) if definition.limit.clock else []
    rows = fast(definition, ["municipality"], need=need, clock=clock)
    got = {(r.month, r.strata["municipality"]): (r.numerator, r.denominator, r.extra["median_wait_days"]) for r in rows}
    slow = twin.share_within(definition, need, clock, PERIOD.months(), ["municipality"])
    assert got == {cell: (numerator, n, median) for cell, (numerator, n, _, median) in slow.items()}


@pytest.mark.parametrize("indicator", ["t3", "t3_mental_substance"])
@given(slot=some_slots(), by=st.sampled_from([["unit", "profession"], ["municipality"], []]))
@quick
def test_third_next_available(indicator, slot, by):
    definition = DEFINITIONS[indicator]
    rows = fast(definition, by, slot=slot, unit=UNITS)
    got = {(r.month, *r.strata.values()): (r.value, r.n, r.numerator, round(r.extra["share_182"] * r.n)) for r in rows}
    assert got == twin.third(definition, slot, UNITS, PERIOD.months(), by)


@given(need=some_needs(DEFINITIONS["access_oral_3m"]), min_n=st.integers(1, 3))
@quick
def test_share_of_municipalities(need, min_n):
    definition = DEFINITIONS["access_oral_3m"]
    definition = definition.model_copy(update={"holds_when": definition.holds_when.model_copy(update={"min_n": min_n})})
    with tempfile.TemporaryDirectory() as folder:
        told = run([definition], snapshot(Path(folder), need=need), PERIOD, ("month", "municipality"), publish=False)
    rows = judged(definition, told, PERIOD.months(), ("snapshot", "duckdb"), ["837", "604"])
    slow = twin.share_within(definition, need, [], PERIOD.months(), ["municipality"])
    assert [row.month for row in rows] == PERIOD.months()
    for row in rows:
        told = [slow[(row.month, place)] for place in ("837", "604") if (row.month, place) in slow]
        enough = [(numerator, n) for numerator, n, *_ in told if n >= min_n]
        holding = sum(2 * numerator >= n for numerator, n in enough)
        assert (row.holding, row.measured, row.not_measured) == (holding, len(enough), 2 - len(enough))
        assert row.value == (holding / len(enough) if enough else None)


@pytest.mark.parametrize("indicator", ["access_physio_7d", "access_oral_3m"])
@given(data=st.data())
@quick
def test_the_open_queue(indicator, data):
    definition = DEFINITIONS[indicator]
    need = data.draw(some_needs(definition))
    with tempfile.TemporaryDirectory() as folder:
        rows = still_waiting(definition, snapshot(Path(folder), need=need), PERIOD, publish=False)
    assert {row.month: (row.n, row.numerator) for row in rows} == twin.waiting(definition, need, PERIOD.months())
