"""The pages of messages: written by forms, drafts and ready texts, what each side is shown."""

from __future__ import annotations

from uuid import uuid4

import pytest

from ovi.casework.models import Case
from ovi.contact.models import Message, MessageDraft, MessageThread
from ovi.people.models import Account, Person
from ovi.plumbing.models import AccessSubject
from tests.integration import people_for_tests as make
from tests.integration.contact.chats_for_tests import account_of
from tests.integration.desks_staff.conftest import signed_in
from tests.integration.residents_for_tests import assert_sound, main_of, text_of


@pytest.fixture
def case(county, now) -> Case:
    return make.opened(make.person(county.tampere), now)


@pytest.fixture
def client_of(case):
    return signed_in(account_of(Person.objects.get(pk=case.person_id)))


def send(client, address: str, text: str, **more: str):  # type: ignore[no-untyped-def]
    given = {"do": "send", "key": str(uuid4()), "subject": "Lääkkeestä", "text": text, "wants_answer": "on", **more}
    return client.post(address, given)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pages_in_three_languages(case, client_of, nurse, language):
    own = {"fi": f"/omat/{case.pk}/viestit/", "sv": f"/sv/mina/{case.pk}/meddelanden/",
           "en": f"/en/my-matters/{case.pk}/messages/"}[language]  # fmt: skip
    send(client_of, f"/omat/{case.pk}/viestit/?t=new", "Hei")
    assert_sound(client_of.get(own), language)
    unit = {"fi": "/tyo/viestit/", "sv": "/sv/arbete/meddelanden/", "en": "/en/work/messages/"}[language]
    assert_sound(nurse.get(unit), language)
    staff = {"fi": f"/tyo/{case.pk}/viestit/", "sv": f"/sv/arbete/{case.pk}/meddelanden/",
             "en": f"/en/work/{case.pk}/messages/"}[language]  # fmt: skip
    assert_sound(nurse.get(staff), language)


def test_a_question_and_its_answer_with_whose_turn_on_every_page(case, client_of, nurse):
    assert send(client_of, f"/omat/{case.pk}/viestit/?t=new", "Voinko <b>lopettaa</b>?").status_code == 302
    assert "Asiakas odottaa vastausta" in main_of(nurse.get("/tyo/"))
    assert "Asiakas odottaa vastausta" in main_of(nurse.get(f"/tyo/{case.pk}/"))
    thread = MessageThread.objects.get()
    address = f"/tyo/{case.pk}/viestit/?t={thread.pk}"
    assert "Voinko &lt;b&gt;lopettaa" in main_of(nurse.get(address))
    assert send(nurse, address, "Jatka vielä viikko").status_code == 302
    assert "Odottaa sinua" in main_of(client_of.get("/omat/")) or "Sinulle on uusi viesti" in main_of(
        client_of.get("/omat/")
    )
    html = main_of(client_of.get(f"/omat/{case.pk}/viestit/?t={thread.pk}"))
    assert "Jatka vielä viikko" in html
    assert "Noora Harjoitus" in html
    assert "Odottaa sinua" in main_of(client_of.get("/omat/"))
    assert "Luettu" in main_of(nurse.get(address))
    subject = Person.objects.get(pk=case.person_id).subject_key
    assert AccessSubject.objects.filter(access__page="case_messages", subject_key=subject).exists()


def test_a_draft_a_ready_text_and_a_gap(case, nurse):
    address = f"/tyo/{case.pk}/viestit/?t=new"
    given = {"key": str(uuid4()), "subject": "", "text": "Aloitin näin"}
    assert nurse.post(address, {**given, "do": "draft"}).status_code == 302
    assert "Aloitin näin</textarea>" in text_of(nurse.get(address))
    by_script = nurse.post(address, {**given, "text": "Jatkoin", "do": "draft"}, headers={"X-Requested-With": "fetch"})
    assert by_script.status_code == 204
    assert MessageDraft.objects.get().text == "Jatkoin"
    answer = nurse.post(address, {**given, "do": "template", "template": "ask_more"})
    html = text_of(answer)
    assert answer.status_code == 200
    assert "Aloitin näin" in html
    assert "Noora Harjoitus" in html
    assert case.unit.name_fi in html
    refused = send(nurse, address, "Palaamme [päivä…]")
    assert refused.status_code == 422
    assert "Palaamme [päivä…]</textarea>" in text_of(refused)
    assert not Message.objects.exists()


def test_a_ready_text_names_no_place_under_a_non_disclosure_order(case, nurse):
    Person.objects.filter(pk=case.person_id).update(non_disclosure=True)
    html = main_of(nurse.post(f"/tyo/{case.pk}/viestit/?t=new", {"do": "template", "template": "ask_more"}))
    area = html.split("<textarea")[1].split("</textarea>")[0]
    assert case.unit.name_fi not in area
    assert "[…]" in area


def test_not_solved_of_a_closed_matter_gives_a_receipt_and_of_an_open_one_a_message(case, client_of, now):
    address = f"/omat/{case.pk}/ei-ratkennut/"
    assert_sound(client_of.get(address), "fi")
    answer = client_of.post(address, {"key": str(uuid4()), "text": "Ei auttanut"})
    assert f"/omat/{case.pk}/viestit/" in answer.headers["Location"]
    Case.objects.filter(pk=case.pk).update(state="closed", assessed_at=now, closed_at=now, close_reason="not_reached")
    key = str(uuid4())
    answers = [client_of.post(address, {"key": key, "text": "Vieläkin"}) for _ in range(2)]
    assert len({one.headers["Location"] for one in answers}) == 1
    assert "/yhteys/kiitos/OVI-" in answers[0].headers["Location"]
    assert "Olet jo kertonut tästä" in main_of(client_of.get(address))


def test_others_and_missing_matters_are_one_answer(case, county, nurse, receiver):
    stranger = signed_in(account_of(make.person(county.tampere)))
    pages = [stranger.get(f"/omat/{pk}/viestit/") for pk in (case.pk, 10**9)]
    assert {one.status_code for one in pages} == {403}
    assert receiver.get(f"/tyo/{case.pk}/viestit/").status_code == 403
    assert Account.objects.count() >= 3
