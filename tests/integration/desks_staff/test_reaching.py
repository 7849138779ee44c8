"""Safe contact and notices in the work: what a worker writes and reads, letters, and what the walls keep apart."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from ovi.casework import actions as casework
from ovi.casework import jobs
from ovi.casework.actions import open_in_emergency, pick_service, revoke_pick
from ovi.casework.actions.telling import tell_client
from ovi.casework.models import Case, TrayPick
from ovi.casework.states import EmergencyPurpose
from ovi.contact.models import Contact
from ovi.contact.states import Ground
from ovi.directory.actions import load_own_catalogue
from ovi.directory.models import Service
from ovi.foundation.calendar import helsinki_date
from ovi.people import actions
from ovi.people.actions import About, notify
from ovi.people.models import ContactPoint, Notice, ReachRule, Representation
from ovi.people.states import (
    NoticeState,
    NotifyKind,
    PointKind,
    RepresentationKind,
    RepresentationScope,
    RepresentationSource,
    RuleKind,
    Way,
)
from ovi.plumbing.actor import system
from ovi.plumbing.models import Access, AuditEvent, SunkMessage
from tests.integration import people_for_tests as make
from tests.integration.desks_staff.test_pages import url

SYSTEM = system("test")
HOME = "Kotikatu 1\n33100 Tampere"


@pytest.fixture
def person(county):
    return make.person(county.tampere, last_name="Virtanen")


@pytest.fixture
def case(person, now):
    return make.opened(person, now - timedelta(hours=2))


def told(case, now, kind=NotifyKind.ANSWER_WAITING, **more):
    about = About("case", str(case.pk), number=case.contact.number, **more)
    notice = notify(person_id=case.person_id, address=None, kind=kind, about=about, by=SYSTEM, now=now)
    actions.send_notice(notice_id=notice.pk, by=SYSTEM, now=now)
    notice.refresh_from_db()
    return notice


def postal(person, now, value=HOME, **more):
    return ContactPoint.objects.create(
        person=person, kind=PointKind.POSTAL, value=value, matched=value.lower(), given_at=now, **more
    )


def test_a_worker_writes_down_what_the_client_said(case, person, nurse, now):
    address = url("case_reach", case.pk)
    page = nurse.get(address).content.decode()
    assert "Yhtään ei ole annettu." in page
    empty = nurse.post(address, {"do": "rule", "way": "email", "rule": "never"})
    assert empty.status_code == 422
    assert "Kirjoita asiakkaan omin sanoin" in empty.content.decode()
    wrong = nurse.post(address, {"do": "point", "kind": "phone", "value": "soita"})
    assert "Tarkista puhelinnumero" in wrong.content.decode()
    assert nurse.post(address, {"do": "point", "kind": "phone", "value": "040 123 4567"}).status_code == 302
    said = {"do": "rule", "way": "voice_mail", "rule": "also", "words": "Vastaajaan saa puhua <b>aina</b>"}
    assert nurse.post(f"{address}?this=1", said).status_code == 302
    rule = ReachRule.objects.get()
    assert (rule.matter, rule.register, rule.by_worker) == (case.contact.number, "patient", True)
    shown = nurse.get(url("case", case.pk)).content.decode()
    assert "Vastaajaan saa jättää viestin." in shown
    assert "Vastaajaan saa puhua &lt;b&gt;aina" in shown
    assert 'href="tel:0401234567"' in shown
    assert {"people.address_added", "people.reach_rule_set"} <= set(AuditEvent.objects.values_list("action", flat=True))
    assert Access.objects.filter(page="reach", subjects__subject_key=person.subject_key).exists()
    nurse.post(address, {"do": "end_rule", "rule": str(rule.pk)})
    assert "Älä jätä viestiä vastaajaan." in nurse.get(url("case", case.pk)).content.decode()


def test_words_stay_in_their_register_and_the_wish_holds_in_all(case, person, nurse, social_worker, county, now):
    other = make.opened(person, now - timedelta(hours=1), register="social_welfare", line="adult_social_work")
    for this in ("", "?this=1"):
        nurse.post(
            url("case_reach", case.pk) + this,
            {"do": "rule", "way": "sms", "rule": "never", "words": "Lääkitys ei saa näkyä"},
        )
    for name in ("case", "case_reach"):
        page = social_worker.get(url(name, other.pk)).content.decode()
        assert page.count("Ei koskaan näin") >= 1
        assert "Lääkitys" not in page
        assert case.contact.number not in page
        assert "Lääkitys" in nurse.get(url(name, case.pk)).content.decode()
    assert social_worker.get(url("case_reach", case.pk)).status_code == 403


def test_what_could_not_be_sent_is_told_by_the_worker(case, nurse, receiver, now):
    notice = told(case, now)
    assert notice.state == NoticeState.NOT_SENT
    page = nurse.get(url("case", case.pk)).content.decode()
    assert "Kerro asiakkaalle itse" in page
    assert receiver.post(url("notice_told", case.pk, notice.pk)).status_code in (403, 404)
    other = make.opened(make.person(None), now)
    nurse.post(url("notice_told", other.pk, notice.pk))
    notice.refresh_from_db()
    assert notice.state == NoticeState.NOT_SENT, "a notice is told on its own matter only"
    assert nurse.post(url("notice_told", case.pk, notice.pk)).status_code == 302
    page = nurse.get(url("case", case.pk)).content.decode()
    assert "Kerro asiakkaalle itse" not in page
    assert "Kerrottu muulla tavalla" in page
    assert "Noora Harjoitus" in page


def test_letters_are_printed_ticked_printed_again_and_come_back(case, person, nurse, operator, now):
    postal(person, now)
    notice = told(case, now, at=now)
    assert notice.state == NoticeState.TO_PRINT
    assert nurse.get(url("letters")).status_code == 403
    page = operator.get(url("letters")).content.decode()
    assert "Virtanen" in page
    assert Access.objects.filter(page="letters", subjects__subject_key=person.subject_key).exists()
    paper = operator.post(url("letters_paper"), {"letter": [notice.pk]})
    assert paper["Content-Type"] == "application/pdf"
    text = PdfReader(BytesIO(paper.content)).pages[0].extract_text()
    assert "Kotikatu 1" in text
    assert "Sinulle on vastaus" in text
    assert operator.post(url("letters"), {"letter": [notice.pk]}).url.endswith("printed=1")
    assert operator.post(url("letters"), {"letter": [notice.pk]}).url.endswith("printed=0")
    notice.refresh_from_db()
    assert notice.state == NoticeState.PRINTED
    assert operator.post(url("letters_paper"), {"letter": [notice.pk]}).status_code != 200
    operator.post(url("letter_change", notice.pk), {"do": "again"})
    notice.refresh_from_db()
    assert notice.state == NoticeState.TO_PRINT
    operator.post(url("letters"), {"letter": [notice.pk]})
    operator.post(url("letter_change", notice.pk), {"do": "came_back"})
    notice.refresh_from_db()
    assert notice.state == NoticeState.NOT_SENT
    assert ContactPoint.objects.get().bounced_at == now


def test_a_letter_that_safe_contact_no_longer_lets_out_is_not_printed(case, person, operator, now):
    postal(person, now)
    notice = told(case, now)
    person.non_disclosure = True
    person.save()
    assert operator.post(url("letters_paper"), {"letter": [notice.pk]}).status_code != 200
    notice.refresh_from_db()
    assert notice.state == NoticeState.NOT_SENT


def test_the_place_of_one_under_a_non_disclosure_order_is_not_shown_to_workers(case, person, nurse, now):
    person.non_disclosure = True
    person.save()
    postal(person, now, safe=True)
    page = nurse.get(url("case_reach", case.pk)).content.decode()
    assert "Kotikatu" not in page
    assert "osoitetta ei näytetä" in page


def test_a_hundred_letters_are_one_pdf_with_each_on_its_own_page(case, person, operator, now):
    postal(person, now)
    ids = [told(case, now, occasion=str(number)).pk for number in range(12)]
    paper = operator.post(url("letters_paper"), {"letter": ids})
    assert len(PdfReader(BytesIO(paper.content)).pages) == 12


def test_picks_are_told_once_by_a_notice(case, person, nurse, now):
    load_own_catalogue(by=SYSTEM, now=now)
    ContactPoint.objects.create(
        person=person,
        kind=PointKind.EMAIL,
        value="a@example.fi",
        matched="a@example.fi",
        given_at=now,
        confirmed_at=now,
    )
    nurse.post(url("tray_tell", case.pk))
    assert not Notice.objects.exists()
    services = list(Service.objects.order_by("pk")[:2])
    picks = [
        pick_service(case_id=case.pk, service_id=one.pk, reason="Sopii", by=nurse.actor, now=now) for one in services
    ]
    assert "Lähetä asiakkaalle ilmoitus" in nurse.get(url("case", case.pk)).content.decode()
    for _ in range(2):
        assert nurse.post(url("tray_tell", case.pk)).status_code == 302
    assert Notice.objects.get().kind == NotifyKind.SERVICES_PICKED
    revoke_pick(case_id=case.pk, pick_id=picks[0].pk, by=nurse.actor, now=now)
    nurse.post(url("tray_tell", case.pk))
    assert Notice.objects.count() == 2
    assert TrayPick.objects.count() == 2


def test_an_opening_in_need_is_told_to_those_who_watch(case, person, county, receiver, monkeypatch, now):
    ours = jobs.settings().model_copy(update={"security_emails": "a@example.fi, b@example.fi"})
    monkeypatch.setattr("ovi.casework.actions.exceptional.settings", lambda: ours)
    opening = open_in_emergency(
        person=person, purpose=next(iter(EmergencyPurpose)), reason="Tajuton ihminen, tiedot tarvitaan heti.",
        by=receiver.actor, now=now,
    )  # fmt: skip
    for _ in range(2):
        jobs.alert_of_opening(opening_id=opening.pk, ground=opening.ground)
    for notice in Notice.objects.filter(kind=NotifyKind.OPENING_ALERT):
        actions.send_notice(notice_id=notice.pk, by=SYSTEM, now=now)
    assert sorted(SunkMessage.objects.values_list("to", flat=True)) == ["a@example.fi", "b@example.fi"]
    assert not [one for one in SunkMessage.objects.all() if "Virtanen" in one.body]


def test_what_the_demo_keeps_is_for_operators(case, person, nurse, operator, now):
    ContactPoint.objects.create(
        person=person,
        kind=PointKind.PHONE,
        value="040 123 4567",
        matched="+358401234567",
        given_at=now,
        confirmed_at=now,
    )
    told(case, now)
    assert nurse.get(url("sunk_messages")).status_code == 403
    page = operator.get(url("sunk_messages")).content.decode()
    assert "+358401234567" in page
    assert "Sinulle on vastaus" in page


def test_a_rule_never_names_anothers_address(case, person, nurse, now):
    others = postal(make.person(None), now)
    sent = nurse.post(
        url("case_reach", case.pk),
        {"do": "rule", "way": "letter", "rule": "also", "point": str(others.pk), "words": "x"},
    )
    assert sent.status_code == 422
    assert not ReachRule.objects.filter(kind=RuleKind.ALSO, way=Way.LETTER).exists()


@pytest.fixture
def childs(county, now):
    """A child's matter that the mother has made by her right as a guardian."""
    child = make.person(county.tampere, born=date(2015, 5, 1))
    mother = make.person(county.tampere)
    right = Representation.objects.create(
        represented=child, representative=mother, kind=RepresentationKind.GUARDIAN, scope=RepresentationScope.BOTH,
        source=next(iter(RepresentationSource)), valid_from=date(2015, 5, 1), recorded_at=now,
    )  # fmt: skip
    case = make.opened(child, now - timedelta(hours=1))
    Contact.objects.filter(pk=case.contact_id).update(made_by=mother, ground=Ground.GUARDIAN, representation=right)
    return Case.objects.get(pk=case.pk), mother, right


