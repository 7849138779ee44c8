"""Do inflected and compound words meet, with and without Voikko, in one thread and in many?"""

from __future__ import annotations

import csv
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ovi.engines.search.analysers import (
    MAX_WORD,
    Analyser,
    SnowballAnalyser,
    VoikkoAnalyser,
    all_words,
    analyser_for,
    fold,
    telling,
    tokens,
)
from ovi.engines.search.compounds import CompoundSplitter


def gold(shared_data: Path) -> list[dict[str, str]]:
    with (shared_data / "search" / "gold_words.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def meeting(analyser: Analyser, rows: list[dict[str, str]]) -> int:
    """How many forms share a key with their base form."""
    count = 0
    for row in rows:
        form, lemma = analyser.keys(fold(row["form"])), analyser.keys(fold(row["lemma"]))
        count += bool({*form.base, *form.parts} & {*lemma.base, *lemma.parts})
    return count


@pytest.mark.shared
def test_voikko_brings_nearly_all_gold_words_to_their_base_form(voikko: VoikkoAnalyser, shared_data: Path) -> None:
    rows = gold(shared_data)
    assert len(rows) >= 60
    assert meeting(voikko, rows) >= len(rows) - 3


@pytest.mark.shared
def test_without_voikko_our_table_brings_most_gold_words_and_stems_alone_half(shared_data: Path) -> None:
    rows = gold(shared_data)
    table = meeting(analyser_for("fi", voikko=False), rows)
    assert table * 60 >= 50 * len(rows)
    assert len(rows) * 0.5 <= meeting(SnowballAnalyser("fi"), rows) < table - 15


@pytest.mark.parametrize(
    ("form", "base", "parts"),
    [
        ("lastenneuvolassa", "lastenneuvola", {"lapsi", "neuvola"}),  # in the table
        ("kuntosalivuoroista", "kuntosalivuoro", {"kuntosali", "vuoro"}),  # two known words
        ("pilatestunnille", "pilatestunti", {"tunti"}),  # a known head after letters that nobody knows
        ("pölyttömyydestä", "pölyttömyys", set()),  # an ending like those of our own words
    ],
)
def test_the_table_reads_words_that_are_not_in_it(form: str, base: str, parts: set[str]) -> None:
    keys = analyser_for("fi", voikko=False).keys(form)
    assert base in keys.base
    assert parts <= set(keys.parts)


def test_the_table_does_not_know_a_misspelt_word_and_bears_any_letters() -> None:
    table = analyser_for("fi", voikko=False)
    assert not table.keys("hamaslääkäri").known
    assert table.keys("nepsy-valmennusta").parts
    for word in ("työ" * 20, "aaa" * 20, "x", "-", "--", "ß" * 60):
        assert table.keys(fold(word)).base


def test_voikko_gives_the_parts_of_a_compound_in_base_form(voikko: VoikkoAnalyser) -> None:
    keys = voikko.keys("lastenneuvolassa")
    assert keys.base == ("lastenneuvola",)
    assert {"lapsi", "neuvola"} <= set(keys.parts)
    assert {"hammas", "lääkäri", "aika"} <= set(voikko.keys("hammaslääkäriajan").parts)


def test_voikko_keeps_the_pieces_of_an_unknown_hyphenated_word(voikko: VoikkoAnalyser) -> None:
    keys = voikko.keys("nepsy-valmennusta")
    assert not keys.known
    assert "valmennus" in keys.parts


def test_voikko_brings_a_new_compound_to_the_base_form_of_its_head(voikko: VoikkoAnalyser) -> None:
    form, base = voikko.keys("sotekeskuksessa"), voikko.keys("sotekeskus")
    assert not form.known
    assert "sotekeskus" in set(form.base) & set(base.base)
    assert "keskus" in form.parts


@pytest.mark.parametrize(
    ("language", "form", "base"),
    [
        ("sv", "rådgivningen", "rådgivning"),
        ("sv", "tandläkaren", "tandläkare"),
        ("en", "vaccinations", "vaccination"),
    ],
)
def test_stems_meet(language: str, form: str, base: str) -> None:
    analyser = analyser_for(language)
    assert analyser.name == f"snowball-{language}"
    assert analyser.keys(form).base == analyser.keys(base).base


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(ValueError, match="no analyser for language 'se'"):
        analyser_for("se")


@pytest.mark.parametrize("voikko_wanted", [True, False])
def test_four_threads_get_the_same_analyses_as_one(voikko_wanted: bool) -> None:
    """One libvoikko handle shared by threads gives wrong analyses and brings the process down."""
    words = [
        fold(f"{a}{b}") for a in ("hammas", "lasten", "koti", "muisti") for b in ("hoitoon", "suojelua", "sairaala")
    ]
    alone = {word: analyser_for("fi", voikko=voikko_wanted).keys(word) for word in words}
    shared = analyser_for("fi", voikko=voikko_wanted)
    uncached = shared._keys  # type: ignore[attr-defined]  # the cache would hide the handle
    wrong: list[str] = []

    def work() -> None:
        for _ in range(150):
            wrong.extend(word for word in words if uncached(word) != alone[word])

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_tokens_are_words_of_any_script_and_no_emoji() -> None:
    assert list(tokens("Hei 😀! nepsy-valmennus, صحة 健康 a\u0308iti\u0000x")) == [
        "Hei", "nepsy-valmennus", "صحة", "健康", "äiti", "x",
    ]  # fmt: skip


def test_small_words_are_left_out_unless_there_are_only_small_words() -> None:
    analyser = analyser_for("en")
    assert [w.surface for w in telling(all_words("I need help with my teeth", analyser), "en")] == ["teeth"]
    assert [w.surface for w in telling(all_words("help me", analyser), "en")] == ["help", "me"]


def test_swedish_compounds_are_split_by_known_words() -> None:
    analyser = analyser_for("sv")
    stem = analyser.stem  # type: ignore[attr-defined]
    splitter = CompoundSplitter({stem(word) for word in ("tandläkare", "tid", "stöd", "vård")}, stem)
    assert splitter.split("tandläkartid") == (stem("tandläkare"), "tid")
    assert splitter.split("ansökan") == ()


@given(st.text(max_size=200))
def test_any_text_can_be_analysed(text: str) -> None:
    for language in ("fi", "sv", "en"):
        for word in all_words(text, ANALYSERS[language]):
            assert word.keys.base
            assert all(0 < len(key) <= MAX_WORD * 2 for key in word.keys.base)


ANALYSERS = {language: analyser_for(language) for language in ("fi", "sv", "en")}
