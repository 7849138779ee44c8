"""Is nothing that somebody has typed ever lost, and is it shown to nobody but them?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from ovi.contact.actions import forget_drafts
from ovi.contact.drafts import COOKIE
from ovi.contact.forms.contacting import is_phone, without_unseen
from ovi.contact.models import Contact, ContactDraft
from ovi.contact.pages_resident.receipt import arrived_said
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.models import StoredFile
from ovi.plumbing.settings import settings
from ovi.site.sessions import SEEN
from tests.integration.contact.forms_for_tests import REPLY, picture, walk_for
from tests.integration.contact.test_pages import hidden
from tests.integration.residents_for_tests import (
    PASSWORD,
    assert_sound,
    main_of,
    make_county,
    own_catalogue,
    resident,
    text_of,
)

LONG = "Kirjoitan pitkää tekstiä. " * 40


@pytest.fixture
def aino(db, now):  # type: ignore[no-untyped-def]
    make_county()
    own_catalogue(now)
    return resident(password=PASSWORD)


def end_session_by_idling(client: Client) -> None:
    session = client.session
    session[SEEN] = int(clock.now().timestamp()) - settings().idle_minutes * 60 - 5
    session.save()


def sign_in(client: Client, who, then: str) -> None:  # type: ignore[no-untyped-def]
    client.post("/kirjaudu/salasana/", {"login": who.account.username, "password": PASSWORD, "next": then})


def test_a_sign_in_that_ends_in_the_middle_of_a_text_loses_not_a_letter(aino):
    client = aino.client()
    client.post("/yhteys/", {"for_whom": "self"})
    client.get("/yhteys/asia/")
    end_session_by_idling(client)
    away = client.post("/yhteys/asia/", {"own_words": LONG})
    assert away.status_code == 302
    assert not client.get("/omat/").wsgi_request.user.is_authenticated
    # Whoever sits there now reads nothing of it; after signing in the text is there.
    shown = client.get("/yhteys/asia/")
    assert shown.status_code == 302
    assert shown.headers["Location"].startswith("/kirjaudu/")
    sign_in(client, aino, "/yhteys/asia/")
    assert LONG.strip() in text_of(client.get("/yhteys/asia/"))


def test_another_who_signs_in_at_the_same_browser_sees_nothing_of_it(aino):
    client = aino.client()
    client.post("/yhteys/asia/", {"own_words": LONG})
    end_session_by_idling(client)
    client.get("/omat/")
    other = resident(first="Eino", password=PASSWORD)
    sign_in(client, other, "/yhteys/asia/")
    assert LONG.strip() not in text_of(client.get("/yhteys/asia/"))
    client.post("/yhteys/asia/", {"own_words": "Einon asia"})
    assert ContactDraft.objects.get(person=aino.person).answers["own_words"].strip() == LONG.strip()


def test_what_is_typed_is_kept_while_typing_without_a_complaint(aino):
    client = aino.client()
    kept = client.post("/yhteys/asia/", {"own_words": "Alku", "do": "keep"})
    assert (kept.status_code, kept.content) == (204, b"")
    assert client.post("/yhteys/vastaus/", {"reply_by": "phone", "reply_to": "04", "do": "keep"}).status_code == 204
    assert "Alku" in text_of(client.get("/yhteys/asia/"))
    assert 'value="04"' in text_of(client.get("/yhteys/vastaus/")), "half a number is kept too, and judged later"


def test_going_back_keeps_what_was_typed_though_it_is_not_good_yet(aino):
    client = aino.client()
    client.post("/yhteys/", {"for_whom": "self"})
    back = client.post("/yhteys/asia/", {"own_words": "x" * 10_500, "do": "back"})
    assert back.headers["Location"] == "/yhteys/"
    assert "x" * 10_500 in text_of(client.get("/yhteys/asia/"))


def test_the_draft_is_found_again_on_another_device_and_can_be_deleted(aino):
    aino.client().post("/yhteys/asia/", {"own_words": LONG})
    elsewhere = aino.client()
    page = assert_sound(elsewhere.get("/yhteys/"), "fi")
    assert "ei ole vielä lähetetty" in page
    assert LONG.strip() in text_of(elsewhere.get("/yhteys/asia/"))
    elsewhere.post("/yhteys/poista/")
    assert not ContactDraft.objects.exists()


def test_a_draft_is_kept_for_the_settings_days_and_no_longer(aino, now):
    client = aino.client()
    client.post("/yhteys/asia/", {"own_words": LONG})
    client.post("/yhteys/tiedostot/", {"file": picture(), "do": "add"})
    at = ContactDraft.objects.get().kept_at
    days = timedelta(days=settings().draft_days)
    assert forget_drafts(by=system("cleaning"), now=at + days) == 0
    assert forget_drafts(by=system("cleaning"), now=at + days + timedelta(seconds=1)) == 1
    assert not StoredFile.objects.exists()


def test_the_cookie_is_a_key_that_we_have_signed_and_nothing_else(aino):
    client = Client()
    client.post("/yhteys/asia/", {"own_words": LONG})
    cookie = client.cookies[COOKIE]
    assert cookie["httponly"]
    assert not cookie["max-age"], "ends with the browser"
    assert "Kirjoitan" not in cookie.value
    client.cookies[COOKIE] = str(ContactDraft.objects.get().key) + ":forged:mark"
    assert LONG.strip() not in text_of(client.get("/yhteys/asia/"))


def test_files_go_along_in_the_form_without_a_script(aino):
    client = aino.client()
    assert client.post("/yhteys/asia/", {"own_words": "Katso", "do": "files"}).headers["Location"] == (
        "/yhteys/tiedostot/"
    )
    assert_sound(client.get("/yhteys/tiedostot/"), "fi")
    client.post("/yhteys/tiedostot/", {"file": picture("yksi.jpg"), "do": "add"})
    client.post("/yhteys/tiedostot/", {"file": picture("kaksi.jpg"), "do": "add"})
    page = text_of(client.get("/yhteys/tiedostot/"))
    first = StoredFile.objects.order_by("pk")[0]
    assert "yksi.jpg" in page
    client.post("/yhteys/tiedostot/", {"remove": str(first.key)})
    client.post("/yhteys/tarkistus/", walk_for(client, None, whose="self"))
    contact = Contact.objects.get()
    (file,) = StoredFile.objects.filter(contact_file__contact=contact)
    assert file.name == "kaksi.jpg"
    got = client.get(f"/yhteys/tiedostot/{file.key}/")
    assert got.headers["Content-Disposition"] == 'attachment; filename="kaksi.jpg"'
    assert "sandbox" in got.headers["Content-Security-Policy"]
    other = resident(first="Eino").client()
    assert other.get(f"/yhteys/tiedostot/{file.key}/").status_code == 403


def test_a_bad_file_is_told_and_the_good_ones_stay(aino):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = aino.client()
    bad = SimpleUploadedFile("virus.jpg", b"MZ" + b"\0" * 100)
    answer = client.post("/yhteys/tiedostot/", {"file": [picture(), bad], "do": "add"})
    assert answer.status_code == 422
    page = assert_sound(answer, "fi")
    assert "virus.jpg" in page
    assert "Tällaista tiedostoa ei voi lähettää" in page
    assert StoredFile.objects.count() == 1
    for _ in range(4):
        client.post("/yhteys/tiedostot/", {"file": picture(), "do": "add"})
    assert "Enempää tiedostoja ei mahdu" in text_of(client.get("/yhteys/tiedostot/"))


def test_a_receipt_on_paper_tells_the_number_and_not_the_words(aino):
    import io

    import pypdf

    client = aino.client()
    client.post("/yhteys/tarkistus/", walk_for(client, None, whose="self", words="Salainen vaiva"))
    number = Contact.objects.get().number
    for large in ("", "?large=1"):
        answer = client.get(f"/yhteys/kiitos/{number}/kuittaus/{large}")
        assert answer.headers["Content-Type"] == "application/pdf"
        said = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(answer.content)).pages)
        assert number in said
        assert "Salainen" not in said


def test_a_receipt_goes_by_the_way_that_was_asked(aino):
    from ovi.people.models import Notice

    client = aino.client()
    sending = walk_for(client, None, whose="self", reply_by="email", reply_email="aino@example.fi")
    client.post("/yhteys/tarkistus/", sending)
    contact, notice = Contact.objects.get(), Notice.objects.get()
    assert (contact.reply_by, contact.reply_to) == ("email", "aino@example.fi")
    assert (notice.kind, notice.way, notice.to, notice.number) == (
        "receipt", "email", "aino@example.fi", contact.number,
    )  # fmt: skip
    client.post("/yhteys/tarkistus/", sending)
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["", "aino", "aino@", "a b@example.fi", "aino@example.fi\nBcc: x@example.fi", "@example.fi"]
)
def test_an_address_that_no_mail_reaches_is_asked_again(aino, address):
    answer = aino.client().post("/yhteys/vastaus/", {"reply_by": "email", "reply_email": address})
    assert answer.status_code == 422
    assert "id_reply_email-error" in main_of(answer)


@pytest.mark.parametrize(
    "number", ["040 123 4567", "+358 40 1234567", "+46 70 123 45 67", "03 5656 7000", "0401234567"]
)
def test_numbers_that_can_be_called(number):
    assert is_phone(number)


@pytest.mark.parametrize("number", ["112", "+358", "040 12", "+999 123 4567", "0401234567 ext 5", "puhelin"])
def test_numbers_that_cannot(number):
    assert not is_phone(number)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a\u202eb\u2066c", "abc"), ("\u200bnäkyy\ufeff", "näkyy"), ("👩\u200d🚒", "👩\u200d🚒"),
        ("می\u200cخواهم", "می\u200cخواهم"), ("\ue000x", "x"), ("rivi\r\ntoinen\tsarake", "rivi\ntoinen\tsarake"),
        ("\x1b[31mpuna", "[31mpuna"),
    ],
)  # fmt: skip
def test_what_hides_in_a_text_is_taken_away_and_what_writes_it_is_not(given, kept):
    assert without_unseen(given) == kept


@pytest.mark.parametrize("empty", ["", " ", "\u200b\u200d", "\u3164\u2800"[:0], "\x00\x01", "\ufe0f\u200d"])
def test_a_text_of_nothing_that_can_be_seen_is_empty(aino, empty):
    assert aino.client().post("/yhteys/asia/", {"own_words": empty}).status_code == 422


def test_a_press_that_failed_while_the_one_before_it_went_through_leaves_no_draft(aino):
    client = aino.client()
    sending = walk_for(client, None, whose="self")
    draft = ContactDraft.objects.get()
    assert client.post("/yhteys/tarkistus/", sending).status_code == 302
    # The second press had looked before the first was stored, failed, and kept what was typed.
    ContactDraft.objects.create(
        key=draft.key, person=aino.person, answers=draft.answers, begun_at=draft.begun_at, kept_at=draft.kept_at
    )
    assert client.post("/yhteys/tarkistus/", sending).status_code == 302
    assert Contact.objects.count() == 1
    assert not ContactDraft.objects.exists(), "what has been sent is offered again as unsent"


def test_what_stands_in_the_way_of_sending_keeps_every_answer(aino, monkeypatch):
    client = aino.client()
    sending = walk_for(client, None, whose="self")
    ContactDraft.objects.all().delete()

    def broken(**_given):  # type: ignore[no-untyped-def]
        raise RuntimeError("the database went away")

    monkeypatch.setattr("ovi.contact.pages_resident.sending.receive", broken)
    client.raise_request_exception = False
    assert client.post("/yhteys/tarkistus/", {**sending, "own_words": LONG}).status_code == 500
    assert ContactDraft.objects.get().answers["own_words"].strip() == LONG.strip()
    monkeypatch.undo()
    again = hidden(text_of(client.get("/yhteys/tarkistus/")))
    assert again["idempotency_key"] == sending["idempotency_key"]


def test_the_hour_that_comes_twice_says_which_it_was():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert str(arrived_said(first)).endswith("3.30 (kesäaikaa)")
    assert str(arrived_said(first + timedelta(hours=1))).endswith("3.30 (talviaikaa)")
    assert "aikaa" not in str(arrived_said(first + timedelta(hours=3)))


def test_a_contact_in_the_repeated_hour_arrives_on_its_own_day(aino, monkeypatch):
    from ovi.contact.actions import receive
    from ovi.contact.queries import promises_of

    for at in (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)):
        from uuid import uuid4

        contact = receive(
            idempotency_key=uuid4(), own_words="Yöllä", service_line="primary_care", language="fi",
            reply_by="my_matters", by=aino.actor, now=at,
        )  # fmt: skip
        assert contact.arrived_at == at
        assert promises_of(contact)[0].due_on is not None
    numbers = Contact.objects.order_by("arrived_at").values_list("number", flat=True)
    assert len(set(numbers)) == 2


def test_everything_is_kept_when_the_whole_form_is_walked_slowly(aino):
    """A sign-in that ends before each single page: the walk still ends in one contact with every answer."""
    client = aino.client()
    client.post("/yhteys/", {"for_whom": "self"})
    for path, given in (
        ("/yhteys/asia/", {"own_words": LONG}),
        ("/yhteys/palvelu/", {"service_line": "oral_health"}),
        ("/yhteys/vastaus/", REPLY),
    ):
        end_session_by_idling(client)
        client.post(path, given)
        sign_in(client, aino, path)
    client.post("/yhteys/tarkistus/", hidden(text_of(client.get("/yhteys/tarkistus/"))))
    contact = Contact.objects.get()
    assert (contact.own_words, contact.service_line, contact.reply_to) == (LONG.strip(), "oral_health", "040 123 4567")


def test_an_older_page_with_other_words_becomes_a_message_of_its_own_and_loses_nothing(aino):
    client = aino.client()
    sending = walk_for(client, None, whose="self", words="Ensimmäinen")
    client.post("/yhteys/tarkistus/", sending)
    later = client.post("/yhteys/tarkistus/", {**sending, "own_words": "Toinen, kirjoitettu toisella laitteella"})
    assert later.status_code == 409
    page = assert_sound(later, "fi")
    assert "Toinen, kirjoitettu toisella laitteella" in page
    client.post("/yhteys/tarkistus/", hidden(page))
    assert set(Contact.objects.values_list("own_words", flat=True)) == {
        "Ensimmäinen", "Toinen, kirjoitettu toisella laitteella",
    }  # fmt: skip
