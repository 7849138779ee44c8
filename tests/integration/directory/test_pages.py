"""Does a person find a service in their own words, and what does the service's page tell?"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from ovi.directory.models import Service
from ovi.directory.search import find, rows
from ovi.exchange.importers.ptv import import_ptv
from ovi.plumbing.actor import system
from tests.integration.residents_for_tests import assert_sound, at_most, make_county, own_catalogue, text_of

PLACES = {"fi": "/palvelut/", "sv": "/sv/tjanster/", "en": "/en/services/"}


@pytest.fixture
def catalogue(db, now):  # type: ignore[no-untyped-def]
    make_county()
    own_catalogue(now)


@pytest.fixture
def national(db, now, tmp_path):  # type: ignore[no-untyped-def]
    path = tmp_path / "national.json"
    one = {
        "Name": [{"Lang": "fi", "Label": "Kunnan <b>uimahalli</b> & sauna"}],
        "ShortDescription": [{"Lang": "fi", "Label": "Uiminen ja vesijumppa."}],
        "BackgroundDescription": [{"Lang": "fi", "Label": "Ensin.\n\n- yksi\n- kaksi"}],
    }
    path.write_text(json.dumps([{"Id": "pool-1", **one}, {"Id": "pool-2", **one}]))
    import_ptv(path, by=system("test"), now=now)
    return Service.objects.get(source_id="pool-1")


@pytest.mark.parametrize(("language", "words"), [("fi", "hampaat"), ("sv", "tänder"), ("en", "teeth")])
def test_results_tell_name_place_how_to_contact_and_why_found(catalogue, language, words):
    response = Client().get(PLACES[language], {"q": words})
    html = assert_sound(response, language)
    assert ("Tammerfors" if language == "sv" else "Tampere") in html
    assert {"fi": "Löytyi sanoilla", "sv": "Hittades med orden", "en": "Found by"}[language] in html
    assert f'value="{words}"' in html


def test_the_list_without_a_question_is_alphabetical_paged_and_by_theme(catalogue):
    html = text_of(Client().get("/palvelut/"))
    assert "sivu 1/" in html
    assert "?page=2" in html
    theme = text_of(Client().get("/palvelut/", {"line": "oral_health"}))
    assert "Suun terveydenhuolto" in theme
    assert text_of(Client().get("/palvelut/", {"page": "9999", "line": "no_such"})).count("<h1") == 1


@pytest.mark.parametrize(
    ("language", "words"),
    [
        *(("fi", words) for words in ("selkä on kipeä", "en saa unta", "tarvitsen apua kotiin")),
        *(("sv", words) for words in ("jag har ont i ryggen", "jag kan inte sova", "jag behöver hjälp hemma")),
        *(("en", words) for words in ("my back hurts", "I cannot sleep", "I need help at home")),
    ],
)
def test_the_front_pages_own_examples_find_services_and_are_not_asked_back(catalogue, language, words):
    found = find(words, language=language)
    assert found.services
    assert (found.did_you_mean, found.language) == (None, language)


def test_the_countys_own_service_stands_for_the_national_one_of_the_same_name(catalogue, tmp_path, now):
    name = Service.objects.filter(source="own").first().name_fi
    path = tmp_path / "same.json"
    path.write_text(json.dumps([{"Id": f"same-{n}", "Name": [{"Lang": "fi", "Label": name}]} for n in range(2)]))
    import_ptv(path, by=system("test"), now=now)
    assert text_of(Client().get("/palvelut/", {"q": name})).count(f">{name}</a></h2>") == 1


def test_a_slip_of_the_finger_is_asked_back(catalogue):
    html = text_of(Client().get("/palvelut/", {"q": "hammaslääkri"}))
    assert "hammaslääkäri" in html
    assert "Alla on palveluja haulla" in html  # nothing answers the slip itself, and the page says so


@pytest.mark.parametrize(
    "words", ["qqqxxyy", "<script>alert(1)</script>", "'; drop table x; --", "😀", "שלום", "\x00", "a" * 5000]
)
def test_words_that_find_nothing_get_advice_and_a_human(catalogue, words):
    response = Client().get("/palvelut/", {"q": words})
    html = assert_sound(response, "fi")
    assert response.status_code == 200
    assert "<script>alert" not in html
    if "palvelua" not in html:
        assert "03 000 0000" in html


def test_emergency_numbers_are_the_same_whatever_is_asked(catalogue):
    def box(words: str) -> str:
        html = text_of(Client().get("/palvelut/", {"q": words}))
        return html[html.index('<aside class="emergency"') :]

    assert box("kova rintakipu") == box("uinti") == box("")
    assert "tel:112" in box("uinti")


def test_pages_ask_the_database_little(catalogue):
    Client().get("/palvelut/", {"q": "lääkäri"})  # makes the index
    with at_most(7):
        Client().get("/palvelut/", {"q": "lääkäri"})
    with at_most(7):
        Client().get("/palvelut/", {"open": "1", "group": "KR1.1", "near": "Tampere", "sort": "near"})
    with at_most(1):
        Client().get("/palvelut/selaa/")
    pk = Service.objects.get(source_id="health-centre-reception").pk
    with at_most(8):  # one of them asks whether the catalogue has changed, which outside a test is asked once a second
        Client().get(f"/palvelut/{pk}/")


def test_the_index_is_made_anew_when_the_catalogue_changes(catalogue, national, now):
    assert any(one.id == national.pk for one in find("uimahalli", language="fi").services)
    Service.objects.filter(pk=national.pk).update(name_fi="Kirjasto", summary_fi="", updated_at=now + timedelta(days=1))
    assert any(one.id == national.pk for one in find("kirjasto", language="fi").services)


@pytest.mark.parametrize("language", PLACES)
def test_the_page_of_an_own_service(catalogue, language):
    service = Service.objects.get(source_id="health-centre-reception")
    html = assert_sound(Client().get(f"{PLACES[language]}{service.pk}/"), language)
    assert getattr(service, f"name_{language}") in html
    assert getattr(service, f"description_{language}")[:40] in html
    assert service.raw["for_whom"][language][:30] in html
    assert f"?service={service.pk}" in html
    assert "03 000 1234" in html
    assert 'lang="fi"' not in html.split("<main")[1].split("</main")[0] or language == "fi"


def test_a_national_description_says_so_is_shown_once_and_in_its_own_language(catalogue, national):
    found = text_of(Client().get("/sv/tjanster/", {"q": "uimahalli"}))
    assert found.count(">Kunnan uimahalli &amp; sauna<") == 1  # the importer has taken the mark-up away
    assert "bara i texter på finska" in found
    html = assert_sound(Client().get(f"/sv/tjanster/{national.pk}/"), "sv")
    assert '<span lang="fi">Kunnan uimahalli &amp; sauna</span>' in html
    assert "finns inte på svenska" in html
    assert "<li>yksi</li>" in html
    assert "?service=" not in html


def test_a_vanished_service_keeps_its_address(catalogue, national):
    Service.objects.filter(pk=national.pk).update(state="vanished")
    assert "ei enää ole" in text_of(Client().get(f"/palvelut/{national.pk}/"))


@pytest.mark.parametrize("pk", ["999999", "99999999999999999999999999"])
def test_a_service_that_never_was_is_not_found(catalogue, pk):
    assert Client().get(f"/palvelut/{pk}/").status_code == 404


def test_scripts_get_rows_with_class_codes_and_reasons(catalogue):
    found = rows("hammassärky", language="fi", limit=3)
    assert 0 < len(found) <= 3
    assert set(found[0]) == {"id", "source", "name", "service_classes", "score", "why"}
    assert "P5.10" in found[0]["service_classes"]
    assert found[0]["why"][0]["asked"] == "hammassärky"
    json.dumps(found)
