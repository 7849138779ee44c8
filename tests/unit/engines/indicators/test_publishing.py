"""What of sums, bands and counts beside may be told? Nothing that rests on one to four people."""

from __future__ import annotations

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.publishing import publishable
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.run import run

from .facts_kit import DEFINITIONS, day, needs, snapshot

PERIOD = Period.parse("2026-03")


def row(unit, numerator, n, **extra):
    return IndicatorResult("x", "", "", "duckdb", "2026-03", {"unit": unit}, numerator, n, numerator / n, n, "", extra)


def test_a_mean_over_four_people_is_withheld_and_so_is_what_would_tell_it():
    rows = [row("A", 100, 4), row("B", 900, 40), row("C", 70, 6)]
    shown = publishable(DEFINITIONS["cost_per_encounter"], rows)
    assert [(one.value, one.n, one.hidden) for one in shown] == [
        (None, None, "row"),
        (22.5, 40, ""),
        (None, None, "row"),
    ]


def test_a_weighted_share_is_withheld_when_its_top_is_one_to_four_people():
    few, enough = row("A", 800, 30, people=3), row("B", 800, 90, people=9)
    shown = publishable(DEFINITIONS["cost_concentration"], [few])
    assert (shown[0].value, shown[0].n, shown[0].hidden, shown[0].extra) == (None, 30, "counts", {})
    assert publishable(DEFINITIONS["cost_concentration"], [enough])[0].value is not None


def test_each_band_is_a_cell_and_a_small_one_takes_another_with_it():
    rows = [row("A", 60, 80, bands=[40, 3, 37, 0]), row("B", 60, 80, bands=[40, 20, 20, 0])]
    first, second = publishable(DEFINITIONS["waits_oral_health"], rows)
    assert first.extra["bands"][1] is None
    assert first.extra["bands"].count(None) == 2
    assert second.extra["bands"].count(None) == 2  # or the first would be the difference from the total
    assert first.extra["bands"][3] == 0


def test_what_is_counted_beside_is_withheld_as_a_numerator_is():
    rows = [row("A", 30, 60, beside={"near": 2}), row("B", 30, 60, beside={"near": 20})]
    shown = publishable(DEFINITIONS["open_overdue"], rows)
    assert [one.extra["beside"]["near"] for one in shown] == [None, None]
    assert [one.numerator for one in shown] == [30, 30]


def test_nothing_of_a_withheld_row_is_left_beside(tmp_path):
    need = needs({"assessed_day": day("2026-03-02"), "first_event_day": day("2026-03-04")} for _ in range(3))
    (one,) = run([DEFINITIONS["waits_primary_care"]], snapshot(tmp_path, need=need), PERIOD)
    assert (one.hidden, one.extra) == ("row", {})
