"""What people asked and did not find: counted without a person, shown from the fifth day, marked and forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.directory import actions
from ovi.directory.asked_words import LENGTH_MAX, asked
from ovi.directory.models import AskedDay, AskedQuestion
from ovi.directory.queries import GapKind, content_gaps
from ovi.directory.states import GapState
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.models import AuditEvent
from tests.examples import examples
from tests.integration import people_for_tests as make

TODAY = date(2026, 3, 3)
OWNER = Actor(1, "Omistaja", frozenset({Role.MANAGER}), "management")


def ask(words, day, *, found=0, language="fi", municipality="", times=1):
    question = asked(words, language)
    for _ in range(times):
        actions.count_question(question, language=language, municipality=municipality, found=found, today=day)
    return question


def gaps(kind=GapKind.NOTHING, **given):
    return content_gaps(kind=kind, today=TODAY, **given)


@pytest.mark.parametrize(
    "words",
    [
        "010190-900P", "olen 010190-900P ja sairas", "soita 040 123 4567", "aino@example.fi", "33100", "1.2.1990",
        "https://example.fi/x", "www.example.fi", "yksi kaksi kolme neljä viisi kuusi seitsemän", "x" * 61, "", "?!",
        "12", "kortti 4000-1234",
    ],
)  # fmt: skip
def test_what_may_tell_who_one_is_is_not_even_counted(words):
    assert asked(words, "fi") is None


def test_the_same_words_are_one_question_whatever_their_dress():
    same = {asked(words, "fi").digest for words in ("Lumi-apu?", "  lumi-apu ", "LUMI-APU!")}
    assert len(same) == 1
    assert asked("lumi-apu", "sv").digest not in same
    assert asked("Katu 5", "fi").text == "katu #"


@given(st.text(max_size=80))
@settings(max_examples=examples(100), deadline=None)
def test_no_text_breaks_the_cleaning_and_no_digit_survives_it(words):
    if (found := asked(words, "fi")) is not None:
        assert len(found.text) <= LENGTH_MAX
        assert not any(sign.isdigit() and sign.isascii() for sign in found.text)
        assert "@" not in found.text


def test_words_are_stored_only_on_the_fifth_day(db):
    for day in range(4):
        ask("lumiapu", TODAY - timedelta(days=10 - day), times=20)
    row = AskedQuestion.objects.get()
    assert row.text == ""
    assert "lumiapu" not in row.digest
    assert (gaps().rows, gaps().unshown) == ((), 1)
    ask("lumiapu", TODAY - timedelta(days=1), times=2)
    (found,) = gaps().rows
    assert (found.text, found.asked, found.not_found, found.recent, found.before) == ("lumiapu", 82, 82, 82, 0)
    assert gaps().unshown == 0


def test_a_question_that_is_answered_keeps_no_words(db):
    for day in range(8):
        question = ask("hammaslääkäri", TODAY - timedelta(days=day), found=3, times=5)
        actions.count_opened(question.digest, today=TODAY - timedelta(days=day))
    assert AskedQuestion.objects.get().text == ""
    assert gaps(GapKind.NOT_OPENED).rows == ()


def test_found_but_not_opened_is_a_gap_of_its_own(db):
    for day in range(6, -1, -1):
        ask("pyörätuoli lainaan", TODAY - timedelta(days=day), found=3, times=5)
    assert gaps().rows == ()
    (found,) = gaps(GapKind.NOT_OPENED).rows
    assert (found.asked, found.opened) == (35, 0)
    for day in range(6):
        actions.count_opened(asked("pyörätuoli lainaan", "fi").digest, today=TODAY - timedelta(days=day))
    assert gaps(GapKind.NOT_OPENED).rows == ()


def test_opening_is_counted_at_most_as_often_as_asked_and_only_for_a_known_question(db):
    question = ask("kylä", TODAY, found=1, times=2)
    for _ in range(5):
        actions.count_opened(question.digest, today=TODAY)
    for wrong in ("", "x" * 32, "0" * 32, "'; drop table"):
        actions.count_opened(wrong, today=TODAY)
    assert AskedDay.objects.get().opened == 2


def test_a_place_is_named_when_it_was_asked_there_five_times(db):
    make.make_county()
    for day in range(5):
        ask("lumiapu", TODAY - timedelta(days=day), municipality="837")
    ask("lumiapu", TODAY, municipality="536", times=4)
    ask("lumiapu", TODAY, municipality="'x", times=1)
    (found,) = gaps().rows
    assert [place.fi for place in found.places] == ["Tampere"]
    assert len(gaps(municipality="837").rows) == 1
    assert gaps(municipality="536").rows == ()
    assert gaps(language="sv").rows == ()
    assert set(AskedDay.objects.values_list("municipality", flat=True)) == {"837", "536", ""}


def test_a_gap_is_marked_undone_and_audited(db, now):
    for day in range(5):
        ask("lumiapu", TODAY - timedelta(days=day))
    (found,) = gaps().rows
    mark = lambda state, by=OWNER: actions.mark_gap(question_id=found.id, state=state, by=by, now=now)  # noqa: E731
    mark(GapState.CONTENT_ASKED)
    mark(GapState.CONTENT_ASKED)
    with pytest.raises(Refused) as refused:
        mark(GapState.NOT_OURS)
    assert refused.value.code == "gap.state"
    assert gaps().rows == ()
    ask("lumiapu", TODAY + timedelta(days=1))
    (handled,) = content_gaps(kind=GapKind.NOTHING, today=TODAY + timedelta(days=1), handled=True).rows
    assert (handled.state, handled.handled_by, handled.since) == ("content_asked", "Omistaja", 1)
    mark(GapState.OPEN)
    assert len(gaps().rows) == 1
    assert AuditEvent.objects.filter(action="directory.gap_marked").count() == 2
    with pytest.raises(Refused) as refused:
        mark(GapState.NOT_OURS, Actor(2, "Hoitaja", frozenset({Role.NURSE}), "care"))
    assert refused.value.code == "permission.directory.gaps"


def test_seldom_asked_questions_and_old_counters_are_forgotten(db):
    ask("kerran", TODAY - timedelta(days=91))
    for day in range(5):
        ask("usein", TODAY - timedelta(days=100 + day))
        ask("vanha", TODAY - timedelta(days=410 - day))
    for day in range(5):
        ask("usein", TODAY - timedelta(days=day))
    assert actions.forget_questions(today=TODAY) == 2
    assert list(AskedQuestion.objects.values_list("text", flat=True)) == ["usein"]
    assert not AskedDay.objects.filter(on__lt=TODAY - timedelta(days=400)).exists()
