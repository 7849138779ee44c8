"""Does the search find the right services of our own catalogue, say why, and bear any question?"""

from __future__ import annotations

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.search import CLASS_FACET, Document, Lexicon, Match, SearchIndex
from ovi.engines.search.lexicon_files import Entry, Side
from tests.examples import examples

RIGHT = [
    ("fi", "hammaslääkäriin", "oral-health-care"),
    ("fi", "hampaaseen sattuu kovasti", "urgent-dental-care"),
    ("fi", "en saa unta", "mental-health-reception"),
    ("fi", "haluaisin lopettaa tupakoinnin", "stop-smoking"),
    ("fi", "mistä saan pyörätuolin lainaksi", "assistive-devices"),
    ("fi", "naapurin lapsi on usein yksin kotona", "child-protection"),
    ("fi", "lastensuojeluilmoituksen tekeminen", "child-protection"),
    ("fi", "hoidan vaimoani kotona", "informal-care"),
    ("fi", "raskaustesti positiivinen", "maternity-clinic"),
    ("fi", "rahat loppu", "supplementary-social-assistance"),
    ("fi", "kyytiä kauppaan, en pääse bussilla", "mobility-support"),
    ("sv", "tandläkartid", "oral-health-care"),
    ("sv", "ont i tanden", "urgent-dental-care"),
    ("sv", "min mamma glömmer allt", "memory-clinic"),
    ("sv", "vi väntar barn", "maternity-clinic"),
    ("sv", "barnskyddsanmälan", "child-protection"),
    ("sv", "han slår mig", "domestic-violence-support"),
    ("en", "toothache", "urgent-dental-care"),
    ("en", "my child is bullied", "school-social-worker"),
    ("en", "I am pregnant", "maternity-clinic"),
    ("en", "I drink too much alcohol", "substance-outpatient"),
    ("en", "evicted, nowhere to live", "housing-support"),
]

NASTY = [
    "", " ", "\n\t", "?", "😀🦷", "\x00", "\ud800", "a" * 10_000, "hammas " * 1_500, "ö" * 10_000,
    "أسناني تؤلمني", "\u202ehammas\u202c", "'; DROP TABLE x; --", "<script>alert(1)</script>",
    "name_fi:hammas AND (", '"hammas', "hammas*~^", "\\", "-", "--", "ﷺ" * 500, "nepsy-" * 300,
]  # fmt: skip


@pytest.mark.parametrize(("language", "query", "wanted"), RIGHT)
def test_the_right_service_is_among_the_first_three(
    index: SearchIndex, request: pytest.FixtureRequest, language: str, query: str, wanted: str
) -> None:
    if language == "fi":
        request.getfixturevalue("voikko")  # what stems reach in Finnish is measured below
    result = index.search(query, language, 3)
    assert wanted in [hit.id for hit in result.hits]
    assert result.language == language


def test_without_voikko_swedish_and_english_are_as_good_and_finnish_still_serves(
    stem_index: SearchIndex,
) -> None:
    found = {
        lang: [
            wanted in [h.id for h in stem_index.search(query, lang, 3).hits]
            for spoken, query, wanted in RIGHT
            if spoken == lang
        ]
        for lang in ("fi", "sv", "en")
    }
    assert all(found["sv"])
    assert all(found["en"])
    assert sum(found["fi"]) >= len(found["fi"]) * 0.9
    assert stem_index.search("hammas", "fi").analyser == "table-fi"


@pytest.mark.usefixtures("voikko")
def test_a_hit_says_which_words_answered_and_where(index: SearchIndex) -> None:
    best = index.search("hampaaseen sattuu", "fi", 1).hits[0]
    own, *all_added = best.why
    added = next(match for match in all_added if match.added_by == "tooth-hurts")
    assert (own.asked, own.found, own.added_by) == ("hampaaseen", "hammas", None)
    assert added.asked == "hampaaseen sattuu"


def test_a_service_of_a_class_that_the_lexicon_names_is_found_without_its_words() -> None:
    entry = Entry(id="low", classes=("P5.7",), en=Side(said=("feel low",), means=("depression",)))
    right = Document("right", {"en": {"name": "Open door"}}, {CLASS_FACET: ["P5.7"]})
    wrong = Document("wrong", {"en": {"name": "Open window"}}, {CLASS_FACET: ["P1"]})
    worded = Document("worded", {"en": {"name": "Depression"}}, {CLASS_FACET: ["P5.7"]})
    made = SearchIndex.build([wrong, right, worded], ["en"], lexicon=Lexicon("1", (entry,)))
    hits = made.search("I feel so low", "en").hits
    assert [hit.id for hit in hits] == ["worded", "right"]
    assert hits[1].why == (Match("feel low", "P5.7", "class", "low"),)


def test_every_hit_has_a_reason(index: SearchIndex) -> None:
    for language, query, _ in RIGHT:
        for hit in index.search(query, language, 20).hits:
            assert hit.why, (query, hit.id)


def test_scores_fall_and_do_not_change_between_runs(index: SearchIndex) -> None:
    first, again = (index.search("apua lapsen kanssa kotona", "fi", 20) for _ in range(2))
    assert first == again
    scores = [hit.score for hit in first.hits]
    assert scores == sorted(scores, reverse=True)


