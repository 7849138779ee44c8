"""Does a county's target stand beside the law, on its own day, and never later than the law?"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ovi.foundation.calendar import SchoolCalendar
from ovi.foundation.definitions import definitions_root
from ovi.foundation.intervals import DateInterval
from ovi.foundation.refusals import Refused
from ovi.law import Matter, check, clocks_for, load_law, load_targets, targets_for
from ovi.law.targets import Target

HEAD = """schema_version: 1
owner: a county
source: its council
verified_on: 2026-11-22
next_review: 2027-11-22
targets:
"""
ROW: dict[str, Any] = {
    "id": "soon",
    "rule_ids": ["PHC-3M-ADULT"],
    "names": {"fi": "Tavoite", "sv": "Mål", "en": "Target"},
    "amount": 7,
    "unit": "calendar_days",
    "valid_from": "2025-01-01",
    "valid_to": None,
    "source": "its council",
    "verified_on": "2026-11-22",
    "status": "verified",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(definitions_root() / "law", tmp_path / "law")
    (tmp_path / "counties" / "here").mkdir(parents=True)
    return tmp_path


def give(root: Path, *rows: dict[str, Any]) -> Path:
    path = root / "counties" / "here" / "targets.yaml"
    listed = "".join(
        "  - " + "\n    ".join(f"{key}: {'' if value is None else value}" for key, value in row.items()) + "\n"
        for row in rows
    )
    path.write_text(HEAD + listed.replace("'", ""), encoding="utf-8")
    return path


def clocks(**fields: Any) -> Any:
    need = {
        "register": "patient",
        "service_line": "primary_care",
        "birth_date": "1980-01-01",
        "care_reason": "illness",
        "general_medicine": True,
        "plan_based": False,
        "certificate_only": False,
        "preventive": False,
    }
    return clocks_for(Matter.of({**need, **fields}), load_law())[0]


def test_the_target_has_a_day_of_its_own_beside_the_laws() -> None:
    target = Target.model_validate(ROW)
    running = clocks(contact_at="2026-09-08", assessed_at="2026-09-08")
    (found,) = targets_for(running, [target])
    assert (found.target, found.rule_id, found.due_on) == (target, "PHC-3M-ADULT", date(2026, 9, 15))
    assert [str(clock.due_on) for clock in running] == ["2026-09-08", "2026-12-08"]


def test_the_target_in_force_on_the_day_the_clock_starts_decides() -> None:
    early = Target.model_validate(ROW | {"valid_to": "2026-01-01"})
    late = Target.model_validate(ROW | {"valid_from": "2026-01-01", "amount": 10})
    for day, due_on in (("2025-12-31", date(2026, 1, 7)), ("2026-01-01", date(2026, 1, 11))):
        (found,) = targets_for(clocks(assessed_at=day), [early, late])
        assert found.due_on == due_on
    assert targets_for(clocks(assessed_at="2024-12-31"), [early, late]) == []


def test_a_target_in_school_days_needs_the_school_year() -> None:
    target = Target.model_validate(ROW | {"unit": "school_days", "amount": 2})
    school = SchoolCalendar((DateInterval(date(2026, 8, 11), date(2026, 12, 19)),))
    running = clocks(assessed_at="2026-09-04")
    assert [found.due_on for found in targets_for(running, [target], school)] == [date(2026, 9, 8)]
    assert [found.due_on for found in targets_for(running, [target])] == [None]


def test_the_shipped_targets_follow_the_programme() -> None:
    (care, oral, social) = load_targets(county="pirkanmaa")
    assert (care.amount, care.unit, set(care.rule_ids)) == (
        7,
        "calendar_days",
        {"PHC-14D-ALL", "PHC-14D-U23", "PHC-3M-ADULT"},
    )
    assert (oral.amount, oral.unit, oral.rule_ids) == (3, "months", ("ORAL-4M", "ORAL-6M-ADULT"))
    assert (social.amount, social.unit, social.rule_ids) == (3, "months", ("SHL-OTHER",))
    assert load_targets(county="ita_uusimaa") == ()
    assert check() == ()


def test_targets_are_read_again_when_their_file_or_the_law_changes(root: Path) -> None:
    give(root, ROW)
    first = load_targets(root, county="here")
    assert load_targets(root, county="here") is first
    give(root, ROW | {"amount": 10})
    assert [target.amount for target in load_targets(root, county="here")] == [10]


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"rule_ids": ["PHC-9D"]}, "soon names PHC-9D, which is no rule of the law"),
        (
            {"amount": 4, "unit": "months"},
            "soon is later than PHC-3M-ADULT allows for a clock that starts on 2025-01-01",
        ),
        ({"amount": 90}, "soon is later than PHC-3M-ADULT allows for a clock that starts on 2025-01-31"),
        ({"amount": 90, "valid_to": "2025-01-31"}, None),
        ({"amount": 89}, None),
        ({"amount": 3, "unit": "months"}, None),
        ({"rule_ids": ["SHL-START-7"], "amount": 10}, "soon is later than SHL-START-7 allows for a clock that"),
        ({"rule_ids": ["SHL-START-7"], "amount": 9}, None),
        ({"rule_ids": ["SHL-START-7"], "amount": 7, "unit": "working_days"}, None),
        ({"rule_ids": ["SHL-OTHER"], "amount": 3, "unit": "months"}, None),
        ({"rule_ids": ["PHC-7D-PLANNED"], "amount": 8}, None),
        ({"rule_ids": ["OHL-15"], "amount": 90}, None),
        ({"rule_ids": ["PHC-CONTACT"], "amount": 1}, "soon is later than PHC-CONTACT allows for a clock that"),
        ({"valid_to": "2025-01-01"}, "targets: valid_to must be later than valid_from"),
        ({"unit": "same_day"}, "targets: a target counts days or months"),
        ({"unit": "without_delay"}, "targets: a target counts days or months"),
        ({"amount": 0}, "targets.amount: Input should be greater than or equal to 1"),
        ({"rule_ids": []}, "targets.rule_ids: Tuple should have at least 1 item"),
    ],
)
def test_a_target_later_than_the_law_is_refused(root: Path, changed: dict[str, Any], what: str | None) -> None:
    path = give(root, ROW | {"id": "first"}, ROW | changed)
    found = check(root)
    if what is None:
        assert found == ()
        return
    line = next(n for n, text in enumerate(path.read_text(encoding="utf-8").split("\n"), 1) if "id: soon" in text)
    assert int(found[0].where.rpartition(":")[2]) in range(line, line + 10)
    assert found[0].what.startswith(what)
    with pytest.raises(Refused) as refused:
        load_targets(root, county="here")
    assert refused.value.faults == found


def test_a_law_that_became_stricter_than_the_target_is_found(root: Path) -> None:
    """The second row of a rule is compared too, from its own first day."""
    path = root / "law" / "vanhuspalvelulaki-980-2012.yaml"
    text = path.read_text(encoding="utf-8")
    row = text[text.index("\n  - id: VPL-18") :]
    later = row.replace("2013-07-01", "2027-01-01").replace("amount: 3", "amount: 1")
    path.write_text(text.replace("valid_to:", "valid_to: 2027-01-01") + later, encoding="utf-8")
    give(root, ROW | {"rule_ids": ["VPL-18"], "amount": 2, "unit": "months", "valid_from": "2024-01-01"})
    ((_, what),) = [(fault.where, fault.what) for fault in check(root)]
    assert what.startswith("soon is later than VPL-18 allows for a clock that starts on 2027-01-01")


def test_every_late_target_of_a_row_is_named(root: Path) -> None:
    """An unknown rule does not hide what is wrong with the next one, nor does one day of the period."""
    give(root, ROW | {"rule_ids": ["PHC-9D", "PHC-3M-ADULT"], "amount": 93})
    assert [fault.what.partition(" allows")[0] for fault in check(root)] == [
        "soon names PHC-9D, which is no rule of the law",
        "soon is later than PHC-3M-ADULT",
    ]
    give(root, ROW | {"amount": 91, "valid_from": "2026-02-01", "valid_to": "2026-02-03"})
    assert check(root)[0].what.startswith(
        "soon is later than PHC-3M-ADULT allows for a clock that starts on 2026-02-01"
    )
    give(root, ROW | {"amount": 90, "valid_from": "2026-01-30", "valid_to": "2026-02-01"})
    assert check(root)[0].what.startswith(
        "soon is later than PHC-3M-ADULT allows for a clock that starts on 2026-01-31"
    )
    give(root, ROW | {"amount": 89, "valid_from": "2025-11-29", "valid_to": "2025-12-01"})
    assert check(root) == ()


def test_targets_in_school_days_are_compared_where_the_school_year_is_known(root: Path) -> None:
    shutil.copy(definitions_root() / "counties" / "pirkanmaa" / "school_year.yaml", root / "counties" / "here")
    give(root, ROW | {"rule_ids": ["OHL-15"], "unit": "school_days", "amount": 8, "valid_from": "2026-08-11"})
    assert check(root)[0].what.startswith("soon is later than OHL-15 allows for a clock that starts on 2026-08-11")
    give(root, ROW | {"rule_ids": ["OHL-15"], "unit": "school_days", "amount": 7, "valid_from": "2026-08-11"})
    assert check(root) == ()
