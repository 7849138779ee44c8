"""The open needs, as counted: by standing at the end of each month, and the debt beyond the sustainable queue."""

from __future__ import annotations

import pytest

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, clocks, drawn, needs, snapshot

PERIOD = Period.parse("2026-03..2026-04")
NEEDS = """
    need_key | contact_day | closed_day | resolved_at_first_contact
    ---------+-------------+------------+--------------------------
    n0       | 2026-03-02  | -          | -
    n1       | 2026-03-02  | 2026-04-01 | no
    n2       | 2026-03-02  | 2026-03-31 | no
    n3       | 2026-03-02  | -          | yes
    n4       | 2026-04-01  | -          | -
"""
CLOCKS = """
    need_key | start_day  | due_day    | stop_day   | status    | rule_id
    ---------+------------+------------+------------+-----------+--------
    n0       | 2026-03-02 | 2026-03-30 | -          | running   | A
    n0       | 2026-03-02 | 2026-03-10 | 2026-03-05 | stopped   | B
    n1       | 2026-03-02 | 2026-04-07 | -          | cancelled | A
    n4       | 2026-04-01 | 2026-07-01 | -          | running   | A
"""


def test_open_needs_stand_by_their_earliest_running_due_day(tmp_path):
    folder = snapshot(tmp_path, need=needs(drawn(NEEDS)), clock=clocks(drawn(CLOCKS)))
    rows = run([DEFINITIONS["open_needs"]], folder, PERIOD, ["month", "standing"], publish=False)
    assert {(row.month, row.strata["standing"]): row.n for row in rows} == {
        ("2026-03", "overdue"): 1,
        ("2026-03", "near"): 1,
        ("2026-04", "in_time"): 1,
        ("2026-04", "overdue"): 1,
    }
    march, april = run([DEFINITIONS["open_overdue"]], folder, PERIOD, publish=False)
    assert [(one.numerator, one.n) for one in (march, april)] == [(1, 2), (1, 2)]


@pytest.mark.parametrize(
    ("indicator", "sector", "line"),
    [
        ("debt_care", "health", "primary_care"),
        ("debt_rehabilitation", "health", "rehabilitation"),
        ("debt_service", "social", "adult_social_work"),
    ],
)
def test_debt_is_the_queue_beyond_what_demand_and_limit_sustain(tmp_path, indicator, sector, line):
    """365 contacts in twelve months are one a day; a limit of 90 days sustains 1 × 90 ÷ 4 = 22 waiting needs."""
    served = {"first_event_day": "2026-03-05", "first_event_licensed": True}
    rows = [{"contact_day": "2026-03-02", **({} if number < 30 else served)} for number in range(365)]
    table = "contact_day | first_event_day | first_event_licensed\n" + "\n".join(
        f"{row['contact_day']} | {row.get('first_event_day', '-')} | {'yes' if number >= 30 else '-'}"
        for number, row in enumerate(rows)
    )
    need = needs({**row, "sector": sector, "service_line": line} for row in drawn(table))
    folder = snapshot(tmp_path, need=need, clock=[])
    march, _april = run([DEFINITIONS[indicator]], folder, PERIOD, publish=False)
    assert (march.value, march.n, march.extra) == (8, 30, {"sustainable": 22, "arrived": 365})
    others = [one for one in ("debt_care", "debt_rehabilitation", "debt_service") if one != indicator]
    assert run([DEFINITIONS[one] for one in others], folder, PERIOD, publish=False) == []


def test_urgent_needs_and_those_already_served_are_no_debt(tmp_path):
    need = needs(drawn("""
        contact_day | urgency    | first_event_day | first_event_licensed | sector
        ------------+------------+-----------------+----------------------+-------
        2026-03-02  | urgent     | -               | -                    | health
        2026-03-02  | non_urgent | 2026-03-05      | yes                  | health
        2026-03-02  | non_urgent | 2026-03-05      | no                   | health
        2026-03-02  | non_urgent | 2026-04-05      | yes                  | health
    """))  # fmt: skip
    march, april = run([DEFINITIONS["debt_care"]], snapshot(tmp_path, need=need, clock=[]), PERIOD, publish=False)
    assert (march.n, april.n) == (2, 1)
