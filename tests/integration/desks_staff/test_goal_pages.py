"""The pages of goals, paths, steps and caseloads: three languages, whole walks through the forms, the access log."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from ovi.casework import actions
from ovi.casework.models import CaseGoal, CasePath, PathStep
from ovi.casework.states import GoalOutcome, PathEnd, StepState
from ovi.desks import goal_words
from ovi.desks.goal_words import OUTCOMES, PATH_ENDS, STEP_STATES
from ovi.people.states import Profession
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import Access, AccessSubject
from ovi.staffing.actions import record_competence
from tests.integration import people_for_tests as make
from tests.integration.desks_staff.conftest import signed_in
from tests.integration.desks_staff.test_pages import url

PHYSIO = "physiotherapist_direct_access"
TICKS = {"entry_over_15": "on", "entry_musculoskeletal": "on", "entry_suits_physiotherapist": "on", "version": "1"}
GOAL = {"own_words": "Haluan marjaan <i>elokuussa</i>", "worded": "Kävelee metsässä"}


@pytest.fixture
def case(county, now):
    return make.opened(make.person(county.tampere, last_name="Virtanen"), now - timedelta(hours=2))


@pytest.fixture
def path(case, nurse):
    nurse.post(url("path_start", case.pk, PHYSIO), {**TICKS, **GOAL})
    return CasePath.objects.get(case=case)


def step(path, position):
    return PathStep.objects.get(path=path, position=position)


@pytest.fixture
def addresses(case, path):
    goal = CaseGoal.objects.get(case=case)
    return {
        "case": (case.pk,), "goal_new": (case.pk,), "goal_end": (case.pk, goal.pk), "path_review": (case.pk,),
        "path_end": (case.pk,), "step_add": (case.pk,), "path_step": (case.pk, step(path, 1).pk), "caseload": (),
        "pathways": (), "pathway": (PHYSIO,),
    }  # fmt: skip


def test_the_tables_of_words_are_total():
    assert set(STEP_STATES) == set(StepState)
    assert set(OUTCOMES) == set(GoalOutcome)
    assert set(PATH_ENDS) == set(PathEnd)
    assert set(goal_words.ASPECTS) == {"split_by", "offered_first", "answered_by", "continuity"}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_in_every_language_has_one_h1_and_no_inline_style_or_script(nurse, addresses, language):
    for name, args in addresses.items():
        response = nurse.get(url(name, *args, language=language))
        html = response.content.decode()
        assert response.status_code == 200, name
        assert html.count("<h1") == 1, name
        assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=|<style|\son[a-z]+=", html), name
        assert "<i>elokuussa</i>" not in html, name


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_choosing_and_starting_a_path_shows_its_steps_and_source(nurse, case, language):
    chosen = nurse.get(url("path_choose", case.pk, language=language)).content.decode()
    assert url("path_start", case.pk, PHYSIO, language=language) in chosen
    assert "child_protection_assessment" not in chosen
    html = nurse.get(url("path_start", case.pk, PHYSIO, language=language)).content.decode()
    assert html.count("<h1") == 1
    assert "https://www.kaypahoito.fi" in html
    assert html.count('type="checkbox"') == 3
    assert " checked" not in html


def test_nothing_starts_before_every_condition_is_ticked(nurse, case):
    half = {**TICKS, **GOAL}
    del half["entry_suits_physiotherapist"]
    html = nurse.post(url("path_start", case.pk, PHYSIO), half).content.decode()
    assert "Merkitse, jos ehto täyttyy" in html
    assert not CasePath.objects.exists()
    assert not CaseGoal.objects.exists()


def test_an_old_version_starts_nothing_and_keeps_no_goal(nurse, case):
    response = nurse.post(url("path_start", case.pk, PHYSIO), {**TICKS, **GOAL, "version": "7"})
    assert response.status_code == 400
    assert not CasePath.objects.exists()
    assert not CaseGoal.objects.exists()


def test_a_walk_from_goal_to_outcome(nurse, case, path, now):
    html = nurse.get(url("case", case.pk)).content.decode()
    assert "0/4 vaihetta tehty" in html
    assert "Haluan marjaan" in html
    second = step(path, 2)
    assert nurse.post(url("step_done", case.pk, second.pk)).status_code == 302
    assert "1/4 vaihetta tehty" in nurse.get(url("case", case.pk)).content.decode()
    nurse.post(url("step_undo", case.pk, second.pk))
    nurse.post(url("path_step", case.pk, second.pk), {"do": "done", "done_on": "2026-03-03"})
    nurse.post(url("path_step", case.pk, step(path, 3).pk), {"do": "skip", "reason": "Sovittu toisin"})
    nurse.post(url("step_add", case.pk), {"text": "Soitto", "due_on": ""})
    own = step(path, 5)
    nurse.post(url("step_remove", case.pk, own.pk))
    assert "1/3 vaihetta tehty" in nurse.get(url("case", case.pk)).content.decode()
    still = nurse.post(url("path_end", case.pk), {"reason": "completed", "note": ""}).content.decode()
    assert "Vaiheita on vielä tekemättä" in still
    nurse.post(url("path_review", case.pk), {"next_review_on": "2026-04-01"})
    nurse.post(url("path_end", case.pk), {"reason": "need_changed", "note": "Leikkaus"})
    goal = CaseGoal.objects.get(case=case)
    wrong = nurse.post(
        url("goal_end", case.pk, goal.pk), {"outcome": "goal_partly", "reason": "x", "client_view": "11"}
    )
    assert "0–10" in wrong.content.decode()
    given = {"outcome": "goal_partly", "reason": "Pääsi lähimetsään", "client_view": "6"}
    nurse.post(url("goal_end", case.pk, goal.pk), given)
    html = nurse.get(url("case", case.pk)).content.decode()
    for said in ("Tavoite toteutui osittain", "6/10", "Tarve muuttui", "Leikkaus"):
        assert said in html


def test_the_gate_names_who_may(nurse, county, case, path, now):
    able = make.worker(county.station, Role.THERAPIST, Profession.PHYSIOTHERAPIST, name="Fanni Fysio")
    record_competence(
        professional_id=make.acting(able).professional_id, code="tule_direct_access", valid_from=make.TODAY,
        valid_to=None, source="todistus", by=system("test"), now=now,
    )  # fmt: skip
    page = url("path_step", case.pk, step(path, 1).pk)
    assert "Fanni Fysio" in nurse.get(page).content.decode()
    on_case = nurse.get(url("case", case.pk)).content.decode()
    assert "Fanni Fysio" in on_case
    assert "Merkitse tänään tehdyksi" not in on_case
    html = nurse.post(page, {"do": "done", "done_on": "2026-03-03"}).content.decode()
    assert "Tässä yksikössä se on: Fanni Fysio" in html
    nurse.post(page, {"do": "assign", "carrier": str(make.acting(able).professional_id), "due_on": "2026-03-05"})
    assert step(path, 1).carrier.name == "Fanni Fysio"
    quick = nurse.post(url("step_done", case.pk, step(path, 1).pk))
    assert quick.status_code == 400
    assert "Fanni Fysio" in quick.content.decode()


def test_another_unit_sees_and_does_nothing(receiver, case, path):
    for name, args in (("goal_new", ()), ("path_choose", ()), ("path_step", (step(path, 1).pk,)), ("path_end", ())):
        assert receiver.get(url(name, case.pk, *args)).status_code == 403
        assert receiver.post(url(name, case.pk, *args), GOAL).status_code == 403


def test_a_closed_matter_shows_no_form(nurse, case, path, now):
    do = {"case_id": case.pk, "by": nurse.actor, "now": now}
    goal = CaseGoal.objects.get(case=case)
    actions.end_path(reason=PathEnd.NEED_CHANGED, note="", **do)
    actions.end_goal(goal_id=goal.pk, outcome=GoalOutcome.REACHED, reason="Pääsi", client_view=None, **do)
    type(case).objects.filter(pk=case.pk).update(
        state="closed", closed_at=now, close_reason="client_withdrew", assessed_at=now
    )
    for name in ("goal_new", "path_choose", "step_add", "path_review", "path_end"):
        assert nurse.get(url(name, case.pk)).status_code == 302
    html = nurse.get(url("case", case.pk)).content.decode()
    assert "Pääsi" in html
    assert url("goal_new", case.pk) not in html


def test_my_steps_name_clients_and_are_logged(nurse, case, path):
    PathStep.objects.filter(path=path, position=2).update(due_on=make.TODAY)
    nurse.post(url("case_take", case.pk))
    before = Access.objects.count()
    html = nurse.get(url("caseload")).content.decode()
    assert "Virtanen" in html
    assert Access.objects.count() == before + 1
    assert AccessSubject.objects.filter(access__page="caseload", subject_key=case.person.subject_key).exists()


def test_a_manager_sees_counts_and_no_client(county, nurse, case, path):
    PathStep.objects.filter(path=path, position=2).update(due_on=make.TODAY)
    nurse.post(url("case_take", case.pk))
    manager = signed_in(make.worker(county.station, Role.MANAGER, name="Maija Esihenkilö"))
    html = manager.get(url("caseload")).content.decode()
    assert "Noora Harjoitus" in html
    assert "Virtanen" not in html
    assert "marjaan" not in html
    assert url("case", case.pk) not in html
    assert manager.get(url("case", case.pk)).status_code == 403


def test_an_operator_has_no_caseload(operator):
    assert operator.get(url("caseload")).status_code == 403
