"""Access to care, as counted: from completed assessment to the realised event, in the month of the event."""

from __future__ import annotations

import pytest

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, clocks, day, drawn, needs, snapshot

PERIOD = Period.parse("2026-01..2026-12")


def counted(tmp_path, indicator, table, by=("month",), **others):
    """{month or strata: (numerator, denominator)} before anything is withheld."""
    folder = snapshot(tmp_path, need=needs(drawn(table)), **others)
    rows = run([DEFINITIONS[indicator]], folder, PERIOD, by, publish=False)
    return {row.month or tuple(row.strata.values()): (row.numerator, row.denominator) for row in rows}


def test_the_day_of_assessment_is_day_0_and_the_seventh_day_still_counts(tmp_path):
    assert counted(tmp_path, "access_doctor_7d", """
        assessed_day | first_event_day
        -------------+----------------
        2026-03-02   | 2026-03-02
        2026-03-02   | 2026-03-09
        2026-03-02   | 2026-03-10
    """) == {"2026-03": (2, 3)}  # fmt: skip


def test_a_wait_belongs_to_the_month_in_which_it_ended(tmp_path):
    assert counted(tmp_path, "access_doctor_7d", """
        assessed_day | first_event_day
        -------------+----------------
        2025-12-30   | 2026-01-02
        2026-01-30   | 2026-02-01
        2026-12-30   | 2027-01-02
    """) == {"2026-01": (1, 1), "2026-02": (1, 1)}  # fmt: skip


def test_those_still_waiting_are_not_in_the_figure(tmp_path):
    assert counted(tmp_path, "access_doctor_7d", """
        assessed_day | first_event_day | first_event_licensed
        -------------+-----------------+---------------------
        2026-03-02   | -               | -
    """) == {}  # fmt: skip


def test_urgent_unlicensed_uncovered_and_contactless_events_are_not_counted(tmp_path):
    assert counted(tmp_path, "access_doctor_7d", """
        assessed_day | first_event_day | urgency    | first_event_licensed | covered_class | first_event_mode
        -------------+-----------------+------------+----------------------+---------------+-----------------
        2026-03-02   | 2026-03-03      | urgent     | yes                  | covered       | R10
        2026-03-02   | 2026-03-03      | non_urgent | no                   | covered       | R10
        2026-03-02   | 2026-03-03      | non_urgent | yes                  | plan_based    | R10
        2026-03-02   | 2026-03-03      | non_urgent | yes                  | covered       | R60
        2026-03-02   | 2026-03-03      | non_urgent | yes                  | covered       | R52
    """) == {"2026-03": (1, 1)}  # fmt: skip


def test_an_event_without_a_preceding_assessment_is_left_out_and_shows_in_the_coverage(tmp_path):
    table = """
        assessed_day | first_event_day
        -------------+----------------
        2026-03-02   | 2026-03-03
        -            | 2026-03-03
        2026-03-05   | 2026-03-03
    """
    folder = snapshot(tmp_path, need=needs(drawn(table) * 5))
    (row,) = run([DEFINITIONS["access_doctor_7d"]], folder, PERIOD)
    assert (row.numerator, row.denominator) == (5, 5)
    assert row.extra["coverage"] == pytest.approx(1 / 3, abs=0.001)


def test_a_coverage_that_would_tell_of_one_to_four_people_is_not_given(tmp_path):
    table = """
        assessed_day | first_event_day
        -------------+----------------
        2026-03-02   | 2026-03-03
    """
    unassessed = needs([{"need_key": f"u{i}", "first_event_day": day("2026-03-03")} for i in range(4)])
    folder = snapshot(tmp_path, need=needs(drawn(table) * 5) + unassessed)
    (row,) = run([DEFINITIONS["access_doctor_7d"]], folder, PERIOD)
    assert (row.n, "coverage" in row.extra) == (5, False)


def test_nurses_and_public_health_nurses_are_one_group_and_doctors_another(tmp_path):
    table = """
        assessed_day | first_event_day | first_event_profession
        -------------+-----------------+-----------------------
        2026-03-02   | 2026-03-03      | nurse
        2026-03-02   | 2026-03-20      | public_health_nurse
        2026-03-02   | 2026-03-03      | doctor
        2026-03-02   | 2026-03-03      | practical_nurse
    """
    assert counted(tmp_path, "access_nurse_7d", table) == {"2026-03": (1, 2)}
    assert counted(tmp_path, "access_nurse_7d", table, ("profession",)) == {
        ("nurse",): (1, 1),
        ("public_health_nurse",): (0, 1),
    }


def test_three_months_end_on_the_same_numbered_day_not_after_90_days(tmp_path):
    assert counted(tmp_path, "access_oral_3m", """
        service_line | assessed_day | first_event_day
        -------------+--------------+----------------
        oral_health  | 2026-01-15   | 2026-04-15
        oral_health  | 2026-01-15   | 2026-04-16
        oral_health  | 2026-02-01   | 2026-05-01
        oral_health  | 2025-12-01   | 2026-03-01
        oral_health  | 2025-12-01   | 2026-03-02
    """) == {"2026-03": (1, 2), "2026-04": (1, 2), "2026-05": (1, 1)}  # fmt: skip


def test_three_months_from_a_day_the_last_month_lacks_end_on_its_last_day(tmp_path):
    assert counted(tmp_path, "access_oral_3m", """
        service_line | assessed_day | first_event_day
        -------------+--------------+----------------
        oral_health  | 2025-11-30   | 2026-02-28
        oral_health  | 2025-11-30   | 2026-03-01
    """) == {"2026-02": (1, 1), "2026-03": (0, 1)}  # fmt: skip


def test_a_wait_of_more_than_ten_years_is_still_a_wait(tmp_path):
    assert counted(tmp_path, "access_oral_3m", """
        service_line | assessed_day | first_event_day
        -------------+--------------+----------------
        oral_health  | 2010-01-01   | 2026-02-02
    """) == {"2026-02": (0, 1)}  # fmt: skip


def test_the_lawful_figure_follows_the_earliest_due_day_of_each_need_and_leaves_out_reasonable_time(tmp_path):
    due = """
        need_key | start_day  | due_day    | start_kind | stop_kind  | status    | rule_id
        ---------+------------+------------+------------+------------+-----------+-------------
        n0       | 2026-03-02 | 2026-03-16 | assessed   | care_event | stopped   | PHC-14D-U23
        n0       | 2026-03-02 | 2026-03-02 | contact    | assessed   | stopped   | PHC-CONTACT
        n1       | 2026-03-02 | 2026-06-02 | assessed   | care_event | stopped   | PHC-3M-ADULT
        n1       | 2026-03-02 | 2026-03-03 | assessed   | care_event | cancelled | PHC-14D-U23
        n2       | 2026-03-02 | -          | assessed   | care_event | stopped   | PHC-DOC-ADULT
        n3       | 2026-03-02 | 2026-06-02 | assessed   | care_event | stopped   | PHC-3M-ADULT
        n3       | 2026-03-02 | 2026-03-16 | assessed   | care_event | stopped   | PHC-14D-U23
    """
    assert counted(tmp_path, "access_within_lawful", """
        need_key | assessed_day | first_event_day
        ---------+--------------+----------------
        n0       | 2026-03-02   | 2026-03-17
        n1       | 2026-03-02   | 2026-03-17
        n2       | 2026-03-02   | 2026-03-17
        n3       | 2026-03-02   | 2026-03-17
    """, clock=clocks(drawn(due))) == {"2026-03": (1, 3)}  # fmt: skip
