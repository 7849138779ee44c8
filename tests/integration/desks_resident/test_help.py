"""Help in plain language, in further languages, and the front door that leads to it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ovi.desks import help_texts
from ovi.desks.help_texts import HelpPage, filled, help_pages, news_on, short_helps, unchecked
from ovi.foundation.refusals import Refused
from ovi.foundation.text import LANGUAGES
from ovi.law import load_law
from ovi.plumbing import clock

HARD = re.compile(r"\w{22,}")  # no plain-language sentence needs such words


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_help_page_is_whole_in_each_language(db, language):
    with translation.override(language):
        index = text(Client().get(reverse("help")))
        for one in help_pages().values():
            page = text(Client().get(reverse("help_page", args=[one.slug])))
            assert one.texts[language].title in index
            assert one.texts[language].title in page
            assert "{" not in page.split("<main")[1].split("</main>")[0]


def test_the_rights_show_the_limits_of_today_from_the_law(db, now, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: now)
    page = text(Client().get(reverse("help_page", args=["rights"])))
    law = load_law()
    limits = help_pages()["rights"].limits
    today = [row for one in limits for row in law.rule(one.rule).rows if row.validity.contains(date(2026, 3, 3))]
    assert page.split("<tbody>")[1].split("</tbody>")[0].count("<tr>") == len(today) == 8
    for said in ("14 päivää", "6 kuukautta", "28 päivää", "7 arkipäivää", "samana päivänä"):
        assert said in page


def test_a_limit_for_a_group_says_which_and_not_everyone():
    for one in help_pages()["rights"].limits:
        for row in load_law().rule(one.rule).rows:
            by_group = any(part.age_over or part.age_from or part.age_under for part in row.scope.any_of)
            assert one.whom is not None or not by_group, one.rule


def test_finnish_help_keeps_to_short_sentences_and_words():
    for one in help_pages().values():
        for section in one.texts["fi"].sections:
            for said in (*section.steps, *section.text):
                assert not HARD.search(said), said
                for sentence in re.split(r"[.!?] ", said):
                    assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("language", ["ru", "uk", "et", "ar"])
def test_short_help_stands_in_its_own_language_and_direction(db, language):
    page = text(Client().get(reverse("help_language", args=[language])))
    direction = "rtl" if language == "ar" else "ltr"
    assert f'<div class="flow" lang="{language}" dir="{direction}">' in page
    for number in ("112", "116117", "03 000 0000"):
        assert number in page
    assert "native" not in page


def test_operators_know_which_languages_no_native_speaker_has_read():
    assert {one.language for one in unchecked()} == {"ru", "uk", "et", "ar"}
    assert not [one for one in short_helps().values() if one.checked_by == ""]


def test_a_help_page_that_is_not_there_is_said_so(db):
    assert Client().get(reverse("help_page", args=["nothing"])).status_code == 404
    assert Client().get(reverse("help_language", args=["zz"])).status_code == 404


def test_a_broken_file_is_refused_with_its_place(tmp_path, monkeypatch):
    (tmp_path / "help").mkdir()
    source = help_texts.definitions_root() / "help" / "contact.yaml"
    broken = source.read_text(encoding="utf-8").replace("{contact_phone}", "{phone}")
    (tmp_path / "help" / "contact.yaml").write_text(broken, encoding="utf-8")
    monkeypatch.setattr(help_texts, "definitions_root", lambda: tmp_path)
    with pytest.raises(Refused) as caught:
        help_pages()
    assert "contact.yaml" in caught.value.faults[0].where
    assert "phone" in caught.value.faults[0].what


def test_numbers_are_the_countys_own():
    page: HelpPage = help_pages()["emergency"]
    said = " ".join(text for one in filled(page.texts["sv"], "sv").sections for text in one.text)
    assert "03 000 0112" in said


class TestFront:
    def test_it_has_one_search_three_doors_news_and_the_ways_without_words(self, db, now, monkeypatch):
        monkeypatch.setattr(clock, "now", lambda: now)
        page = text(Client().get(reverse("front")))
        for name in ("services", "contact_new", "my_matters", "public_access", "help", "help_now", "browse"):
            assert reverse(name) in page
        assert page.count('type="search"') == 1
        assert 'dir="rtl"' in page
        assert "Terveysasiassa soitamme takaisin samana päivänä" in page
        assert "Elämäntilanteet" in page or "Elämäntapahtumat" in page

    def test_news_are_shown_during_their_time_only(self):
        assert [one.id for one in news_on(date(2026, 1, 15))] == ["call-back-same-day"]
        assert [one.id for one in news_on(date(2026, 2, 1))] == ["help-in-your-language", "call-back-same-day"]
        assert news_on(date(2027, 6, 30)) == []

    def test_without_figures_it_promises_nothing(self, db):
        assert "%" not in text(Client().get(reverse("front"))).split("<main")[1].split("</main>")[0]


def test_large_type_reaches_staff_pages_too(db):
    client = Client()
    client.post(reverse("my_needs"), {"needs": "large_type"})
    assert '<body data-size="lg">' in text(client.get(reverse("front")))
    assert '<body data-size="lg">' in text(client.get(reverse("help")))
