"""The programme's reading: in how many municipalities does the measure hold, of those measured?"""

from __future__ import annotations

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.places import judged
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, day, needs, slots, snapshot, units

PERIOD = Period.parse("2026-03..2026-04")
START = day("2026-03-02")


def waits(municipality, *days):
    return [{"municipality": municipality, "assessed_day": START, "first_event_day": START + d} for d in days]


def by_month(indicator, folder, places=None):
    definition = DEFINITIONS[indicator]
    rows = [row for by in (["month"], ["month", "municipality"]) for row in run([definition], folder, PERIOD, by)]
    return judged(definition, rows, PERIOD.months(), (folder.name, "duckdb"), places)


def test_the_measure_holds_where_half_of_the_events_came_within_the_limit(tmp_path):
    rows = 10 * (waits("837", 1, 2, 7, 8, 9, 10) + waits("604", 8, 9, 10, 1, 2))
    rows += waits("980", 1, 1, 1, 1) + waits("211", *[1] * 8)
    folder, places = snapshot(tmp_path, need=needs(rows)), ["837", "604", "980", "211", "562"]
    march, april = by_month("access_doctor_7d", folder, places)
    assert [(one.place, one.holds) for one in march.by_place] == [
        ("211", None),  # withheld, so that nobody can subtract
        ("562", None),  # nothing happened
        ("604", False),
        ("837", True),
        ("980", None),  # fewer than five events
    ]
    assert (march.holding, march.measured, march.not_measured, march.places) == (1, 2, 3, 5)
    assert march.value == 0.5
    assert (march.whole.numerator, march.whole.denominator) == (62, 122)
    assert (april.measured, april.not_measured, april.value, april.whole) == (0, 5, None, None)


def test_t3_holds_by_the_median_over_professionals_of_the_units_that_serve_the_municipality(tmp_path):
    tuesday = day("2026-03-03")
    free = [
        {"unit": unit, "professional_key": who, "measured_day": tuesday, "slot_day": tuesday + away}
        for unit, who, away in [("A", "p1", 2), ("B", "p2", 7), ("B", "p3", 90), ("C", "p4", 8)]
        for _ in range(3)
    ]
    where = [
        {"unit": unit, "municipality": place, "service_line": "mental_health"}
        for unit, place in [("A", "837"), ("B", "837"), ("C", "604")]
    ]
    folder = snapshot(tmp_path, slot=slots(free), unit=units(where))
    march, _ = by_month("t3_mental_substance", folder)
    assert {one.place: one.holds for one in march.by_place} == {"604": False, "837": True}
    assert march.value == 0.5
    assert march.whole.value == 7  # the smallest day by which at least half are done


def test_the_lawful_measure_holds_only_when_kept_for_everyone():
    assert DEFINITIONS["access_within_lawful"].holds_when.share == 1