def test_a_misspelt_word_is_asked_about_and_never_silently_changed(index: SearchIndex) -> None:
    result = index.search("hamaslääkäri", "fi")
    assert result.did_you_mean == "hammaslääkäri"
    assert "urgent-dental-care" not in [hit.id for hit in result.hits]  # the question is not yet answered for them
    assert index.search("hamaslääkäri nyt heti!", "fi").did_you_mean == "hammaslääkäri nyt heti!"
    assert index.search("tandlakare", "sv").did_you_mean == "tandläkare"
    assert index.search("pregnent", "en").did_you_mean == "pregnant"
    assert index.search("hammaslääkäri", "fi").did_you_mean is None


def test_where_nothing_answers_a_likelier_spelling_is_shown_and_said(index: SearchIndex) -> None:
    result = index.search("pregnacny", "en")
    assert result.instead
    assert result.hits == index.search(result.did_you_mean or "", "en").hits != ()
    assert not index.search("pregnancy", "en").instead
    nothing = index.search("qqqqxxxx", "en")
    assert (nothing.hits, nothing.did_you_mean, nothing.instead) == ((), None, False)


def test_another_language_is_tried_when_ours_finds_nothing(index: SearchIndex) -> None:
    result = index.search("barnskyddsanmälan", "fi")
    assert result.language == "sv"
    assert result.hits[0].id == "child-protection"


def test_filters_narrow_and_do_not_change_scores(index: SearchIndex) -> None:
    everywhere = {hit.id: hit.score for hit in index.search("dentist", "en", 50).hits}
    free = index.search("dentist", "en", 50, filters={"service_line": ["oral_health"], "charge": ["free"]})
    assert [hit.id for hit in free.hits] == ["oral-health-children"]
    assert free.hits[0].score == pytest.approx(everywhere["oral-health-children"])
    assert set(everywhere) > {"oral-health-children"}
    either = index.search("help", "en", 50, filters={"service_line": ["home_care", "child_protection"]})
    assert {hit.id for hit in either.hits} <= {
        "home-care", "home-hospital", "meals-and-safety-services", "child-protection", "aftercare",
    }  # fmt: skip
    assert index.search("hammas", "fi", filters={"service_line": []}).hits == ()


def test_a_group_is_shown_once_by_its_best_document() -> None:
    rows = [
        Document("body", {"fi": {"name": "Neuvonta", "body": "hammas"}}, group="dental"),
        Document("name", {"fi": {"name": "Hammashoito hammas"}}, group="dental"),
        Document("other", {"fi": {"name": "Muu", "body": "hammas"}}),
        Document("another", {"fi": {"name": "Muu", "body": "hammas"}}),
    ]
    found = [hit.id for hit in SearchIndex.build(rows).search("hammas", "fi").hits]
    assert found[0] == "name"
    assert sorted(found) == ["another", "name", "other"]


@pytest.mark.parametrize("query", NASTY)
def test_nasty_queries_are_answered(index: SearchIndex, query: str) -> None:
    for language in ("fi", "sv", "en"):
        result = index.search(query, language, 5)
        assert len(result.hits) <= 5


@pytest.mark.parametrize("query", ['"hammas', '"hammas"', "hammas*~^", "+hammas -(", "(hammas)", "hammas\\", "hammas:"])
def test_operators_and_quotes_mean_nothing_to_the_search(index: SearchIndex, query: str) -> None:
    plain = [hit.id for hit in index.search("hammas", "fi").hits]
    assert plain
    assert [hit.id for hit in index.search(query, "fi").hits] == plain


def test_an_empty_question_finds_nothing_and_asks_nothing(index: SearchIndex) -> None:
    for query in ("", "   ", "😀"):
        result = index.search(query, "fi")
        assert (result.hits, result.did_you_mean) == ((), None)


@pytest.mark.usefixtures("voikko")
def test_a_long_letter_is_searched_by_its_beginning(index: SearchIndex) -> None:
    letter = "Hampaaseen sattuu kovasti. " + "Kerron nyt elämästäni pitkästi ja perusteellisesti. " * 400
    assert "urgent-dental-care" in [hit.id for hit in index.search(letter, "fi", 5).hits]


@settings(deadline=None, max_examples=examples(150))
@given(query=st.text(max_size=120), language=st.sampled_from(["fi", "sv", "en"]), limit=st.integers(-1, 30))
def test_search_never_raises(index: SearchIndex, query: str, language: str, limit: int) -> None:
    result = index.search(query, language, limit)
    assert len(result.hits) <= max(limit, 0)
    assert len({hit.id for hit in result.hits}) == len(result.hits)
    assert result.did_you_mean != query


def test_four_threads_search_one_index(index: SearchIndex) -> None:
    expected = {(lang, query): index.search(query, lang, 5) for lang, query, _ in RIGHT}
    wrong: list[object] = []

    def work(salt: int) -> None:
        try:
            for turn in range(10):
                for lang, query in expected:
                    index.search(f"{query} hammaslääkärikäyntikertojen{salt}x{turn}", lang, 5)  # never cached
                    if index.search(query, lang, 5) != expected[lang, query]:
                        wrong.append((lang, query))
        except Exception as error:  # noqa: BLE001 - a thread's error must fail the test, not vanish
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(salt,)) for salt in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_an_index_without_documents_answers() -> None:
    result = SearchIndex.build([]).search("hammas", "fi")
    assert (result.hits, result.did_you_mean) == ((), None)


def test_faulty_documents_are_refused(documents: list[Document]) -> None:
    with pytest.raises(ValueError, match="same id"):
        SearchIndex.build([documents[0], documents[0]])
    with pytest.raises(ValueError, match="document x: unknown field title"):
        SearchIndex.build([Document("x", {"fi": {"title": "Hei"}})])
    with pytest.raises(ValueError, match="no language 'se'"):
        SearchIndex.build([]).search("hei", "se")
