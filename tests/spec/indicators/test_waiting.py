"""The open queue, as counted: on the last day of each month, who is assessed and has not yet had care."""

from __future__ import annotations

import pytest

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.waiting import still_waiting
from ovi.foundation.refusals import Refused
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, clocks, drawn, needs, snapshot

PERIOD = Period.parse("2026-03..2026-04")


def queue(tmp_path, indicator, table, by=(), **others):
    """{month: (waiting, past the limit)}"""
    folder = snapshot(tmp_path, need=needs(drawn(table)), **others)
    rows = still_waiting(DEFINITIONS[indicator], folder, PERIOD, by, publish=False)
    return {row.month: (row.n, row.numerator) for row in rows}


def test_waiting_ends_with_care_by_a_licensed_professional_or_with_the_case(tmp_path):
    assert queue(tmp_path, "access_doctor_7d", """
        assessed_day | first_event_day | first_event_licensed | closed_day | resolved_at_first_contact
        -------------+-----------------+----------------------+------------+--------------------------
        2026-03-02   | -               | -                    | -          | -
        2026-03-24   | 2026-04-01      | yes                  | -          | no
        2026-03-23   | 2026-03-31      | yes                  | -          | no
        2026-03-23   | 2026-03-24      | no                   | -          | no
        2026-03-23   | -               | -                    | 2026-04-03 | no
        2026-03-23   | -               | -                    | -          | yes
        2026-04-30   | -               | -                    | -          | no
    """) == {"2026-03": (4, 3), "2026-04": (3, 2)}  # fmt: skip


def test_a_month_limit_is_kept_until_the_same_numbered_day(tmp_path):
    assert queue(tmp_path, "access_oral_3m", """
        service_line | assessed_day | first_event_day | first_event_licensed
        -------------+--------------+-----------------+---------------------
        oral_health  | 2025-12-31   | -               | -
        oral_health  | 2025-12-30   | -               | -
        oral_health  | 2005-12-30   | -               | -
    """) == {"2026-03": (3, 2), "2026-04": (3, 3)}  # fmt: skip


def test_without_a_lawful_day_nobody_is_past_it(tmp_path):
    due = """
        need_key | start_day  | due_day
        ---------+------------+-----------
        n0       | 2026-03-02 | 2026-04-15
        n1       | 2026-03-02 | -
    """
    assert queue(tmp_path, "access_within_lawful", """
        need_key | assessed_day | first_event_day | first_event_licensed
        ---------+--------------+-----------------+---------------------
        n0       | 2026-03-02   | -               | -
        n1       | 2026-03-02   | -               | -
    """, clock=clocks(drawn(due))) == {"2026-03": (2, 0), "2026-04": (2, 1)}  # fmt: skip


def test_small_queues_are_withheld_and_profession_is_not_yet_known(tmp_path):
    table = """
        assessed_day | first_event_day | first_event_licensed
        -------------+-----------------+---------------------
        2026-03-02   | -               | -
    """
    folder = snapshot(tmp_path, need=needs(drawn(table)))
    rows = still_waiting(DEFINITIONS["access_doctor_7d"], folder, PERIOD)
    assert [(row.month, row.n, row.hidden) for row in rows] == [
        ("2026-03", None, "row"),
        ("2026-04", None, "row"),
    ]
    with pytest.raises(Refused) as refusal:
        still_waiting(DEFINITIONS["access_within_lawful"], folder, PERIOD, ["profession"])
    assert len(refusal.value.faults) == 2
