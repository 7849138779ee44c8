"""Bulk, search, file, news of changes, the manager's page: what they show, log and refuse."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from ovi.casework import actions
from ovi.casework.models import Assignment, Case, OwnWorker, WaitPeriod
from ovi.directory.actions import save_team
from ovi.foundation.text import Trilingual
from ovi.people.models import Person
from ovi.plumbing.actor import Role
from ovi.plumbing.models import Access, AccessSubject
from tests.integration import people_for_tests as make
from tests.integration.desks_staff.conftest import signed_in
from tests.integration.people_for_tests import TODAY


def url(name, *args, language="fi"):
    with translation.override(language):
        return reverse(name, args=args)


@pytest.fixture
def cases(county, now):
    return [make.opened(make.person(county.tampere), now - timedelta(hours=n), words=f"Vaiva {n}") for n in range(3)]


@pytest.fixture
def manager(county):
    return signed_in(make.worker(county.station, Role.MANAGER))


def bulk(client, do, cases, **given):
    return client.post(url("worklist_bulk"), {"do": do, "case": [one.pk for one in cases], **given}).content.decode()


def test_several_are_taken_one_is_refused_and_it_is_undone(nurse, colleague, county, cases):
    actions.take(case_id=cases[1].pk, by=colleague.actor, now=cases[1].opened_at)
    page = bulk(nurse, "take", cases)
    assert ": 2</h2>" in page
    assert "Ei tehty: 1" in page
    owners = [Case.objects.get(pk=one.pk).owner_id for one in cases]
    assert owners == [nurse.actor.professional_id, colleague.actor.professional_id, nurse.actor.professional_id]
    undo = re.search(r'name="do" value="(\w+)"', page)[1]
    assert undo == "give_back"
    bulk(nurse, undo, [cases[0], cases[2]])
    assert Case.objects.filter(owner=None).count() == 2


def test_what_must_be_asked_is_asked_first_and_nothing_is_written_before(nurse, cases):
    page = bulk(nurse, "wait", cases)
    assert "Odotuksen syy" in page
    assert WaitPeriod.objects.count() == 0
    bulk(nurse, "wait", cases[:2], confirmed="1", reason="resource", from_on="2026-03-03")
    assert list(Case.objects.order_by("id").values_list("wait_reason", flat=True)) == ["resource", "resource", ""]
    assert AccessSubject.objects.filter(access__page="worklist_selected").exists()


def test_several_are_given_or_offered_and_others_cases_are_not_touched(nurse, colleague, receiver, county, cases, now):
    far = make.opened(make.person(county.nokia), now)
    worker = str(colleague.actor.professional_id)
    page = bulk(nurse, "assign", [cases[0], far], confirmed="1", worker=worker, reason="Jaetaan työt")
    assert "Asia, joka ei ole yksiköissäsi" in page
    assert Assignment.objects.get().case_id == cases[0].pk
    unit = str(county.other_station.pk)
    bulk(nurse, "hand_over", cases[1:], confirmed="1", to_unit=unit, reason="Nokialle")
    assert receiver.get(url("worklist") + "?shown=offered").content.decode().count("<tr") == 3


def test_nothing_selected_says_what_to_do(nurse, cases):
    assert "Mitään ei ole valittu" in bulk(nurse, "take", [])
    assert "Mitään ei ole valittu" in bulk(nurse, "destroy", cases)


def test_a_henkilotunnus_finds_and_never_stands_in_an_address(nurse, county, cases):
    Person.objects.filter(pk=cases[0].person_id).update(henkilotunnus="010180-9026")
    answer = nurse.post(url("worklist_search"), {"q": " 010180-9026 ", "kept": "shown=team&q=vanha&page=3"})
    assert "010180" not in answer.headers["Location"]
    assert "vanha" not in answer.headers["Location"]
    assert nurse.get(answer.headers["Location"]).content.decode().count("<tr") == 2
    unknown = nurse.post(url("worklist_search"), {"q": "010180-902X"})
    assert "<table" not in nurse.get(unknown.headers["Location"]).content.decode()
    typed = nurse.get(url("worklist") + "?q=010180-9026")
    assert (typed.status_code, typed.headers["Location"]) == (302, url("worklist"))


def test_the_file_has_no_own_words_no_formula_and_is_logged_per_person(nurse, county, cases):
    Person.objects.filter(pk=cases[0].person_id).update(last_name="=1+1")
    answer = nurse.get(url("worklist") + "?format=csv&order=arrived")
    text = answer.content.decode("utf-8-sig")
    assert text.count("\n") == 4
    assert "'=1+1" in text
    assert "Vaiva" not in text
    assert Access.objects.get().page == "worklist_file"
    assert AccessSubject.objects.count() == 3


def test_word_of_changes_tells_how_many_and_shows_nothing(nurse, colleague, cases, now):
    page = nurse.get(url("worklist")).content.decode()
    href = re.search(r'data-changes="([^"]+)"', page)[1].replace("&amp;", "&")
    assert nurse.get(href).json() == {"count": 0, "text": ""}
    actions.take(case_id=cases[0].pk, by=colleague.actor, now=now)
    before = AccessSubject.objects.count()
    assert nurse.get(href).json() == {"count": 1, "text": "1 uusi tai muuttunut asia"}
    assert AccessSubject.objects.count() == before


def test_the_one_who_is_given_a_matter_sees_it_as_new_until_it_is_opened(nurse, colleague, cases):
    given = {"worker": colleague.actor.professional_id, "reason": "Sinulle tuttu"}
    assert nurse.post(url("case_assign", cases[0].pk), given).status_code == 302
    assert "Sinulle uusi" in colleague.get(url("worklist")).content.decode()
    assert "Sinulle tuttu" in colleague.get(url("case", cases[0].pk)).content.decode()
    assert "Sinulle uusi" not in colleague.get(url("worklist")).content.decode()


def test_the_manager_sees_answers_and_is_logged(nurse, manager, cases):
    assert nurse.get(url("attention")).status_code == 403
    nurse.post(url("case_escalate", cases[0].pk), {"reason": "Tarvitsen apua"})
    page = manager.get(url("attention")).content.decode()
    assert "Tarvitsen apua" in page
    assert set(AccessSubject.objects.filter(access__page="attention").values_list("relation", flat=True)) == {
        "management"
    }
    href = re.search(r'href="(/johto/huomio/\d+/)"', page)[1]
    assert manager.post(href, {"answer": ""}).status_code == 200
    assert manager.post(href, {"answer": "Autan iltapäivällä", "worker": ""}).status_code == 302
    assert manager.get(href).status_code == 404
    assert "Autan iltapäivällä" in nurse.get(url("case", cases[0].pk)).content.decode()


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("page", ["case_assign", "case_escalate", "case_wait", "attention"])
def test_every_page_in_every_language(nurse, colleague, manager, cases, page, language):
    client, args = (manager, []) if page == "attention" else (nurse, [cases[0].pk])
    html = client.get(url(page, *args, language=language)).content.decode()
    assert html.count("<h1") == 1
    assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|<style|\son[a-z]+=", html)


def test_a_non_disclosure_order_hides_the_place_from_the_manager_and_the_file(nurse, manager, county, now):
    case = make.opened(make.person(county.nokia, non_disclosure=True), now, line="oral_health")
    nurse.post(url("case_escalate", case.pk), {"reason": "Apua"})
    for page in (manager.get(url("attention")), nurse.get(url("worklist") + "?format=csv")):
        text = page.content.decode()
        assert case.contact.number in text
        assert "Hatanpään" not in text
        assert "Nokia" not in text


def test_the_list_is_narrowed_to_an_area_team_and_stays_few_statements(
    nurse, county, now, django_assert_max_num_queries
):
    """Those who live in the team's area or have the team as their own; the address keeps the choice."""
    boss = make.acting(make.worker(county.station, Role.MANAGER))
    area = {"kind": "area", "unit_id": county.station.pk, "valid_from": date(2026, 1, 1), "by": boss, "now": now}
    team = save_team(name=Trilingual("Etelä", "Söder", "South"), municipalities=["837"],
                     postal_codes=["33100"], **area)  # fmt: skip
    save_team(name=Trilingual("Ennen", "Förr", "Past"), municipalities=["837"], valid_to=date(2026, 2, 1), **area)
    here = make.person(county.tampere, last_name="Alueella", postal_code="33100")
    elsewhere = make.person(county.tampere, last_name="Muualla", postal_code="33900")
    own = make.person(county.tampere, last_name="Omalla", postal_code="33900")
    OwnWorker.objects.create(person=own, register="patient", kind="own_team", team=team, valid_from=TODAY)
    secret = make.person(county.tampere, last_name="Salassa", postal_code="33100", non_disclosure=True)
    for who in (here, elsewhere, own, secret):
        make.opened(who, now)
    address = url("worklist")
    with django_assert_max_num_queries(8 + 1):  # and the savepoint of the test's transaction
        page = nurse.get(f"{address}?team={team.pk}").content.decode()
    assert [name for name in ("Alueella", "Muualla", "Omalla", "Salassa") if name in page] == ["Alueella", "Omalla"]
    assert f'<option value="{team.pk}" selected>Etelä</option>' in page
    assert "Ennen" not in page
    assert f"team={team.pk}" in re.search(r'data-changes="([^"]+)"', page)[1]
    assert nurse.get(f"{address}?team=999999").content.decode().count("<tr") == 5, "an unknown team narrows nothing"


def test_a_unit_without_area_teams_is_not_asked_for_one(nurse, cases):
    assert 'name="team"' not in nurse.get(url("worklist")).content.decode()
