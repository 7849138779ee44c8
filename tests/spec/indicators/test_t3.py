"""T3, as counted: the third generally bookable free time, in calendar days, a median over professionals."""

from __future__ import annotations

import pytest

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, drawn, slots, snapshot, units

PERIOD = Period.parse("2026-03")  # Tuesdays: 3, 10, 17, 24 and 31 March


def measured(tmp_path, table, by=("month", "unit", "profession"), indicator="t3", places=()):
    folder = snapshot(tmp_path, slot=slots(drawn(table)), unit=units(places or [{}]))
    return run([DEFINITIONS[indicator]], folder, PERIOD, by)


def test_the_third_free_time_counts_not_the_first(tmp_path):
    (row,) = measured(tmp_path, """
        measured_day | slot_day
        -------------+-----------
        2026-03-03   | 2026-03-03
        2026-03-03   | 2026-03-04
        2026-03-03   | 2026-03-10
        2026-03-03   | 2026-03-11
    """)  # fmt: skip
    assert (row.value, row.n, row.numerator) == (7, 1, 1)


def test_fewer_than_three_times_is_182_days_and_an_open_book_without_any_is_too(tmp_path):
    (row,) = measured(tmp_path, """
        measured_day | professional_key | slot_day
        -------------+------------------+-----------
        2026-03-03   | p1               | 2026-03-03
        2026-03-03   | p1               | 2026-03-04
        2026-03-03   | p2               | -
    """)  # fmt: skip
    assert (row.value, row.n) == (182, 2)
    assert row.extra["share_182"] == 1


def test_a_third_time_beyond_the_horizon_is_182_days(tmp_path):
    (row,) = measured(tmp_path, """
        measured_day | slot_day
        -------------+-----------
        2026-03-03   | 2026-03-03
        2026-03-03   | 2026-03-04
        2026-03-03   | 2026-12-31
    """)  # fmt: skip
    assert row.value == 182


def test_urgent_reserved_and_group_times_are_not_generally_bookable(tmp_path):
    (row,) = measured(tmp_path, """
        measured_day | slot_day   | urgency    | bookable
        -------------+------------+------------+-----------
        2026-03-03   | 2026-03-03 | urgent     | general
        2026-03-03   | 2026-03-03 | non_urgent | plan_based
        2026-03-03   | 2026-03-03 | non_urgent | group
        2026-03-03   | 2026-03-05 | non_urgent | general
        2026-03-03   | 2026-03-06 | non_urgent | general
        2026-03-03   | 2026-03-07 | non_urgent | general
    """)  # fmt: skip
    assert row.value == 4


def test_the_median_is_over_professionals_not_over_pooled_times_nor_a_mean(tmp_path):
    soon = [f"2026-03-03 | p1 | 2026-03-0{d}" for d in (3, 3, 4, 4, 4, 4, 4, 4)]
    later = [f"2026-03-03 | p2 | 2026-03-{d}" for d in (11, 12, 13)]
    never = ["2026-03-03 | p3 | -"]
    table = "measured_day | professional_key | slot_day\n" + "\n".join(soon + later + never)
    (row,) = measured(tmp_path, table)
    assert (row.value, row.n) == (10, 3)
    assert row.extra["share_182"] == pytest.approx(1 / 3)
    assert row.extra["share_within"] == pytest.approx(1 / 3)


def test_only_the_fixed_weekday_is_measured_and_the_weeks_stay_available(tmp_path):
    table = """
        measured_day | slot_day
        -------------+-----------
        2026-03-03   | 2026-03-05
        2026-03-03   | 2026-03-05
        2026-03-03   | 2026-03-05
        2026-03-04   | 2026-03-30
        2026-03-04   | 2026-03-30
        2026-03-04   | 2026-03-30
        2026-03-10   | 2026-03-16
        2026-03-10   | 2026-03-16
        2026-03-10   | 2026-03-16
    """
    (month,) = measured(tmp_path, table, ("month", "unit"))
    assert (month.value, month.n, month.extra["measurements"]) == (2, 2, 2)  # the median of 2 and 6 days
    weeks = measured(tmp_path, table, ("measured_day", "unit"))
    assert [row.value for row in weeks] == [2, 6]


def test_professions_are_measured_apart_and_service_lines_follow_the_unit(tmp_path):
    table = "measured_day | unit | profession | slot_day\n" + "\n".join(
        ["2026-03-03 | U1 | doctor | 2026-03-08"] * 3
        + ["2026-03-03 | U1 | nurse  | 2026-03-04"] * 3
        + ["2026-03-03 | U2 | nurse  | 2026-03-06"] * 3
    )
    places = [{"unit": "U1"}, {"unit": "U2", "service_line": "mental_health"}]
    values = {tuple(row.strata.values()): row.value for row in measured(tmp_path, table, places=places)}
    assert values == {("U1", "doctor"): 5, ("U1", "nurse"): 1, ("U2", "nurse"): 3}
    (mental,) = measured(tmp_path, table, ("month",), "t3_mental_substance", places)
    assert mental.value == 3
