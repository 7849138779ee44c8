"""Who has no e-identification gets a code from the worker: shown once, dead when a new one is given, never a leak."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from ovi.casework.models import Case
from ovi.contact.models import ContactCode
from ovi.people.actions import send_notice, take_letters
from ovi.people.models import Notice
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.models import AccessSubject, AuditEvent
from tests.integration import people_for_tests as make
from tests.integration.desks_staff.test_log_contact import log
from tests.integration.residents_for_tests import assert_sound

ENTER = "/yhteys/koodi/"


@pytest.fixture
def case(nurse):
    log(nurse, last_name="Tunnukseton", birth_date="1.2.1950", reply_to="050 1", identity_check="document")
    return Case.objects.get()


def ask(who, case, **more):
    page = reverse("case_code", args=[case.pk])
    form = who.get(page).context["form"]
    given = {"key": str(uuid4()), "after": form["after"].initial or "", "checked": "document", "way": "told", **more}
    return who.post(page, given)


def opens(code):
    return Client().post(ENTER, {"code": code}).status_code == 302


def test_the_code_is_shown_once_opens_the_matter_and_a_new_one_ends_it(nurse, case):
    answer = ask(nurse, case)
    code = answer.context["code"]
    assert answer.status_code == 200
    assert code in assert_sound(answer, "fi")
    assert answer.headers["Cache-Control"] == "no-store"
    assert opens(code.lower().replace("-", " "))
    page = nurse.get(reverse("case_code", args=[case.pk])).content.decode()
    assert code not in page
    assert code not in nurse.get(reverse("case", args=[case.pk])).content.decode()
    newer = ask(nurse, case).context["code"]
    assert opens(newer)
    assert not opens(code)
    told = AuditEvent.objects.filter(action="contact.give_code")
    assert [(one.details["way"], one.details["checked"]) for one in told] == [("told", "document")] * 2
    assert code not in str(list(told.values()))
    assert AccessSubject.objects.filter(subject_key=case.person.subject_key, access__page="code").exists()


def test_the_person_reads_the_answer_and_writes_more_by_the_code(nurse, case):
    from ovi.casework.actions import write_to_client
    from ovi.contact.actions import Words

    code = ask(nurse, case).context["code"]
    words = Words(key=uuid4(), text="Tulisitko perjantaina?")
    write_to_client(case_id=case.pk, thread_id=None, subject="Aika", words=words, by=nurse.actor, now=clock.now())
    client = Client()
    client.post(ENTER, {"code": code})
    page = client.get("/yhteys/koodi/viesti/")
    assert "Tulisitko perjantaina?" in page.content.decode()
    key = page.context["form"]["key"].value()
    client.post("/yhteys/koodi/viesti/", {"key": str(key), "text": "Tulen"})
    assert "Tulen" in nurse.get(reverse("case_messages", args=[case.pk])).content.decode()


@pytest.mark.parametrize("large", ["", "on"])
def test_the_paper_has_the_code_and_nothing_of_the_matter(nurse, case, large):
    answer = ask(nurse, case, way="paper", large=large)
    assert answer.headers["Content-Type"] == "application/pdf"
    said = " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())
    code = next(word for word in said.split() if word.count("-") == 2 and word.isupper() and len(word) == 14)
    assert opens(code)
    assert case.contact.number in said
    for hidden in ("Polvi", "Tunnukseton", "terveysasema"):
        assert hidden not in said


def test_by_post_it_goes_to_the_list_of_letters_and_is_forgotten_when_posted(nurse, case, operator):
    faulty = ask(nurse, case, way="post")
    assert faulty.status_code == 422
    assert not ContactCode.objects.exists()
    answer = ask(nurse, case, way="post", address="Matti Tunnukseton\nKatu 1\n33100 Tampere")
    assert answer.context["code"] == ""
    notice = Notice.objects.get()
    assert (notice.kind, notice.number) == ("code_letter", case.contact.number)
    send_notice(notice_id=notice.pk, by=system("notices"), now=clock.now())
    (letter,) = take_letters(notice_ids=[notice.pk], by=operator.actor, now=clock.now())
    code = letter.body.split("Koodisi on ")[1][:14]
    assert opens(code)
    assert "Katu 1" in letter.lines


@pytest.mark.parametrize(("fields", "said"), [
    ({"non_disclosure": True}, "Asiakkaan kotiin ei saa lähettää kirjettä"),
    ({"birth_date": date(2012, 5, 1)}, "Alaikäiselle tulleen kirjeen"),
])  # fmt: skip
def test_no_code_goes_by_post_where_somebody_else_may_open_it(nurse, case, fields, said):
    for name, value in fields.items():
        setattr(case.person, name, value)
    case.person.save()
    answer = ask(nurse, case, way="post", address="Koti")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Notice.objects.exists()
    assert not ContactCode.objects.exists()


def test_a_lost_code_is_replaced_only_for_whom_one_has_made_sure_of(nurse, case):
    assert ask(nurse, case, checked="not_checked").status_code == 200, "as the contact was written down"
    assert ask(nurse, case, checked="not_checked").status_code == 422
    assert AuditEvent.objects.filter(action="contact.give_code").count() == 1


def test_a_colleague_of_the_unit_gives_a_new_one_and_another_unit_none(colleague, receiver, case):
    assert ask(colleague, case).status_code == 200
    assert receiver.get(reverse("case_code", args=[case.pk])).status_code in (403, 404)
    assert receiver.post(reverse("case_code", args=[case.pk]), {"way": "told"}).status_code in (403, 404)


def test_who_wrote_on_the_web_is_given_no_code(nurse, county):
    own = make.opened(make.person(county.tampere), clock.now())
    assert nurse.get(reverse("case_code", args=[own.pk])).status_code == 404
