"""The lawful limits, as counted: each by itself, in the month of its due day."""

from __future__ import annotations

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, clocks, drawn, needs, snapshot

PERIOD = Period.parse("2026-03..2026-04")
NEEDS = """
    need_key | sector | service_line     | language | vulnerable_groups
    ---------+--------+------------------+----------+------------------
    n0       | social | child_protection | fi       | -
    n1       | social | elderly_services | sv       | -
    n2       | health | primary_care     | fi       | -
"""
CLOCKS = """
    need_key | rule_id     | start_day  | due_day    | stop_day   | status
    ---------+-------------+------------+------------+------------+----------
    n0       | LSL-26-7    | 2026-03-02 | 2026-03-11 | 2026-03-11 | stopped
    n0       | LSL-26-3M   | 2026-01-02 | 2026-04-02 | -          | running
    n1       | SHL-START-7 | 2026-03-02 | 2026-03-11 | 2026-03-12 | stopped
    n1       | SHL-OTHER   | 2026-03-02 | -          | 2026-03-12 | stopped
    n2       | PHC-3M-ADULT| 2026-01-02 | 2026-04-02 | 2026-04-02 | stopped
"""


def counted(tmp_path, indicator, by):
    folder = snapshot(tmp_path, need=needs(drawn(NEEDS)), clock=clocks(drawn(CLOCKS)))
    rows = run([DEFINITIONS[indicator]], folder, PERIOD, by, publish=False)
    return {(row.month, *row.strata.values()): (row.numerator, row.denominator) for row in rows}


def test_each_rule_is_counted_by_itself_and_one_that_still_runs_past_its_day_is_late(tmp_path):
    assert counted(tmp_path, "lawful_clocks_kept", ["month", "rule"]) == {
        ("2026-03", "LSL-26-7"): (1, 1),
        ("2026-03", "SHL-START-7"): (0, 1),
        ("2026-04", "LSL-26-3M"): (0, 1),
        ("2026-04", "PHC-3M-ADULT"): (1, 1),
    }


def test_the_limits_of_social_welfare_are_those_of_its_needs(tmp_path):
    assert counted(tmp_path, "social_limits_kept", ["month"]) == {("2026-03",): (1, 2), ("2026-04",): (0, 1)}


def test_the_limits_can_be_told_by_language(tmp_path):
    assert counted(tmp_path, "social_limits_kept", ["month", "language"])[("2026-03", "sv")] == (0, 1)
