"""The call-back list on pages: call, say what came of it, and print what the person gets."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from ovi.casework import actions
from ovi.casework.models import CallAttempt, Case
from ovi.casework.states import CallOutcome
from ovi.contact.models import Contact
from ovi.people.models import Account, Notice, ReachRule
from ovi.people.states import RuleKind, Way
from ovi.plumbing import clock
from ovi.plumbing.actor import Role
from ovi.plumbing.models import AccessSubject
from tests.integration import people_for_tests as make
from tests.integration.desks_staff.conftest import signed_in
from tests.integration.desks_staff.test_log_contact import given


@pytest.fixture
def waiting(county, now):
    return make.opened(make.person(county.tampere, last_name="Odottaja"), now, words="Selkä jumissa")


def text(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def paper(answer):
    assert answer["Content-Type"] == "application/pdf"
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


def test_the_list_shows_who_waits_and_logs_whose_data_was_shown(nurse, waiting):
    page = text(nurse.get(reverse("calls")))
    assert "Odottaja" in page
    assert "040 000 0000" in page
    assert AccessSubject.objects.filter(subject_key=waiting.person.subject_key).exists()


def test_a_call_is_taken_answered_and_leads_to_the_assessment(nurse, waiting):
    taken = nurse.post(reverse("call_take", args=[waiting.pk]))
    assert taken.url == reverse("call", args=[waiting.pk])
    assert 'value="answered"' in text(nurse.get(taken.url))
    done = nurse.post(taken.url, {"do": "answered"})
    assert done.url == reverse("case_assess", args=[waiting.pk])
    assert CallAttempt.objects.get().outcome == CallOutcome.ANSWERED


def test_who_comes_second_is_told_and_shown_the_list(nurse, colleague, waiting):
    nurse.post(reverse("call_take", args=[waiting.pk]))
    second = colleague.post(reverse("call_take", args=[waiting.pk]))
    assert second.url == reverse("calls") + "?left=1"
    page = text(colleague.get(second.url))
    assert "Noora Harjoitus" in page
    assert reverse("call_take", args=[waiting.pk]) not in page


def test_a_button_pressed_after_the_call_was_given_back_changes_nothing_and_says_so(nurse, waiting):
    answer = nurse.post(reverse("call", args=[waiting.pk]), {"do": "no_answer"})
    assert answer.status_code == 422
    assert not CallAttempt.objects.exists()
    assert nurse.post(reverse("call", args=[waiting.pk]), {"do": "?"}).status_code == 422


def test_after_enough_calls_the_letter_tells_nothing_of_the_matter(nurse, waiting, now, monkeypatch):
    for at in (now, now + timedelta(hours=2), now + timedelta(days=1)):
        actions.take_call(case_id=waiting.pk, by=nurse.actor, now=at)
        actions.note_call(case_id=waiting.pk, outcome=CallOutcome.NO_ANSWER, by=nurse.actor, now=at)
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=1))
    nurse = signed_in(Account.objects.get(pk=nurse.actor.account_id))  # the night has ended the session
    page = reverse("call", args=[waiting.pk])
    assert 'value="stop"' in text(nurse.get(page))
    nurse.post(page, {"do": "stop"})
    letter = paper(nurse.get(reverse("call_letter", args=[waiting.pk])))
    assert waiting.contact.number in letter
    assert "Selkä" not in letter
    assert "Odottaja" not in letter
    assert "terveysasema" not in letter


def test_the_receipt_prints_in_one_press_and_hides_the_place_of_who_has_a_non_disclosure_order(nurse, county):
    code_free = make.person(county.tampere, last_name="Salattu", non_disclosure=True)
    nurse.post(reverse("contact_log"), given(first_name="Matti", last_name="Paperi", do="save", by_letter="on"))
    case = Case.objects.get()
    said = paper(nurse.get(reverse("log_receipt", args=[case.pk])))
    assert case.contact.number in said
    assert "Hatanpään" in said
    assert "Polvi" not in said
    assert "Paperi" not in said
    type(case).objects.filter(pk=case.pk).update(person=code_free)
    large = paper(nurse.get(reverse("log_receipt", args=[case.pk]), {"large": "1"}))
    assert "Hatanpään" not in large


def test_a_receipt_opens_only_to_whom_wrote_the_contact_down(nurse, colleague):
    nurse.post(reverse("contact_log"), given(do="save", by_letter="on"))
    case = Case.objects.get()
    assert colleague.get(reverse("log_receipt", args=[case.pk])).status_code == 404


def test_the_manager_sees_shares_and_no_person(county, nurse, waiting):
    manager = signed_in(make.worker(county.station, Role.MANAGER))
    actions.take_call(case_id=waiting.pk, by=nurse.actor, now=clock.now())
    actions.note_call(case_id=waiting.pk, outcome=CallOutcome.ANSWERED, by=nurse.actor, now=clock.now())
    page = text(manager.get(reverse("call_figures"), {"weeks": "1"}))
    assert "100" in page
    assert "Odottaja" not in page
    rows = text(manager.get(reverse("call_figures"), {"format": "csv"}))
    assert "Hatanpään terveysasema" in rows
    assert nurse.get(reverse("call_figures")).status_code == 403


def wish(person, kind, way, now):
    ReachRule.objects.create(person=person, kind=kind, way=way, set_at=now, by_worker=False)


def test_safe_contact_is_told_before_the_call_and_stops_the_letter(nurse, waiting, now):
    page = reverse("call", args=[waiting.pk])
    assert "Älä jätä viestiä" in text(nurse.get(page))
    assert "ettei hänelle soiteta" not in text(nurse.get(page))
    wish(waiting.person, RuleKind.NEVER, Way.PHONE, now)
    wish(waiting.person, RuleKind.NEVER, Way.HOME, now)
    assert "ettei hänelle soiteta" in text(nurse.get(page))
    assert nurse.get(reverse("call_letter", args=[waiting.pk])).status_code >= 400


def test_when_it_suits_stands_on_the_list_and_beside_the_number(nurse, waiting):
    Contact.objects.filter(pk=waiting.contact_id).update(reply_when="Iltapäivisin klo 14 jälkeen")
    for page in (reverse("calls"), reverse("call", args=[waiting.pk])):
        assert "Iltapäivisin klo 14 jälkeen" in text(nurse.get(page))


def test_who_did_not_answer_is_told_once_a_day_that_we_called(nurse, waiting, now):
    for minutes in (0, 90):
        at = now + timedelta(minutes=minutes)
        actions.take_call(case_id=waiting.pk, by=nurse.actor, now=at)
        actions.note_call(case_id=waiting.pk, outcome=CallOutcome.NO_ANSWER, by=nurse.actor, now=at)
    (notice,) = Notice.objects.filter(person=waiting.person)
    assert (notice.kind, notice.number) == ("call_attempted", waiting.contact.number)
