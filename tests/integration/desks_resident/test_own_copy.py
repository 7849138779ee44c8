"""A copy of all one's own data: made by a job, kept some days, fetched once, never another's."""

from __future__ import annotations

import json
from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from ovi.desks import own_data
from ovi.desks.jobs import make_own_copy
from ovi.people.actions import drop_old_copies
from ovi.people.models import DataCopy, Notice
from ovi.plumbing import clock
from ovi.plumbing.models import AccessSubject, AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.residents_for_tests import assert_sound, resident, text_of

PAGE = "/omat/tiedot/"


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def aino(county):
    return resident(first="Aino", last="Kopioija")


def asked(who):
    client = who.client()
    assert client.post(PAGE).status_code == 302
    return client, DataCopy.objects.latest("pk")


def made(who):
    client, row = asked(who)
    make_own_copy(copy_id=row.pk)
    row.refresh_from_db()
    assert row.state == "ready"
    return client, row


def test_the_copy_holds_everything_of_the_person_in_both_forms(aino):
    case = make.opened(aino.person, clock.now() - timedelta(hours=2), words="Polvi on turvonnut")
    other = make.opened(resident(last="Toinen").person, clock.now(), words="Toisen vaiva")
    client, row = made(aino)
    answer = client.post(f"{PAGE}{row.key}/json/")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    whole = json.loads(answer.content)
    assert set(whole) >= {part.code for part in own_data.PARTS}
    assert [one["number"] for one in whole["matters"]] == [case.contact.number]
    assert whole["contacts"][0]["own_words"] == "Polvi on turvonnut"
    assert whole["person"][0]["name"] == "Aino Kopioija"
    assert other.contact.number not in answer.content.decode()
    paper = client.post(f"{PAGE}{row.key}/pdf/").content
    words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    for said in ("Omat tietosi", "Polvi on turvonnut", case.contact.number, "Aino Kopioija"):
        assert said in words
    assert AuditEvent.objects.filter(action="people.copy_fetched").count() == 2
    assert AccessSubject.objects.filter(subject_key=aino.person.subject_key, access__page="copy").exists()


def test_who_asked_hears_when_the_copy_is_ready_and_once(aino):
    _client, row = made(aino)
    make_own_copy(copy_id=row.pk)  # the job may run twice
    told = Notice.objects.get()
    assert (told.kind, told.person_id, told.object_id) == ("copy_ready", aino.person.pk, str(row.pk))


def test_each_file_is_fetched_once_and_then_holds_no_data(aino):
    client, row = made(aino)
    assert client.post(f"{PAGE}{row.key}/json/").status_code == 200
    again = client.post(f"{PAGE}{row.key}/json/")
    assert again.status_code == 409
    assert "uusi kopio" in assert_sound(again, "fi")
    assert "Hae tiedosto" not in text_of(client.get(PAGE))
    assert client.post(f"{PAGE}{row.key}/pdf/").status_code == 200
    assert drop_old_copies(now=clock.now()) == 1
    row.refresh_from_db()
    assert (row.state, row.json_file, row.pdf_file) == ("gone", None, None)


def test_nobody_else_fetches_it_and_a_get_fetches_nothing(aino):
    client, row = made(aino)
    assert resident().client().post(f"{PAGE}{row.key}/json/").status_code == 409
    assert client.get(f"{PAGE}{row.key}/json/").status_code == 405
    assert client.post(f"{PAGE}{row.key}/exe/").status_code == 409
    row.refresh_from_db()
    assert row.json_fetched_at is None


def test_it_is_kept_some_days(aino, monkeypatch):
    _client, row = made(aino)
    later = clock.now() + timedelta(days=7, minutes=1)
    assert drop_old_copies(now=later) == 1
    monkeypatch.setattr(clock, "now", lambda: later)
    client = aino.client()
    assert client.post(f"{PAGE}{row.key}/json/").status_code == 409
    assert "Pyydä kopio" in assert_sound(client.get(PAGE), "fi")


def test_asking_twice_makes_one_and_the_job_may_run_twice(aino):
    client, row = asked(aino)
    client.post(PAGE)
    assert DataCopy.objects.count() == 1
    assert "Kopiota tehdään" in assert_sound(client.get(PAGE), "fi")
    make_own_copy(copy_id=row.pk)
    first = DataCopy.objects.get().ready_at
    make_own_copy(copy_id=row.pk)
    assert DataCopy.objects.get().ready_at == first


def test_a_copy_that_cannot_be_made_is_said_so(aino, monkeypatch):
    client, row = asked(aino)
    monkeypatch.setattr(own_data, "as_pdf", lambda *args, **given: 1 / 0)
    make_own_copy(copy_id=row.pk)
    assert "ei voitu tehdä" in assert_sound(client.get(PAGE), "fi")
    client.post(PAGE)
    assert DataCopy.objects.filter(state="waiting").count() == 1


def test_a_professional_or_who_acts_for_another_asks_for_none(aino, county):
    client = aino.client()
    session = client.session
    session["ovi_level"] = "low"
    session.save()
    assert client.post(PAGE).status_code == 403
    assert not DataCopy.objects.exists()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_copy_speaks_the_language_it_was_asked_in(aino, language):
    make.opened(aino.person, clock.now() - timedelta(hours=2), words="Polvi")
    address = {"fi": PAGE, "sv": "/sv/mina/uppgifter/", "en": "/en/my-matters/own-data/"}[language]
    client = aino.client()
    client.post(address)
    make_own_copy(copy_id=DataCopy.objects.get().pk)
    state = json.loads(bytes(DataCopy.objects.get().json_file))["matters"][0]["state"]
    assert state == {"fi": "Odottaa arviointia", "sv": "Väntar på bedömning", "en": "Waits for assessment"}[language]
