"""Does a changed row take effect on its day, without code, and leave every running case alone?"""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from ovi.casework import actions
from ovi.casework.models import CaseClock
from ovi.casework.queries import AssessedNeed
from ovi.foundation.definitions import definitions_root
from tests.integration import people_for_tests as make

CARE = AssessedNeed("new_symptoms", "non_urgent", "primary_care", general_medicine=True)
HEALTH = "terveydenhuoltolaki-1326-2010.yaml"


@pytest.fixture
def own_definitions(tmp_path, monkeypatch):
    """The installation's own copy of the definitions, as OVI_DEFINITIONS names it."""
    root = tmp_path / "definitions"
    shutil.copytree(definitions_root(), root)
    monkeypatch.setenv("OVI_DEFINITIONS", str(root))
    return root


def new_row(root, day: str, amount: int) -> None:
    """What docs/how-to/change-a-law-row.md says: end the old row, add one with the same id."""
    path = root / "law" / HEALTH
    text = path.read_text(encoding="utf-8")
    begin = text.index("  - id: PHC-3M-ADULT")
    end = text.index("\n  - id:", begin)
    old = text[begin:end]
    new = old.replace("valid_from: 2025-01-01", f"valid_from: {day}").replace("amount: 3", f"amount: {amount}")
    path.write_text(
        text[:begin] + old.replace("valid_to:", f"valid_to: {day}") + "\n" + new + text[end:], encoding="utf-8"
    )


def care_clock(case):
    row = CaseClock.objects.get(case=case, rule_id="PHC-3M-ADULT")
    return row.starts_on, row.due_on, row.rule_valid_from, row.law_version


def test_a_new_row_is_followed_from_its_day_and_running_clocks_stay(county, nurse, now, own_definitions):
    running = make.opened(make.person(county.tampere), now)
    actions.assess(case_id=running.pk, assessed=CARE, note="", by=nurse, now=now)
    before = care_clock(running)
    assert before[:3] == (date(2026, 3, 3), date(2026, 6, 3), date(2025, 1, 1))

    new_row(own_definitions, "2026-03-05", 1)
    for days, due_on, valid_from in (
        (1, date(2026, 6, 4), date(2025, 1, 1)),
        (2, date(2026, 4, 5), date(2026, 3, 5)),
    ):
        at = now + timedelta(days=days)
        later = make.opened(make.person(county.tampere), at)
        actions.assess(case_id=later.pk, assessed=CARE, note="", by=nurse, now=at)
        assert care_clock(later)[1:3] == (due_on, valid_from)
        assert care_clock(later)[3] != before[3]
    actions.note_event(case_id=running.pk, at=now, licensed=False, no_show=True, by=nurse, now=now + timedelta(days=2))
    assert care_clock(running) == before
