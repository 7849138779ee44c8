"""Do everyday words call for the right terms, and is a broken lexicon refused whole?"""

from __future__ import annotations

from pathlib import Path

import pytest

from ovi.engines.search import SearchIndex
from ovi.engines.search.analysers import all_words, analyser_for
from ovi.engines.search.lexicon import Lexicon, LexiconMatcher
from ovi.foundation.refusals import Refused


def called(lexicon: Lexicon, language: str, query: str) -> set[str]:
    analyser = analyser_for(language)
    matcher = LexiconMatcher(lexicon, language, analyser)
    return {added.entry_id for added in matcher.added(all_words(query, analyser))}


def test_it_is_complete_in_three_languages_and_has_a_version(lexicon: Lexicon) -> None:
    assert len(lexicon.entries) >= 400
    assert all(entry.fi and entry.sv and entry.en for entry in lexicon.entries)
    assert len(lexicon.version) == 12


@pytest.mark.parametrize(
    ("language", "query", "entry"),
    [
        ("fi", "Miten saan unta taas", "cannot-sleep"),
        ("fi", "minua kiusataan", "bullied"),
        ("sv", "jag orkar inte", "worn-out"),
        ("en", "we are splitting up", "separating"),
    ],
)
def test_a_phrase_is_met_in_any_order(lexicon: Lexicon, language: str, query: str, entry: str) -> None:
    assert entry in called(lexicon, language, query)


def test_a_phrase_of_small_words_needs_all_of_them(lexicon: Lexicon) -> None:
    assert "custody" in called(lexicon, "fi", "kenelle lapset jäävät")
    assert "custody" not in called(lexicon, "fi", "lapset")


def test_an_official_term_calls_for_its_companions(lexicon: Lexicon) -> None:
    assert "feeling-low" in called(lexicon, "fi", "masennus")


def test_unrelated_words_call_for_nothing(lexicon: Lexicon) -> None:
    assert called(lexicon, "fi", "jalkapallo") == set()
    assert called(lexicon, "en", "") == set()


HEAD = "theme: t\nowner: o\nsource: s\nverified_on: 2026-01-01\nnext_review: 2026-07-01\n"


def test_a_broken_lexicon_is_refused_with_every_fault_of_every_file(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(
        HEAD + "entries:\n- {id: a, fi: {said: [x], means: []}}\n- {xx: 1, id: b}\n- {id: c, classes: [P99]}\n- 7\n",
        encoding="utf-8",
    )
    (tmp_path / "b.yaml").write_text(
        HEAD.replace("2026-07", "2025-07").replace("owner: o", "owner: ''")
        + "entries:\n- {id: c, sv: {said: [x, X], means: [y]}}\n",
        encoding="utf-8",
    )
    (tmp_path / "c.yaml").write_text("- 1", encoding="utf-8")
    (tmp_path / "d.yaml").write_text(
        HEAD.replace("2026-07", "2025-07") + "entries: [{id: d, fi: {said: [x], means: [y]}}]", encoding="utf-8"
    )
    with pytest.raises(Refused) as refused:
        Lexicon.load(tmp_path, {"P5.1"})
    assert [fault.where for fault in refused.value.faults] == [
        "a.yaml: a, fi.means",
        "a.yaml: b, xx",
        "a.yaml: c",
        "a.yaml: c, classes",
        "a.yaml: entry 4",
        "b.yaml, owner",
        "b.yaml: c",
        "b.yaml: c, sv.said",
        "c.yaml",
        "d.yaml, next_review",
    ]


def test_the_version_follows_every_file(tmp_path: Path) -> None:
    entry = "entries: [{id: %s, fi: {said: [x], means: [y]}}]"
    (tmp_path / "a.yaml").write_text(HEAD + entry % "a", encoding="utf-8")
    one = Lexicon.load(tmp_path)
    (tmp_path / "b.yaml").write_text(HEAD + entry % "b", encoding="utf-8")
    both = Lexicon.load(tmp_path)
    assert [e.id for e in both.entries] == ["a", "b"]
    assert one.version != both.version
    assert Lexicon.load(tmp_path / "nowhere") == Lexicon(Lexicon.load(tmp_path / "nowhere").version)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_entry_finds_a_service_by_the_first_thing_said(
    index: SearchIndex, lexicon: Lexicon, language: str
) -> None:
    """An entry whose terms and classes nothing carries would add weight to no service at all."""
    silent = [
        entry.id
        for entry in lexicon.entries
        if (side := entry.side(language)) and not index.search(side.said[0], language, 1).hits
    ]
    assert len(silent) <= len(lexicon.entries) * 0.03, silent  # some lead to what a municipality has, or the state


def test_no_entry_speaks_of_urgency(lexicon: Lexicon) -> None:
    """Search finds services and judges nobody: an acute word leads to terms as any other does."""
    banned = {"kiireellinen", "hätä", "välitön", "brådskande", "akut", "urgent", "immediate"}
    terms = {
        word
        for entry in lexicon.entries
        for lang in ("fi", "sv", "en")
        if (side := entry.side(lang))
        for term in side.means
        for word in term.casefold().split()
    }
    assert banned.isdisjoint(terms)