def hears(case, now, occasion):
    told = tell_client(case, NotifyKind.ANSWER_WAITING, about=("case", case.pk), occasion=occasion, by=SYSTEM, now=now)
    return {one.person_id for one in told if one.state == NoticeState.WAITING}


def test_a_guardian_hears_while_the_right_lasts_and_no_other_does(childs, now):
    case, mother, right = childs
    assert hears(case, now, "1") == {case.person_id, mother.pk}
    Representation.objects.filter(pk=right.pk).update(valid_to=helsinki_date(now))
    assert hears(case, now, "2") == {case.person_id}
    Representation.objects.filter(pk=right.pk).update(valid_to=None)
    assert hears(case, now, "3") == {case.person_id, mother.pk}
    case.person.birth_date = date(2005, 1, 1)
    case.person.save()
    assert hears(Case.objects.get(pk=case.pk), now, "4") == {case.person_id}, "the child is of age"


def test_nobody_hears_of_a_matter_that_the_client_does_not_see(childs, now):
    case, _mother, _right = childs
    case.shown_to_client = False
    case.save()
    assert hears(case, now, "1") == set()


def test_a_hand_over_is_told_without_naming_the_unit(case, county, nurse, receiver, person, now):
    ContactPoint.objects.create(
        person=person,
        kind=PointKind.EMAIL,
        value="a@example.fi",
        matched="a@example.fi",
        given_at=now,
        confirmed_at=now,
    )
    casework.hand_over(
        case_id=case.pk, to_unit_id=county.other_station.pk, reason="Asuu siellä", by=nurse.actor, now=now
    )
    casework.accept_hand_over(case_id=case.pk, by=receiver.actor, now=now)
    notice = Notice.objects.get(kind=NotifyKind.HAND_OVER_RESIDENT)
    actions.send_notice(notice_id=notice.pk, by=SYSTEM, now=now)
    assert "Nokia" not in SunkMessage.objects.get().body
