"""The use of services, as counted: no-show, digital share, light and heavy, primary level, areas, high need."""

from __future__ import annotations

import pytest

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, day, drawn, needs, snapshot

PERIOD = Period.parse("2026-03")
SEEN = {"person_key": "p1", "service_line": "primary_care", "profession": "nurse", "mode": "R10", "unit": "U1"}


def encounters(table):
    return [{**SEEN, "day": day("2026-03-02"), **row} for row in drawn(table)]


def counted(tmp_path, indicator, table, by=(), need=()):
    folder = snapshot(tmp_path, encounter=encounters(table), need=list(need))
    rows = run([DEFINITIONS[indicator]], folder, PERIOD, ["month", *by], publish=False)
    return {tuple(row.strata.values()): (row.numerator, row.denominator) for row in rows}


def test_a_no_show_is_of_all_encounters_agreed_with_the_client(tmp_path):
    assert counted(tmp_path, "no_show", """
        no_show | mode
        --------+-----
        yes     | R10
        no      | R10
        no      | R52
        -       | R10
        yes     | R71
    """) == {(): (1, 3)}  # fmt: skip


def test_remote_is_real_time_and_by_message_old_codes_included(tmp_path):
    table = "mode\n----\n" + "\n".join(["R10", "R20", "R52", "R56", "R50", "R51", "R55", "R60", "-"])
    assert counted(tmp_path, "digital_share", table) == {(): (5, 7)}


def test_the_digital_share_is_told_by_service_age_and_area(tmp_path):
    need = needs([
        {"need_key": "a", "age_at_start": 80, "municipality": "837"},
        {"need_key": "b", "age_at_start": 30, "municipality": "604"},
    ])  # fmt: skip
    table = """
        need_key | mode | service_line
        ---------+------+-------------
        a        | R10  | primary_care
        b        | R52  | oral_health
        gone     | R52  | oral_health
    """
    by = ["age_group", "municipality", "service_line"]
    assert counted(tmp_path, "digital_share", table, by, need) == {
        ("75-84", "837", "primary_care"): (0, 1),
        ("23-44", "604", "oral_health"): (1, 1),
        (None, None, "oral_health"): (1, 1),
    }


def test_heavy_services_and_wards_against_all(tmp_path):
    assert counted(tmp_path, "heavy_use", """
        service_line       | mode
        -------------------+-----
        lifestyle_guidance | R10
        primary_care       | R10
        primary_care       | R80
        specialised_care   | R10
        child_protection   | R20
    """) == {(): (3, 5)}  # fmt: skip


def test_the_primary_level_of_primary_and_specialised_care(tmp_path):
    assert counted(tmp_path, "primary_share", """
        service_line
        ------------------
        primary_care
        mental_health
        specialised_care
        child_protection
    """) == {(): (2, 3)}  # fmt: skip


def test_areas_are_compared_at_the_same_age_structure(tmp_path):
    """Of the young one in ten makes contact, of the old one in two. Each area has the same rates: both are 1."""
    people = [("837", 30, 900), ("837", 80, 100), ("604", 30, 100), ("604", 80, 100)]
    contacts = [("837", 30, 90), ("837", 80, 50), ("604", 30, 10), ("604", 80, 50)]
    need = needs(
        {"contact_day": day("2026-03-02"), "municipality": place, "age_at_start": age}
        for place, age, some in contacts
        for _ in range(some)
    )
    population = [{"municipality": p, "age": a, "year": 2025, "people": n} for p, a, n in people]
    folder = snapshot(tmp_path, need=need, population=population)
    rows = run([DEFINITIONS["need_adjusted_contacts"]], folder, PERIOD, ["month", "municipality"], publish=False)
    assert {row.strata["municipality"]: (row.numerator, row.extra["expected"], row.value) for row in rows} == {
        "604": (60, 60, 1),
        "837": (140, 140, 1),
    }


def test_high_need_is_any_of_three_conditions_and_each_is_told(tmp_path):
    table = "person_key | service_line\n" + "\n".join(
        ["p1 | primary_care"] * 10
        + [f"p2 | {line}" for line in ("primary_care", "child_protection", "home_care")]
        + ["p3 | primary_care", "p4 | oral_health", "p4 | rehabilitation", "p4 | primary_care"]
    )
    urgent = needs({"person_key": "p3", "urgency": "urgent", "contact_day": day("2025-11-02")} for _ in range(4))
    folder = snapshot(tmp_path, encounter=encounters(table), need=urgent)
    (row,) = run([DEFINITIONS["high_need_clients"]], folder, PERIOD, publish=False)
    assert (row.numerator, row.denominator) == (3, 4)
    assert row.extra["beside"] == {"many_contacts": 1, "many_sectors": 1, "many_urgent": 1}


@pytest.mark.parametrize(("month", "clients"), [("2026-03", 1), ("2027-02", 1), ("2027-03", 0)])
def test_the_window_is_the_twelve_months_that_end_with_the_month(tmp_path, month, clients):
    folder = snapshot(tmp_path, encounter=encounters("mode\nR10"), need=[])
    rows = run([DEFINITIONS["high_need_clients"]], folder, Period.parse(month), publish=False)
    assert [row.n for row in rows] == [clients] * clients
