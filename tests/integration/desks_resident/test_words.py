"""Is everything that a resident can be told said in words, and never as a code?"""

from __future__ import annotations

import re
from pathlib import Path

import ovi
from ovi.casework.states import CaseState, CloseReason
from ovi.desks import words
from ovi.law.vocabulary import ClockStart, ClockStop
from ovi.people.queries.accounts import _PURPOSES
from ovi.plumbing.actor import Role
from ovi.plumbing.relations import RELATIONS

SOURCES = [path.read_text(encoding="utf-8") for path in Path(ovi.__file__).parent.rglob("*.py")]


def _said(pattern: str) -> set[str]:
    return {found for source in SOURCES for found in re.findall(pattern, source)}


def test_every_state_has_its_words():
    for table in (words.STATES, words.NEXT_STEPS, words.TURNS):
        assert set(table) == set(CaseState)
    assert set(words.CLOSE_REASONS) == set(CloseReason)


def test_every_start_and_stop_of_a_clock_has_its_words():
    assert set(words.STARTS) == {start.value for start in ClockStart}
    assert set(words.STOPS) == {stop.value for stop in ClockStop}


def test_every_role_and_purpose_in_the_log_has_its_words():
    assert set(words.ROLES) == {role.value for role in Role}
    assert {purpose for _role, purpose in _PURPOSES} <= set(words.PURPOSES)


def test_every_relation_and_page_that_is_logged_has_its_words():
    relations = _said(r'Shown\([^",]+, "(\w+)"')
    pages = _said(r'note\(\s*request, page="(\w+)"') | _said(r'opened_case\(request, pk, page="(\w+)"')
    assert "own_matter" in relations
    assert relations | set(RELATIONS) <= set(words.RELATIONS)
    assert {"case", "matter"} <= pages <= set(words.PAGES)
