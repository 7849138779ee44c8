"""What of sums, bands and counts beside may be told? Nothing that rests on one to four people."""

from __future__ import annotations

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.publishing import publishable
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.run import run

from .facts_kit import DEFINITIONS, day, needs, snapshot

PERIOD = Period.parse("2026-03")


def row(unit, numerator, n, **extra):
    strata = {"unit": unit} if unit else {}
    return IndicatorResult("x", "", "", "duckdb", "2026-03", strata, numerator, n, numerator / n, n, "", extra)


def test_a_mean_over_four_people_is_withheld_and_so_is_what_would_tell_it():
    rows = [row("A", 100, 4), row("B", 900, 40), row("C", 70, 8)]
    shown = publishable(DEFINITIONS["cost_per_encounter"], rows)
    assert {one.strata["unit"]: (one.value, one.n, one.hidden) for one in shown} == {
        "A": (None, None, "row"),
        "B": (22.5, 40, ""),
        "C": (None, None, "row"),
    }


def test_a_weighted_share_is_withheld_when_its_top_is_one_to_four_people():
    few, enough = row("", 800, 30, people=3), row("", 800, 90, people=9)
    shown = publishable(DEFINITIONS["cost_concentration"], [few])
    assert (shown[0].value, shown[0].n, shown[0].hidden, shown[0].extra) == (None, 30, "counts", {})
    assert publishable(DEFINITIONS["cost_concentration"], [enough])[0].value is not None


def bands(counts, numerator, indicator="waits_oral_health"):
    (shown,) = publishable(DEFINITIONS[indicator], [row("", numerator, sum(counts), bands=counts)])
    return shown.extra.get("bands")


def test_each_band_is_a_count_and_a_small_one_takes_another_with_it():
    assert bands([40, 3, 37, 0], 60) == [40, None, None, 0]  # 37 has room for any of 1 to 4, and is less than 40
    assert bands([40, 5, 37, 0], 60) == [40, 5, 37, 0]


def test_bands_within_the_limit_are_known_to_make_up_those_in_time():
    """Fourteen days is a limit and the end of the fourth band: what is beyond it is as many as were late."""
    in_time = [20, 30, 25, 10]
    assert bands([*in_time, 3, 12, 9, 0], 85, "waits_primary_care") == [*in_time, None, 12, None, 0]
    assert bands([*in_time, 3, 2, 0, 0], 85, "waits_primary_care") == [*in_time, None, None, 0, 0]
    # 6 late in two bands: neither can be just 1 while the other is small. Elsewhere nothing is told for their sake.
    assert bands([*in_time, 3, 3, 0, 0], 85, "waits_primary_care") == [*in_time, None, None, None, None]


def test_bands_and_counts_beside_are_told_of_the_county_only():
    rows = [row(unit, 30, 60, beside={"near": 20}, bands=[30, 30]) for unit in "AB"]
    assert [one.extra for one in publishable(DEFINITIONS["open_overdue"], rows)] == [{}, {}]


def test_what_is_counted_beside_is_withheld_as_a_numerator_is():
    (few,) = publishable(DEFINITIONS["open_overdue"], [row("", 30, 60, beside={"near": 2})])
    (enough,) = publishable(DEFINITIONS["open_overdue"], [row("", 30, 60, beside={"near": 20})])
    assert (few.extra["beside"], enough.extra["beside"]) == ({"near": None}, {"near": 20})
    assert few.numerator == 30


def test_hits_that_make_up_the_numerator_are_told_all_or_none():
    """9 have a hit, 5 of them this one: then at least 4 have the other."""
    definition = DEFINITIONS["high_need_clients"]
    names = [one.name for one in definition.any_of]
    hits = dict.fromkeys(names, 5) | {names[0]: 4}
    (shown,) = publishable(definition, [row("", 9, 60, beside=hits)])
    assert set(shown.extra["beside"].values()) == {None}


def test_coverage_is_told_of_every_group_or_of_none():
    rows = [row("A", 30, 60, coverage=0.9), row("B", 30, 60)]
    assert [one.extra for one in publishable(DEFINITIONS["no_show"], rows)] == [{}, {}]
    rows = [row(unit, 30, 60, coverage=0.9) for unit in "AB"]
    assert [one.extra for one in publishable(DEFINITIONS["no_show"], rows)] == [{"coverage": 0.9}] * 2


def test_nothing_of_a_withheld_row_is_left_beside(tmp_path):
    need = needs({"assessed_day": day("2026-03-02"), "first_event_day": day("2026-03-04")} for _ in range(3))
    (one,) = run([DEFINITIONS["waits_primary_care"]], snapshot(tmp_path, need=need), PERIOD)
    assert (one.hidden, one.extra) == ("row", {})
