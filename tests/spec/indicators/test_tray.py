"""How is the use of the service tray counted, and how its take-up? By service line and month, small counts hidden."""

from __future__ import annotations

from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run
from tests.unit.engines.indicators.facts_kit import DEFINITIONS, drawn, needs, snapshot

PERIOD = Period("2026-01", "2026-02")


def counted(folder, indicator, by):
    rows = run([DEFINITIONS[indicator]], folder, PERIOD, by, publish=False)
    return [(row.month, *row.strata.values(), row.numerator, row.denominator) for row in rows]


def made(tmp_path):
    need = needs(
        drawn(
            """
            | need_key | contact_day | service_line       |
            | a        | 2026-01-05  | primary_care       |
            | b        | 2026-01-07  | primary_care       |
            | c        | 2026-01-08  | adult_social_work  |
            | d        | 2026-02-03  | primary_care       |
            | e        | 2025-12-31  | primary_care       |
            """
        )
    )
    picks = drawn(
        """
        | need_key | service_id | picked_day | service_line      | take_up         | taken_up | taken_up_day |
        | a        | own:1      | 2026-01-09 | primary_care      | went            | yes      | 2026-01-20   |
        | a        | own:2      | 2026-01-09 | primary_care      | full            | no       | 2026-01-20   |
        | c        | own:1      | 2026-02-10 | adult_social_work | take_up_unknown | -        | 2026-02-11   |
        | d        | own:1      | 2026-02-10 | primary_care      | -               | -        | -            |
        | e        | own:3      | 2026-02-11 | primary_care      | went            | yes      | 2026-02-12   |
        """
    )
    return snapshot(tmp_path, need=need, tray_pick=picks)


def test_a_need_with_any_pick_is_one_use_in_the_month_of_its_contact(tmp_path):
    assert counted(made(tmp_path), "tray_use", ["month", "service_line"]) == [
        ("2026-01", "adult_social_work", 1, 1),
        ("2026-01", "primary_care", 1, 2),
        ("2026-02", "primary_care", 1, 1),
    ]


def test_take_up_is_a_share_of_the_picks_of_which_something_is_known(tmp_path):
    folder = made(tmp_path)
    assert counted(folder, "tray_take_up", ["month"]) == [("2026-01", 1, 2), ("2026-02", 1, 1)]
    (january, february) = run([DEFINITIONS["tray_take_up"]], folder, PERIOD, publish=False)
    assert (january.extra["coverage"], january.value) == (1.0, 0.5)
    assert "coverage" not in february.extra  # two picks of which nothing is known: too few to tell


def test_small_counts_are_withheld(tmp_path):
    rows = run([DEFINITIONS["tray_use"]], made(tmp_path), PERIOD, ["month", "service_line"])
    assert all(row.suppressed for row in rows)


def test_a_snapshot_without_picks_has_no_take_up(tmp_path):
    folder = snapshot(tmp_path, need=needs([]), tray_pick=[])
    assert counted(folder, "tray_take_up", ["month"]) == []
