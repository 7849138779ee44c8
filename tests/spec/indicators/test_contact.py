"""Contact, as counted: the same-day limit, callback, first-contact resolution, hand-offs."""

from __future__ import annotations

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, clocks, drawn, needs, snapshot

PERIOD = Period.parse("2026-03..2026-04")


def counted(tmp_path, indicator, need, by=("month",), clock=""):
    """{month or strata: (numerator, denominator)} before anything is withheld."""
    due = {"rule_id": "PHC-CONTACT", "start_kind": "contact", "stop_kind": "assessed"}
    rows = clocks([{**due, **row} for row in drawn(clock)]) if clock else []
    folder = snapshot(tmp_path, need=needs(drawn(need)), clock=rows)
    found = run([DEFINITIONS[indicator]], folder, PERIOD, by, publish=False)
    return {row.month or tuple(row.strata.values()): (row.numerator, row.denominator) for row in found}


SAME_DAY = """
    need_key | start_day  | due_day    | stop_day   | status
    ---------+------------+------------+------------+----------
    n0       | 2026-03-02 | 2026-03-02 | 2026-03-02 | stopped
    n1       | 2026-03-02 | 2026-03-02 | 2026-03-03 | stopped
    n2       | 2026-03-02 | 2026-03-02 | -          | running
    n3       | 2026-03-27 | 2026-03-30 | 2026-03-30 | stopped
    n4       | 2026-03-02 | 2026-03-02 | -          | cancelled
"""
CONTACTS = """
    need_key | contact_day | channel
    ---------+-------------+---------
    n0       | 2026-03-02  | phone
    n1       | 2026-03-02  | callback
    n2       | 2026-03-02  | callback
    n3       | 2026-03-27  | callback
    n4       | 2026-03-02  | web
"""


def test_an_assessment_that_never_came_is_late_and_a_weekend_contact_has_until_its_due_day(tmp_path):
    assert counted(tmp_path, "contact_same_day", CONTACTS, clock=SAME_DAY) == {"2026-03": (2, 4)}


def test_a_callback_counts_only_when_the_client_was_reached_and_assessed(tmp_path):
    assert counted(tmp_path, "callback_same_day", CONTACTS, clock=SAME_DAY) == {"2026-03": (1, 3)}


def test_settled_at_the_first_contact_means_no_new_contact_to_the_same_service_in_seven_days(tmp_path):
    assert counted(tmp_path, "first_contact_resolution", """
        person_key | contact_day | assessed_day | resolved_at_first_contact | service_line
        -----------+-------------+--------------+---------------------------+-------------
        p1         | 2026-03-02  | 2026-03-02   | yes                       | primary_care
        p1         | 2026-03-09  | 2026-03-09   | no                        | primary_care
        p2         | 2026-03-02  | 2026-03-02   | yes                       | primary_care
        p2         | 2026-03-10  | 2026-03-10   | no                        | primary_care
        p3         | 2026-03-02  | 2026-03-02   | yes                       | primary_care
        p3         | 2026-03-03  | 2026-03-03   | no                        | oral_health
        -          | 2026-03-02  | 2026-03-02   | yes                       | primary_care
    """) == {"2026-03": (2, 6)}  # fmt: skip


def test_hand_offs_are_a_mean_over_needs_closed_in_the_month(tmp_path):
    assert counted(tmp_path, "hand_offs", """
        contact_day | closed_day | hand_overs
        ------------+------------+-----------
        2026-03-02  | 2026-03-09 | 0
        2026-03-02  | 2026-03-10 | 3
        2026-03-02  | 2026-04-01 | 1
        2026-03-02  | -          | 9
        2026-03-02  | 2026-03-11 | -
    """) == {"2026-03": (3, 2), "2026-04": (1, 1)}  # fmt: skip


def test_recording_is_whole_only_when_every_item_is_there(tmp_path):
    assert counted(tmp_path, "recording_quality", """
        person_key | contact_day | contact_minute | assessed_day | urgency    | covered_class
        -----------+-------------+----------------+--------------+------------+--------------
        p1         | 2026-03-02  | 480            | 2026-03-02   | non_urgent | covered
        p2         | 2026-03-02  | 480            | 2026-03-02   | -          | covered
        p3         | 2026-03-02  | 480            | 2026-03-02   | non_urgent | -
        p4         | 2026-03-02  | 480            | -            | -          | -
    """) == {"2026-03": (1, 3)}  # fmt: skip
