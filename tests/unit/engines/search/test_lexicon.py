"""Do everyday words call for the right terms, and is a broken lexicon refused whole?"""

from __future__ import annotations

from pathlib import Path

import pytest

from ovi.engines.search.analysers import all_words, analyser_for
from ovi.engines.search.lexicon import Lexicon, LexiconMatcher
from ovi.foundation.refusals import Refused


def called(lexicon: Lexicon, language: str, query: str) -> set[str]:
    analyser = analyser_for(language)
    matcher = LexiconMatcher(lexicon, language, analyser)
    return {added.entry_id for added in matcher.added(all_words(query, analyser))}


def test_it_is_complete_in_three_languages_and_has_a_version(lexicon: Lexicon) -> None:
    assert len(lexicon.entries) >= 80
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


def test_a_broken_lexicon_is_refused_with_every_fault(tmp_path: Path) -> None:
    path = tmp_path / "terms.yaml"
    path.write_text(
        "entries:\n- {id: a, fi: {said: [x], means: []}}\n- {id: b, xx: 1}\n- {id: c}\n- {id: c}\n",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        Lexicon.load(path)
    assert [fault.where for fault in refused.value.faults] == [
        "terms.yaml: entry 1, fi.means",
        "terms.yaml: entry 2, xx",
        "terms.yaml: c",
    ]
    path.write_text("- 1", encoding="utf-8")
    with pytest.raises(Refused, match="no list of entries"):
        Lexicon.load(path)
