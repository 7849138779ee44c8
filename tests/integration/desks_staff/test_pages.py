"""The professional's pages: what they show, in three languages, to whom, and what they write."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ovi.casework import actions
from ovi.casework.models import Case
from ovi.casework.queries import AssessedNeed
from ovi.desks.forms_staff import RecordForm
from ovi.encounters.models import Encounter
from ovi.foundation.calendar import HELSINKI
from ovi.plumbing.models import Access, AccessSubject, AuditEvent
from tests.integration import people_for_tests as make

CARE = AssessedNeed("new_symptoms", "non_urgent", "primary_care", general_medicine=True)
JUDGED = {
    "service_line": "primary_care",
    "urgency": "non_urgent",
    "care_reason": "new_symptoms",
    "general_medicine": "on",
    "note": "Polvi turvoksissa.",
}


def url(name, *args, language="fi"):
    with translation.override(language):
        return reverse(name, args=args)


@pytest.fixture
def case(county, now):
    who = make.person(county.tampere, first_name="Aino", last_name="Virtanen")
    return make.opened(who, now - timedelta(hours=2), words="Polvi on kipeä <b>portaissa</b>")


@pytest.fixture
def assessed(case, nurse, now):
    actions.assess(case_id=case.pk, assessed=CARE, note="Todettu.", by=nurse.actor, now=now - timedelta(hours=1))
    return case


PAGES = ["worklist", "case", "case_assess", "encounter_record", "hand_over", "case_close"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_in_every_language_has_one_h1_and_no_inline_style_or_script(
    request, nurse, county, now, page, language
):
    case = request.getfixturevalue("assessed" if page in ("encounter_record", "case_close") else "case")
    response = nurse.get(url(page, *([] if page == "worklist" else [case.pk]), language=language))
    html = response.content.decode()
    assert response.status_code == 200
    assert html.count("<h1") == 1
    assert re.search(rf'<html lang="{language}"', html)
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|<style|\son[a-z]+=", html)
    assert "<b>portaissa</b>" not in html
    heading = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)[1].strip()
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)[1].strip()
    assert page == "case" or title.startswith(heading)
    headings = {"fi": "Työlista", "sv": "Arbetslista", "en": "Worklist"}
    assert page != "worklist" or heading == headings[language]


def test_paths_are_of_their_language():
    assert [url("case", 7, language=one) for one in ("fi", "sv", "en")] == ["/tyo/7/", "/sv/arbete/7/", "/en/work/7/"]


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(county):
    response = Client().get(url("worklist"))
    assert response.status_code == 302
    assert "next=%2Ftyo%2F" in response.headers["Location"]


def test_the_worklist_is_few_statements_and_one_access_row_for_all_it_shows(
    nurse, county, now, django_assert_max_num_queries
):
    for _ in range(30):
        make.opened(make.person(county.tampere), now)
    # Session, account, actor, units, counts, rows, the access log; and the savepoint of the test's transaction.
    with django_assert_max_num_queries(7 + 2):
        response = nurse.get(url("worklist"))
    assert response.content.decode().count("<tr") == 26
    assert Access.objects.get().page == "worklist"
    assert AccessSubject.objects.count() == 25


def test_the_case_page_is_few_statements_and_one_access_row(nurse, assessed, django_assert_max_num_queries):
    # Session, account, actor, two of the case, encounters, the access log: seven. The panels: what surrounds the
    # work, links, own people, whom the client has met, two for goals and paths, the tray. None grows with the case.
    with django_assert_max_num_queries(7 + 13):
        nurse.get(url("case", assessed.pk))
    row = AccessSubject.objects.select_related("access").get()
    assert (row.subject_key, row.object_id) == (assessed.person.subject_key, str(assessed.pk))
    assert (row.access.page, row.access.viewer_unit) == ("case", "Hatanpään terveysasema")


def test_the_wall_shows_nothing_logs_the_attempt_and_tells_not_whether_there_is_more(nurse, county, now, case):
    social = make.opened(case.person, now, line="adult_social_work", register="social_welfare", words="Velkaa")
    for name in ("case", "case_assess", "encounter_record", "hand_over", "case_close"):
        response = nurse.get(url(name, social.pk))
        assert response.status_code == 403
        assert "Velkaa" not in response.content.decode()
    assert not Access.objects.exists()
    assert AuditEvent.objects.filter(action="desks.denied", object_id=str(social.pk)).count() == 5
    with_other = nurse.get(url("case", case.pk)).content.decode()
    Case.objects.filter(pk=social.pk).update(person=None)
    without = nurse.get(url("case", case.pk)).content.decode()
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.sub("", with_other) == token.sub("", without)


def test_another_units_case_is_not_shown_until_it_is_offered(nurse, receiver, county, case, now):
    assert receiver.get(url("case", case.pk)).status_code == 403
    nurse.post(url("hand_over", case.pk), {"to_unit": county.other_station.pk, "reason": "Muutti Nokialle"})
    page = receiver.get(url("case", case.pk)).content.decode()
    assert "Ota asia vastaan" in page
    assert "Muutti Nokialle" in page
    assert receiver.get(url("worklist") + "?shown=offered").content.decode().count("<tr") == 2
    receiver.post(url("hand_over_accept", case.pk))
    case.refresh_from_db()
    assert case.unit == county.other_station
    assert nurse.get(url("case", case.pk)).status_code == 403


def test_limits_are_shown_before_anything_is_saved_and_are_those_that_are_saved(nurse, case):
    page = nurse.post(url("case_assess", case.pk), {**JUDGED, "do": "preview"}).content.decode()
    limits = re.search(r'<section id="limits".*?</section>', page, re.DOTALL)[0]
    assert "51 a §" in limits
    assert 'datetime="2026-06-03"' in limits
    assert "Polvi turvoksissa." in page
    case.refresh_from_db()
    assert (case.state, case.clocks.count()) == ("open", 1)
    assert nurse.post(url("case_assess", case.pk), {**JUDGED, "do": "save"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, str(case.next_due_on)) == ("assessed", "2026-06-03")
    again = nurse.post(url("case_assess", case.pk), {**JUDGED, "do": "save"})
    assert again.status_code == 409


def test_a_preview_of_an_unfinished_form_asks_for_the_rest_without_shouting(nurse, case):
    page = nurse.post(url("case_assess", case.pk), {"do": "preview", "service_line": "primary_care"}).content.decode()
    assert "Tee ensin pakolliset valinnat" in page
    assert "data-error-summary" not in page
    saved = nurse.post(url("case_assess", case.pk), {"do": "save", "service_line": "primary_care"}).content.decode()
    assert "data-error-summary" in saved


def test_a_social_worker_is_not_asked_about_general_medicine(social_worker, county, now):
    who = make.person(county.tampere, born=make.BORN["old"])
    case = make.opened(who, now, line="adult_social_work", register="social_welfare")
    page = social_worker.get(url("case_assess", case.pk)).content.decode()
    assert "general_medicine" not in page
    given = {"service_line": "adult_social_work", "urgency": "non_urgent", "do": "save"}
    assert social_worker.post(url("case_assess", case.pk), given).status_code == 302
    assert str(case.clocks.get(rule_id="SHL-START-7").stopped_on) == "2026-03-03"
    assert case.assessment.care_reason is None


def recorded(nurse, case, **changed):
    given = {
        "day": "2026-03-03", "time": "09:00", "minutes": "30", "mode": "R10", "note": "Tutkittu",
        "idempotency_key": str(uuid4()), **changed,
    }  # fmt: skip
    return nurse.post(url("encounter_record", case.pk), given)


def test_the_form_offers_no_time_before_the_contact(now):
    offered = RecordForm(now=now, contact_at=now - timedelta(minutes=10)).initial
    assert offered["time"] == (now - timedelta(minutes=10)).astimezone(HELSINKI).time()
    offered = RecordForm(now=now, contact_at=now - timedelta(days=1)).initial
    assert offered["time"] == (now - timedelta(minutes=30)).astimezone(HELSINKI).time()


def test_an_encounter_sent_twice_is_recorded_once_and_stops_the_clock(nurse, assessed):
    key = str(uuid4())
    for _ in range(2):
        assert recorded(nurse, assessed, idempotency_key=key).status_code == 302
    assert Encounter.objects.count() == 1
    assert str(assessed.clocks.get(rule_id="PHC-3M-ADULT").stopped_on) == "2026-03-03"
    page = nurse.get(url("case", assessed.pk)).content.decode()
    assert "Tutkittu" in page
    assert "Päätä asia" in page


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"day": "2026-03-04"}, "tulevaisuudessa"),
        ({"day": "2026-03-01"}, "ennen yhteydenottoa"),
        ({"minutes": "-5"}, "0"),
        ({"idempotency_key": "x"}, "data-error-summary"),
    ],
)
def test_a_wrong_encounter_is_refused_beside_its_field_and_nothing_is_written(nurse, assessed, changed, said):
    response = recorded(nurse, assessed, **{"time": "08:45", **changed})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert not Encounter.objects.exists()


def test_a_case_is_closed_with_a_reason_that_holds(nurse, assessed):
    page = nurse.post(url("case_close", assessed.pk), {"reason": "service_given"})
    assert "Kirjaa se ensin" in page.content.decode()
    assert nurse.post(url("case_close", assessed.pk), {"reason": "resolved_at_first_contact"}).status_code == 302
    assert "Asia on päätetty" in nurse.get(url("case", assessed.pk)).content.decode()


def test_the_notes_to_be_copied_hold_what_was_judged_and_the_limit(nurse, assessed):
    page = nurse.get(url("case", assessed.pk)).content.decode()
    note = re.search(r'id="note-assessment"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    for said in (
        "Hoidon tarpeen arviointi ti\N{NO-BREAK SPACE}3.3.2026",
        "Tulosyy\n",
        "Uusi oire",
        "Todettu.",
        "51 a §",
    ):
        assert said in note


def test_the_headings_of_the_note_are_those_of_the_record_whatever_the_page_speaks(nurse, assessed):
    english, swedish = (
        nurse.get(url("case", assessed.pk).replace("/tyo/", path)).content.decode()
        for path in ("/en/work/", "/sv/arbete/")
    )
    assert "Tulosyy" in english
    assert "Orsak till kontakten" in swedish


def test_a_note_as_paper_is_logged_and_named_by_the_matter(nurse, assessed):
    answer = nurse.get(url("case_note", assessed.pk, "assessment"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert assessed.person.last_name not in answer["Content-Disposition"]
    assert Access.objects.filter(page="note").exists()
    assert nurse.get(url("case_note", assessed.pk, "encounter-1")).status_code == 404


def test_after_an_assessment_one_lands_on_its_note(nurse, case):
    given = {"service_line": "primary_care", "urgency": "non_urgent", "care_reason": "new_symptoms", "do": "save"}
    assert nurse.post(url("case_assess", case.pk), given).url == url("case", case.pk) + "#copy"


def test_what_was_resolved_at_once_is_assessed_and_closed_together(nurse, case):
    sent = {**JUDGED, "do": "resolve"}
    assert "save" in nurse.get(url("case_assess", case.pk)).content.decode()
    answer = nurse.post(url("case_assess", case.pk), sent)
    assert answer.url == url("case", case.pk) + "#copy"
    case.refresh_from_db()
    assert (case.state, case.close_reason, case.next_due_on) == ("closed", "resolved_at_first_contact", None)
    assert not case.clocks.filter(stopped_on=None, cancelled_on=None).exists(), "no care clock is left running"
    assert "Polvi turvoksissa." in nurse.get(answer.url).content.decode(), "the note is there to be copied"
    assert nurse.post(url("case_assess", case.pk), sent).status_code == 409


def test_a_social_worker_resolves_a_matter_at_once_and_not_one_assessed_days_ago(social_worker, county, now):
    who = make.person(county.tampere)
    case = make.opened(who, now - timedelta(days=3), line="adult_social_work", register="social_welfare")
    sent = {"service_line": "adult_social_work", "urgency": "non_urgent", "note": "Neuvottu.", "do": "resolve"}
    refused = social_worker.post(url("case_assess", case.pk), {**sent, "completed": "2026-03-01"})
    assert "data-error-summary" in refused.content.decode()
    case.refresh_from_db()
    assert (case.state, case.assessed_at) == ("open", None), "neither is done without the other"
    assert not AuditEvent.objects.filter(action="casework.assessed").exists()
    assert social_worker.post(url("case_assess", case.pk), {**sent, "completed": "2026-03-03"}).status_code == 302
    case.refresh_from_db()
    assert (case.state, case.close_reason) == ("closed", "resolved_at_first_contact")


def test_a_non_disclosure_order_hides_the_place_on_every_page(nurse, county, now):
    case = make.opened(make.person(county.nokia, non_disclosure=True), now, line="oral_health")
    for name, given in (("worklist", []), ("case", [case.pk]), ("case_assess", [case.pk])):
        page = nurse.get(url(name, *given)).content.decode()
        assert "Turvakielto" in page
        assert "Nokia" not in page


@pytest.mark.parametrize(
    "query", ["?page=0", "?page=x", "?page=99999999999999999999", "?line=nothing&unit=9&standing=no&order=1&shown=all"]
)
def test_a_list_opens_whatever_its_address_asks(nurse, case, query):
    assert nurse.get(url("worklist") + query).status_code == 200


def test_empty_lists_say_what_to_do(nurse):
    for shown, said in (("team", "ei ole odottavia"), ("mine", "Ota asia käsittelyyn"), ("offered", "tulevat tähän")):
        assert said in nurse.get(url("worklist") + f"?shown={shown}").content.decode()
    assert "Näytä listan kaikki" in nurse.get(url("worklist") + "?standing=breached").content.decode()


def test_take_and_give_back_by_buttons(nurse, case):
    assert nurse.get(url("case_take", case.pk)).status_code == 405
    nurse.post(url("case_take", case.pk))
    case.refresh_from_db()
    assert case.owner_id == nurse.actor.professional_id
    nurse.post(url("case_give_back", case.pk))
    case.refresh_from_db()
    assert case.owner_id is None


def test_a_missing_matter_is_a_plain_404(nurse):
    assert nurse.get(url("case", 10**12)).status_code == 404


def test_an_operator_sees_no_worklist_and_a_nurse_no_system_page(nurse, operator):
    assert operator.get(url("worklist")).status_code == 403
    assert nurse.get(url("operator")).status_code == 403
    assert nurse.get(url("access_log")).status_code == 403
