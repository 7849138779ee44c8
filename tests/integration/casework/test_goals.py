"""Goals, paths and steps: who may, in which order, what is kept, and what can be taken back."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovi.casework import actions
from ovi.casework.models import CaseGoal, CasePath, PathStep
from ovi.casework.pathways import load_pathways
from ovi.casework.queries import AssessedNeed, goal_board
from ovi.casework.states import CloseReason, GoalOutcome, PathEnd
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Refused
from ovi.people.states import Profession
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent
from ovi.staffing.actions import end_competence, record_competence
from tests.examples import examples
from tests.integration import people_for_tests as make
from tests.integration.casework.test_two_at_once import at_once

CARE = AssessedNeed("new_symptoms", "non_urgent", "primary_care", general_medicine=True)
PHYSIO = "physiotherapist_direct_access"
ENTRY = ["over_15", "musculoskeletal", "suits_physiotherapist"]
TODAY = make.TODAY


def refused(call, **given):
    with pytest.raises(Refused) as found, transaction.atomic():
        call(**given)
    return found.value.code


@pytest.fixture
def case(county, now):
    return make.opened(make.person(county.tampere), now - timedelta(hours=2))


@pytest.fixture
def act(case, nurse, now):
    """An action on the case by the nurse, now."""

    def do(name, **given):
        return getattr(actions, name)(**{"case_id": case.pk, "by": nurse, "now": now, **given})

    return do


def start(act, template=PHYSIO, ticked=ENTRY, **given):
    return act("start_path", template_id=template, version=1, ticked=ticked, **given)


@pytest.fixture
def path(act):
    act("set_goal", own_words="Haluan marjaan", worded="")
    return start(act)


def board(case):
    return goal_board(case.pk, today=TODAY)


def audited(case):
    return list(AuditEvent.objects.filter(object_id=str(case.pk)).order_by("id").values_list("action", flat=True))


def test_a_path_serves_a_goal_and_needs_every_condition(act, case):
    assert refused(partial(start, act)) == "path.goal"
    act("set_goal", own_words="  Haluan marjaan ", worded="Kävelee metsässä")
    assert refused(partial(start, act), ticked=ENTRY[:2]) == "path.entry"
    assert refused(partial(start, act), ticked=[]) == "path.entry"
    start(act)
    found = board(case)
    assert found.goals[0].own_words == "Haluan marjaan"
    assert (found.path.done, found.path.total) == (0, 4)
    assert found.path.next.id == found.path.steps[0].id
    assert found.path.steps[0].due_on == TODAY + timedelta(days=14)
    assert found.path.review_on == TODAY + timedelta(weeks=8)
    assert refused(partial(start, act)) == "path.state"
    assert audited(case)[-2:] == ["casework.goal_set", "casework.path_started"]


def test_the_same_goal_sent_twice_is_one(act, case):
    first = act("set_goal", own_words="Haluan marjaan", worded="")
    assert act("set_goal", own_words="Haluan marjaan", worded="").pk == first.pk
    assert refused(act, name="set_goal", own_words="  ", worded="x") == "goal.own_words"
    assert CaseGoal.objects.count() == 1


def test_a_path_of_another_register_and_an_old_version_are_refused(act):
    act("set_goal", own_words="Haluan marjaan", worded="")
    assert refused(partial(start, act), template="child_protection_assessment") == "path.missing"
    assert refused(partial(start, act), template="reception_nokia") == "path.missing"
    assert refused(act, name="start_path", template_id=PHYSIO, version=9, ticked=ENTRY) == "path.version"


def test_steps_are_done_undone_left_out_and_counted(act, case, path, nurse, now):
    second, third = board(case).path.steps[1:3]
    act("mark_done", step_id=second.id, done_on=TODAY)
    act("mark_done", step_id=second.id, done_on=TODAY)
    assert (board(case).path.done, board(case).path.total) == (1, 4)
    assert board(case).path.steps[1].done_by == nurse.name
    assert refused(act, name="skip_step", step_id=second.id, reason="ei") == "step.state"
    assert refused(act, name="skip_step", step_id=third.id, reason=" ") == "step.reason"
    act("skip_step", step_id=third.id, reason="Asiakas ei halua")
    assert (board(case).path.done, board(case).path.total) == (1, 3)
    act("undo_step", step_id=second.id)
    act("undo_step", step_id=second.id)
    act("undo_step", step_id=third.id)
    assert (board(case).path.done, board(case).path.total) == (0, 4)
    assert board(case).path.steps[2].skip_reason == ""
    assert audited(case).count("casework.step_undone") == 2


def test_a_step_is_done_on_a_day_between_contact_and_today(act, case, path):
    step = board(case).path.steps[1]
    for day in (TODAY + timedelta(days=1), TODAY - timedelta(days=1)):
        assert refused(act, name="mark_done", step_id=step.id, done_on=day) == "step.day"


def test_a_gated_step_asks_its_competence_and_names_who_holds_it(act, county, case, path, nurse, now):
    gated = board(case).path.steps[0]
    assert gated.competence == "tule_direct_access"
    assert refused(act, name="mark_done", step_id=gated.id, done_on=TODAY) == "step.competence"
    able = make.acting(make.worker(county.station, Role.THERAPIST, Profession.PHYSIOTHERAPIST, name="Fanni Fysio"))
    holds = {"professional_id": able.professional_id, "code": "tule_direct_access", "source": "todistus"}
    record_competence(valid_from=TODAY, valid_to=None, by=system("test"), now=now, **holds)
    with pytest.raises(Refused) as found:
        act("mark_done", step_id=gated.id, done_on=TODAY)
    assert [fault.what for fault in found.value.faults] == ["Fanni Fysio"]
    assert refused(act, name="assign_step", step_id=gated.id, carrier_id=nurse.professional_id, due_on=None) == (
        "step.competence"
    )
    act("assign_step", step_id=gated.id, carrier_id=able.professional_id, due_on=TODAY)
    assert board(case).path.steps[0].carrier == "Fanni Fysio"
    act("mark_done", step_id=gated.id, done_on=TODAY, by=able)
    assert board(case).path.done == 1


def test_a_competence_that_has_ended_opens_no_gate(act, case, path, nurse, now):
    gated = board(case).path.steps[0]
    mine = {"professional_id": nurse.professional_id, "code": "tule_direct_access"}
    record_competence(
        valid_from=TODAY - timedelta(days=90), valid_to=None, source="todistus", by=system("test"), now=now, **mine
    )
    assert end_competence(by=system("test"), now=now, **mine) == 1
    assert refused(act, name="mark_done", step_id=gated.id, done_on=TODAY) == "step.competence"


def test_only_the_units_people_carry_steps(act, case, path, receiver):
    step = board(case).path.steps[1]
    given = {"step_id": step.id, "carrier_id": receiver.professional_id, "due_on": None}
    assert refused(act, name="assign_step", **given) == "step.carrier"


def test_own_steps_come_and_go_and_template_steps_stay(act, case, path):
    act("add_step", text="Soitto työterveyteen", due_on=TODAY - timedelta(days=1))
    act("add_step", text="Soitto työterveyteen", due_on=TODAY - timedelta(days=1))
    assert board(case).path.total == 5
    own = board(case).path.steps[-1]
    assert own.own
    assert own.overdue
    assert own.name == "Soitto työterveyteen"
    assert refused(act, name="remove_step", step_id=board(case).path.steps[0].id) == "step.remove"
    act("mark_done", step_id=own.id, done_on=TODAY)
    assert refused(act, name="remove_step", step_id=own.id) == "step.remove"
    act("undo_step", step_id=own.id)
    act("remove_step", step_id=own.id)
    assert board(case).path.total == 4


def test_a_path_ends_and_another_follows(act, case, path):
    assert refused(act, name="end_path", reason=PathEnd.COMPLETED, note="") == "path.steps"
    for step in board(case).path.steps:
        act("skip_step", step_id=step.id, reason="Toisin sovittu")
    assert (board(case).path.done, board(case).path.total) == (0, 0)
    act("end_path", reason=PathEnd.COMPLETED, note="Sovittu")
    found = board(case)
    assert found.path is None
    assert found.ended[0].end_reason == PathEnd.COMPLETED
    assert refused(act, name="undo_step", step_id=found.ended[0].steps[0].id) == "path.state"
    start(act)
    assert len(board(case).ended) == 1


def test_a_goal_ends_with_outcome_and_can_be_reopened(act, case):
    goal = act("set_goal", own_words="Haluan marjaan", worded="")
    end = partial(act, "end_goal", goal_id=goal.pk, outcome=GoalOutcome.PARTLY)
    assert refused(end, reason="", client_view=7) == "goal.reason"
    assert refused(end, reason="Kävelee", client_view=11) == "goal.client_view"
    end(reason="Kävelee", client_view=7)
    assert (board(case).goals[0].outcome, board(case).goals[0].client_view) == (GoalOutcome.PARTLY, 7)
    assert refused(end, reason="Kävelee", client_view=7) == "goal.state"
    act("reopen_goal", goal_id=goal.pk)
    assert board(case).open_goals
    assert board(case).goals[0].client_view is None


def test_a_review_moves_the_next_one_on(act, case, path):
    assert refused(act, name="review_path", next_review_on=TODAY) == "path.review"
    act("review_path", next_review_on=TODAY + timedelta(days=30))
    assert board(case).path.review_on == TODAY + timedelta(days=30)


def test_another_unit_and_another_register_are_refused(act, case, path, receiver, social_worker):
    step = board(case).path.steps[1]
    before = len(audited(case))
    for by, code in ((receiver, "case.not_yours"), (social_worker, "case.wall")):
        assert refused(act, name="set_goal", own_words="x", worded="", by=by) == code
        assert refused(act, name="mark_done", step_id=step.id, done_on=TODAY, by=by) == code
        assert refused(act, name="end_path", reason=PathEnd.NEED_CHANGED, note="", by=by) == code
    assert len(audited(case)) == before


def test_a_step_of_another_case_is_not_found(act, county, case, path, now):
    other = make.opened(make.person(county.tampere), now - timedelta(hours=1))
    step = board(case).path.steps[1]
    assert refused(act, name="mark_done", case_id=other.pk, step_id=step.id, done_on=TODAY) == "step.missing"


def test_a_matter_closes_only_when_its_goals_and_path_have_ended(act, case, path, nurse, now):
    act("assess", assessed=CARE, note="")
    close = partial(act, "close", reason=CloseReason.CLIENT_WITHDREW)
    assert refused(close) == "case.close_goals"
    act("end_path", reason=PathEnd.CLIENT_STOPPED, note="")
    assert refused(close) == "case.close_goals"
    goal = CaseGoal.objects.get(case=case)
    act("end_goal", goal_id=goal.pk, outcome=GoalOutcome.NOT_REACHED, reason="Ei halunnut", client_view=None)
    close()
    assert refused(act, name="set_goal", own_words="x", worded="") == "case.state"
    assert refused(act, name="reopen_goal", goal_id=goal.pk) == "case.state"


def test_the_snapshot_stays_when_the_template_changes(act, case, path, monkeypatch, tmp_path):
    (tmp_path / "pathways").mkdir()
    before = CasePath.objects.get(pk=path.pk).snapshot
    text = (definitions_root() / "pathways" / f"{PHYSIO}.yaml").read_text(encoding="utf-8")
    changed = text.replace("\nversion: 1\n", "\nversion: 2\n").replace("Fysioterapeutin suoravastaanotto", "Uusi nimi")
    (tmp_path / "pathways" / f"{PHYSIO}.yaml").write_text(changed, encoding="utf-8")
    assert load_pathways(tmp_path).paths[PHYSIO].version == 2
    monkeypatch.setattr("ovi.casework.pathways.definitions_root", lambda: tmp_path)
    assert board(case).path.version == 1
    assert board(case).path.name.fi == "Fysioterapeutin suoravastaanotto"
    assert CasePath.objects.get(pk=path.pk).snapshot == before


@pytest.mark.parametrize("change", [{"snapshot": {}}, {"template_version": 2}, {"template_id": "x"}])
def test_the_database_itself_keeps_the_snapshot(path, change):
    with pytest.raises(DatabaseError, match="fixed_template"), transaction.atomic():
        CasePath.objects.filter(pk=path.pk).update(**change)


@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["done", "skip", "undo", "add", "remove"]), st.integers(0, 6)), max_size=12))
def test_progress_stays_within_its_bounds_under_any_sequence(act, case, path, now, moves):
    with transaction.atomic():
        for move, index in moves:
            steps = board(case).path.steps
            step_id = steps[index % len(steps)].id
            call = {
                "done": partial(act, "mark_done", step_id=step_id, done_on=helsinki_date(now)),
                "skip": partial(act, "skip_step", step_id=step_id, reason="Toisin sovittu"),
                "undo": partial(act, "undo_step", step_id=step_id),
                "add": partial(act, "add_step", text="Oma", due_on=None),
                "remove": partial(act, "remove_step", step_id=step_id),
            }[move]
            with suppress(Refused), transaction.atomic():
                call()
            found = board(case).path
            assert 0 <= found.done <= found.total <= len(found.steps)
            assert (found.next is None) == (found.done == found.total)
        transaction.set_rollback(True)


def test_two_who_start_a_path_or_do_a_step_at_once(committed_db, now):
    county = make.make_county()
    case = make.opened(make.person(county.tampere), now)
    workers = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(2)]
    actions.set_goal(case_id=case.pk, own_words="Haluan marjaan", worded="", by=workers[0], now=now)

    def begin(by):
        return actions.start_path(case_id=case.pk, template_id=PHYSIO, version=1, ticked=ENTRY, by=by, now=now).pk

    answers = at_once(*(partial(begin, by) for by in workers))
    assert answers.count("path.state") == 1
    step = board(case).path.steps[1]

    def do(by):
        return actions.mark_done(case_id=case.pk, step_id=step.id, done_on=TODAY, by=by, now=now).done_by_id

    answers = at_once(*(partial(do, by) for by in workers))
    assert answers.count("step.state") == 1
    assert PathStep.objects.get(pk=step.id).done_by_id in answers
