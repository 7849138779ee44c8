"""Every code that a page shows has its word, and every text its Finnish and Swedish."""

from __future__ import annotations

import pytest
from django.utils import translation

from ovi.casework.queries.standings import STANDINGS
from ovi.casework.states import CareReason, CaseState, CloseReason, Urgency, WaitReason
from ovi.contact.states import Channel, ReplyBy
from ovi.design.standings import STANDINGS as LOOKS
from ovi.desks import staff_words as words
from ovi.encounters.states import Mode
from ovi.law.vocabulary import RuleStatus
from ovi.people.states import Profession
from ovi.plumbing.actor import Role

TABLES = [
    (words.STATES, CaseState),
    (words.URGENCIES, Urgency),
    (words.CHANNELS, Channel),
    (words.CARE_REASONS, CareReason),
    (words.CLOSE_REASONS, CloseReason),
    (words.WAIT_REASONS, WaitReason),
    (words.MODES, Mode),
    (words.PROFESSIONS, Profession),
    (words.RULE_STATUSES, RuleStatus),
    (words.ROLES, Role),
    (words.REPLIES, ReplyBy),
    (words.STANDINGS, STANDINGS),
]


@pytest.mark.parametrize(("table", "codes"), TABLES)
def test_tables_are_total(table, codes):
    assert {str(code) for code in table} == {str(code) for code in codes}


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_every_word_is_translated(language):
    texts = [text for table, _ in TABLES[:-1] for text in table.values()]
    texts += [label for _, label in words.STANDINGS.values()]
    with translation.override("en"):
        english = [str(text) for text in texts]
    with translation.override(language):
        same = [one for one, text in zip(english, texts, strict=True) if str(text) == one]
    assert same == []


def test_every_standing_of_the_list_has_its_look():
    assert {look for look, _ in words.STANDINGS.values()} <= set(LOOKS)
