"""Can a resident make contact page by page, and is nothing lost on the way?"""

from __future__ import annotations

import re

import pytest
from django.test import Client

from ovi.contact.models import Contact, ContactDraft
from ovi.directory.models import Service
from ovi.plumbing.actor import Role
from ovi.plumbing.models import Access, AccessSubject
from tests.integration.residents_for_tests import (
    PASSWORD,
    assert_sound,
    at_most,
    main_of,
    make_county,
    own_catalogue,
    resident,
    text_of,
    worker,
)  # fmt: skip

WORDS = 'Hammas särkee 😀\n<script>alert(1)</script>\n"שלום"'
STEPS = {
    "fi": ["/yhteys/", "/yhteys/asia/", "/yhteys/palvelu/", "/yhteys/vastaus/", "/yhteys/tarkistus/"],
    "sv": ["/sv/kontakt/", "/sv/kontakt/arende/", "/sv/kontakt/tjanst/", "/sv/kontakt/svar/", "/sv/kontakt/kontroll/"],
    "en": ["/en/contact/", "/en/contact/matter/", "/en/contact/service/", "/en/contact/answer/", "/en/contact/check/"],
}


@pytest.fixture
def aino(db, now):  # type: ignore[no-untyped-def]
    make_county()
    own_catalogue(now)
    return resident(password=PASSWORD)


def hidden(html: str) -> dict[str, str]:
    """What the check page sends."""
    from html import unescape

    form = html[html.index("<form", html.index("<main")) :]
    form = form[: form.index("</form>")]
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in pairs if name != "csrfmiddlewaretoken"}


def walk(client: Client, language: str = "fi", *, words: str = WORDS) -> dict[str, str]:
    """Answer all questions; returns what the check page would send."""
    whom, matter, service, answer, check = STEPS[language]
    for path, given in (
        (whom, {"for_whom": "self"}),
        (matter, {"own_words": words}),
        (service, {"service_line": "oral_health"}),
        (answer, {"reply_by": "phone", "reply_to": "040 123 4567"}),
    ):
        response = client.get(path)
        assert_sound(response, language)
        response = client.post(path, given)
        assert response.status_code == 302, text_of(response)
    assert response.headers["Location"] == check
    return hidden(assert_sound(client.get(check), language))


@pytest.mark.parametrize("language", STEPS)
def test_the_whole_way_in_each_language(aino, language):
    client = aino.client()
    sending = walk(client, language)
    response = client.post(STEPS[language][4], sending)
    contact = Contact.objects.get()
    assert (contact.own_words, contact.service_line, contact.language) == (WORDS, "oral_health", language)
    assert (contact.reply_by, contact.reply_to) == ("phone", "040 123 4567")
    assert response.status_code == 302
    html = assert_sound(client.get(response.headers["Location"]), language)
    assert contact.number in html
    assert "&lt;script&gt;alert(1)" in html
    assert ("section 51" if language == "en" else "51 §") in html
    assert "040 123 4567" in html


def test_a_second_submit_of_the_same_form_shows_the_same_receipt(aino):
    client = aino.client()
    sending = walk(client)
    first = client.post("/yhteys/tarkistus/", sending)
    again = client.post("/yhteys/tarkistus/", sending)
    assert first.headers["Location"] == again.headers["Location"]
    assert Contact.objects.count() == 1
    assert not ContactDraft.objects.exists()


def test_a_new_contact_after_the_first_is_another_one(aino):
    client = aino.client()
    client.post("/yhteys/tarkistus/", walk(client))
    client.post("/yhteys/tarkistus/", walk(client))
    assert Contact.objects.count() == 2


def test_words_written_before_signing_in_survive_it(aino):
    client = Client()
    client.post("/yhteys/", {"for_whom": "self"})
    client.post("/yhteys/asia/", {"own_words": WORDS})
    client.post("/yhteys/palvelu/", {"service_line": "oral_health"})
    away = client.get("/yhteys/vastaus/")
    assert away.headers["Location"] == "/kirjaudu/?next=%2Fyhteys%2Fvastaus%2F"
    assert "on tallessa" in text_of(client.get(away.headers["Location"]))
    signed_in = client.post(
        "/kirjaudu/salasana/", {"login": aino.account.username, "password": PASSWORD, "next": "/yhteys/vastaus/"}
    )
    assert signed_in.headers["Location"] == "/yhteys/vastaus/"
    assert "040 555 0101" in text_of(client.get("/yhteys/vastaus/"))
    client.post("/yhteys/vastaus/", {"reply_by": "my_matters"})
    assert hidden(text_of(client.get("/yhteys/tarkistus/")))["own_words"] == WORDS


def test_an_expired_session_on_the_check_page_loses_nothing(aino):
    client = aino.client()
    sending = walk(client)
    client.session.flush()
    client.cookies.clear()
    away = client.post("/yhteys/tarkistus/", sending)
    assert away.headers["Location"].startswith("/kirjaudu/")
    assert not Contact.objects.exists()
    client.post("/kirjaudu/salasana/", {"login": aino.account.username, "password": PASSWORD})
    again = hidden(text_of(client.get("/yhteys/tarkistus/")))
    assert again == sending
    client.post("/yhteys/tarkistus/", again)
    assert Contact.objects.get().own_words == WORDS


def test_an_expired_form_shows_what_was_written(aino):
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/yhteys/asia/", {"own_words": WORDS, "csrfmiddlewaretoken": "old"})
    assert response.status_code == 403
    assert "&lt;script&gt;alert(1)" in text_of(response)


