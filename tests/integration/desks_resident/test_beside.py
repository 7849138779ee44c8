"""Written with a worker beside the client: the client's own, with who helped and who typed, and by no other door."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from ovi.casework.actions import open_case
from ovi.casework.models import Case
from ovi.contact.models import Contact, Message
from ovi.people.policies import helping as helping_now
from ovi.plumbing import clock
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AccessSubject, AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.desks_resident.test_on_behalf import PAGE, case_of, helping
from tests.integration.residents_for_tests import assert_sound, own_catalogue, resident, text_of


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def helper(county):
    return make.worker(county.station, Role.NURSE, name="Noora Hoitaja")


def sent_beside(client, *, line="primary_care", **more):
    """Walk the form as the two do at one screen, and send."""
    for page, given in (("", {"for_whom": "self"}), ("asia/", {"own_words": "En saa unta"}),
                        ("palvelu/", {"service_line": line}), ("vastaus/", {"reply_by": "my_matters"})):  # fmt: skip
        client.post(f"/yhteys/{page}", given)
    page = client.get("/yhteys/tarkistus/")
    if page.status_code != 200:
        return page
    sent = dict(page.context["hidden"])
    return client.post("/yhteys/tarkistus/", {**sent, "typed_by": "helper", **more})


@pytest.fixture
def eino(county):
    own_catalogue(clock.now())
    return resident(first="Eino", last="Apuatarvitseva", born=date(1950, 1, 1))


def test_the_form_sent_beside_is_the_clients_own_and_says_who_helped_and_typed(helper, eino, county):
    client, _answer = helping(helper, eino.person)
    assert sent_beside(client, typed_by="").status_code == 422
    assert not Contact.objects.exists()
    answer = sent_beside(client)
    contact = Contact.objects.get()
    assert answer.headers["Location"] == f"/yhteys/kiitos/{contact.number}/"
    assert (contact.person, contact.made_by, contact.channel) == (eino.person, None, "web")
    assert (contact.assisted.typed_by, contact.assisted.help.helper) == ("helper", helper)
    assert contact.number in assert_sound(client.get(answer.headers["Location"]), "fi")
    received = AuditEvent.objects.get(action="contact.receive")
    assert (received.account_id, received.subject_key) == (helper.pk, eino.person.subject_key)
    assert received.details["on_behalf"] == f"help:{contact.assisted.help_id}"
    seen = AccessSubject.objects.filter(subject_key=eino.person.subject_key, access__page="receipt")
    assert {one.relation for one in seen} == {"help"}
    client.post(f"{PAGE}lopeta/")
    case = open_case(contact_id=contact.pk, by=system("reception"), now=clock.now())
    Case.objects.filter(pk=case.pk).update(unit=county.station)
    assert "Noora Hoitaja oli mukana auttamassa ja kirjoitti" in text_of(client.get(f"/tyo/{case.pk}/"))
    assert f"/omat/{case.pk}/" in text_of(eino.client().get("/omat/")), "the client sees it at home as their own"


def test_a_message_sent_beside_is_the_clients_with_the_helper_named(helper, eino, county):
    case = case_of(eino.person)
    Case.objects.filter(pk=case.pk).update(unit=county.station)
    client, _answer = helping(helper, eino.person)
    given = {"key": str(uuid4()), "subject": "Ajasta", "text": "Perjantai käy", "do": "send"}
    assert client.post(f"/omat/{case.pk}/viestit/", given).status_code == 422, "who typed is asked"
    assert client.post(f"/omat/{case.pk}/viestit/", {**given, "typed_by": "client"}).status_code == 302
    message = Message.objects.get()
    assert (message.author, message.on_behalf, message.account_id) == (eino.person.full_name, False, helper.pk)
    said = "Noora Hoitaja oli mukana auttamassa; asiakas kirjoitti"
    assert said in text_of(eino.client().get(f"/omat/{case.pk}/viestit/"))
    client.post(f"{PAGE}lopeta/")
    assert said in text_of(client.get(f"/tyo/{case.pk}/viestit/"))


def test_nothing_is_sent_over_the_wall_or_after_the_help_has_ended(helper, eino, monkeypatch):
    social = make.opened(
        eino.person, clock.now() - timedelta(hours=1), line="adult_social_work", register="social_welfare"
    )
    case = case_of(eino.person)
    client, _answer = helping(helper, eino.person)
    assert sent_beside(client, line="adult_social_work").status_code != 200
    given = {"key": str(uuid4()), "subject": "Ajasta", "text": "Perjantai käy", "typed_by": "client"}
    assert client.post(f"/omat/{social.pk}/viestit/", given).status_code == 403
    later = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    ended = client.post(f"/omat/{case.pk}/viestit/", given)
    assert ended.status_code == 403
    assert "Perjantai käy" in ended.content.decode(), "what was written is shown back"
    assert Contact.objects.count() == 2
    assert not Message.objects.exists()


def test_a_draft_written_beside_one_never_comes_up_beside_the_next(helper, eino, county):
    other = resident(first="Toini", last="Toinen", born=date(1944, 1, 1))
    client, _answer = helping(helper, eino.person)
    client.post("/yhteys/", {"for_whom": "self"})
    client.post("/yhteys/asia/", {"own_words": "Einon asia", "do": "keep"})
    given = {"last_name": "Toinen", "birth_date": "1944-01-01", "check_made": "document"}
    client.post("/tyo/auta/", given)
    assert "Einon asia" not in text_of(client.get("/yhteys/asia/"))
    assert "Einon asia" not in text_of(other.client().get("/yhteys/asia/"))
    client.post(f"{PAGE}lopeta/")
    assert "Einon asia" not in text_of(client.get("/yhteys/asia/"))


def test_who_helps_does_not_write_by_any_other_door(helper, eino):
    from ovi.casework.actions import tell_not_solved
    from ovi.contact.actions import Words
    from ovi.foundation.refusals import Refused

    nurse = make.acting(helper)
    case = case_of(eino.person)
    for by in (nurse, eino.actor):
        assert helping_now(by) is None
    with pytest.raises(Refused):
        tell_not_solved(case_id=case.pk, words=Words(key=uuid4(), text="Ei"), by=nurse, now=clock.now())
    client = eino.client()
    client.post(f"/omat/{case.pk}/viestit/", {"key": str(uuid4()), "subject": "A", "text": "B", "typed_by": "helper"})
    assert not hasattr(Message.objects.get(), "assisted"), "nobody claims a helper who was not there"
