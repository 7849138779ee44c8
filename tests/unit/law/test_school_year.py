"""Are a county's school days read, used by the law, and refused with their line when they are wrong?"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from ovi.foundation.definitions import definitions_root
from ovi.law import Clock, Matter, check, clocks_for, load_law
from ovi.law.clocks import NoDue

YEAR = """schema_version: 1
owner: a county
source: its schools
verified_on: 2026-11-22
next_review: 2027-05-22
status: verified
terms:
  - {first_day: 2026-08-11, last_day: 2026-12-18}
breaks:
  - {first_day: 2026-10-12, last_day: 2026-10-16}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(definitions_root() / "law", tmp_path / "law")
    (tmp_path / "counties" / "here").mkdir(parents=True)
    return tmp_path


def asked(root: Path | None, county: str, day: str) -> Clock:
    need = {"register": "student_welfare", "service_line": "student_welfare", "contact_at": day}
    (clock,), _ = clocks_for(Matter.of(need), load_law(root, county=county))
    return clock


def test_the_days_of_the_county_are_counted_and_both_ends_belong(root: Path) -> None:
    (root / "counties" / "here" / "school_year.yaml").write_text(YEAR, encoding="utf-8")
    assert asked(root, "here", "2026-10-08").due_on == date(2026, 10, 26)
    assert asked(root, "here", "2026-12-09").due_on == date(2026, 12, 18)
    assert asked(root, "here", "2026-12-10").due_on is None
    assert asked(root, "here", "2026-12-10").no_due is NoDue.NO_SCHOOL_DAYS
    assert asked(root, "here", "2026-08-11").due_on == date(2026, 8, 20)
    assert asked(root, "here", "2026-08-10").no_due is NoDue.NO_SCHOOL_DAYS


def test_a_county_without_a_school_year_has_no_due_day(root: Path) -> None:
    assert (asked(root, "here", "2026-10-08").due_on, asked(root, "here", "2026-10-08").no_due) == (
        None,
        NoDue.NO_SCHOOL_DAYS,
    )


def test_the_county_served_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OVI_COUNTY", "ita_uusimaa")
    assert load_law() is load_law(county="ita_uusimaa")
    monkeypatch.delenv("OVI_COUNTY")
    assert load_law() is load_law(county="pirkanmaa")
    assert load_law().school != load_law(county="ita_uusimaa").school


@pytest.mark.parametrize("county", ["pirkanmaa", "ita_uusimaa"])
def test_the_shipped_school_years_reach_over_the_winter(county: str) -> None:
    assert asked(None, county, "2026-12-17").due_on == date(2027, 1, 12)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("last_day: 2026-12-18", "last_day: 2026-08-10", 8, "terms: last_day must not be before first_day"),
        ("last_day: 2026-12-18", "until: 2026-12-18", 8, "terms.last_day: Field required"),
        ("source: its schools\n", "", 1, "source: Field required"),
        ("terms:\n  - {first_day: 2026-08-11, last_day: 2026-12-18}", "terms: []", 7, "terms: Tuple should have"),
    ],
)
def test_a_wrong_school_year_is_refused_at_its_line(root: Path, old: str, new: str, line: int, what: str) -> None:
    path = root / "counties" / "here" / "school_year.yaml"
    path.write_text(YEAR.replace(old, new), encoding="utf-8")
    found = check(root)
    assert found[0].where == f"{path}:{line}"
    assert found[0].what.startswith(what)


def test_a_single_school_day_is_a_term(root: Path) -> None:
    path = root / "counties" / "here" / "school_year.yaml"
    path.write_text(YEAR.replace("last_day: 2026-12-18", "last_day: 2026-08-11"), encoding="utf-8")
    assert check(root) == ()