def test_too_long_a_text_is_refused_and_kept(aino):
    client = aino.client()
    text = "ä" * 10_001
    response = client.post("/yhteys/asia/", {"own_words": text})
    html = assert_sound(response, "fi")
    assert response.status_code == 422
    assert "10001" in html.replace("\xa0", "")
    assert text in html
    assert 'aria-invalid="true"' in html
    assert "<title>Virhe" in html.replace("\n", "")
    assert client.post("/yhteys/asia/", {"own_words": "ä\r\n" * 5_000}).status_code == 302
    assert ContactDraft.objects.get().answers["own_words"] == ("ä\n" * 5_000).strip()


def test_what_cannot_be_seen_or_stored_is_taken_away(aino):
    client = aino.client()
    client.post("/yhteys/asia/", {"own_words": "a\x00b\x07\tc\r\nd"})
    assert ContactDraft.objects.get().answers["own_words"] == "ab\tc\nd"
    assert client.post("/yhteys/asia/", {"own_words": "\x00 \x00"}).status_code == 422


@pytest.mark.parametrize("number", ["", "abc", "12", "0" * 16, "040 123 4567; drop", "٠٤٠١٢٣٤٥"])
def test_a_number_that_cannot_be_called_is_asked_again(aino, number):
    response = aino.client().post("/yhteys/vastaus/", {"reply_by": "phone", "reply_to": number})
    assert response.status_code == 422
    assert "id_reply_to-error" in text_of(response)


def test_a_number_is_kept_only_for_calling(aino):
    client = aino.client()
    client.post("/yhteys/vastaus/", {"reply_by": "my_matters", "reply_to": "040 123 4567"})
    assert ContactDraft.objects.get().answers["reply_to"] == ""


def test_a_service_chosen_on_its_page_needs_no_second_choice(aino):
    client = aino.client()
    service = Service.objects.get(source_id="health-centre-reception")
    assert service.name_fi in text_of(client.get("/yhteys/", {"service": service.pk}))
    client.post("/yhteys/", {"for_whom": "self"})
    assert client.post("/yhteys/asia/", {"own_words": "Kuume"}).headers["Location"] == "/yhteys/vastaus/"
    client.post("/yhteys/vastaus/", {"reply_by": "letter"})
    client.post("/yhteys/tarkistus/", hidden(text_of(client.get("/yhteys/tarkistus/"))))
    assert Contact.objects.get().service == service


@pytest.mark.parametrize("asked", ["0", "-1", "x", "9" * 30, "999999"])
def test_an_unknown_service_in_the_address_is_left_out(aino, asked):
    assert_sound(Client().get("/yhteys/", {"service": asked}), "fi")


def test_for_somebody_else_one_is_told_to_call(aino):
    client = aino.client()
    assert client.post("/yhteys/", {"for_whom": "other"}).headers["Location"] == "/yhteys/kuka/"
    away = client.get("/yhteys/kuka/")
    assert "03 000 0000" in assert_sound(client.get(away.headers["Location"]), "fi")


def test_steps_may_not_be_jumped_over(aino):
    client = aino.client()
    assert client.get("/yhteys/tarkistus/").headers["Location"] == "/yhteys/"
    assert client.post("/yhteys/tarkistus/", {"own_words": "x"}).headers["Location"] == "/yhteys/"
    assert not Contact.objects.exists()


def test_a_tampered_answer_on_the_check_page_is_asked_again(aino):
    client = aino.client()
    sending = walk(client)
    assert client.post("/yhteys/tarkistus/", {**sending, "service_line": "magic"}).headers["Location"] == (
        "/yhteys/palvelu/"
    )
    assert not Contact.objects.exists()


def test_giving_up_leaves_nothing(aino):
    client = aino.client()
    walk(client)
    assert client.post("/yhteys/poista/").headers["Location"] == "/"
    assert not ContactDraft.objects.exists()
    assert not Contact.objects.exists()


def test_a_professional_cannot_send_here(aino):
    client = Client()
    client.force_login(worker(Role.NURSE), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/yhteys/vastaus/").status_code == 403


def test_a_receipt_is_its_senders_only_and_its_view_is_logged(aino):
    client = aino.client()
    client.post("/yhteys/tarkistus/", walk(client))
    number = Contact.objects.get().number
    path = f"/yhteys/kiitos/{number}/"
    other = resident(first="Eino").client()
    theirs, missing = other.get(path), other.get("/yhteys/kiitos/OVI-2026-999999/")
    assert theirs.status_code == missing.status_code == 403
    assert main_of(theirs) == main_of(missing)
    assert Client().get(path).headers["Location"].startswith("/kirjaudu/")
    with at_most(6):
        client.get(path)
    assert Access.objects.get().page == "receipt"
    assert AccessSubject.objects.get().subject_key == aino.person.subject_key


@pytest.mark.parametrize(
    ("language", "path"), [("fi", "/apua-heti/"), ("sv", "/sv/hjalp-genast/"), ("en", "/en/help-now/")]
)
def test_help_now_asks_nothing_and_shows_the_numbers(db, language, path):
    html = assert_sound(Client().get(path), language)
    for number in ("tel:112", "tel:116117", "03 000 0112"):
        assert number in html
    assert "<input" not in html.split("<main")[1].split("</main")[0]
