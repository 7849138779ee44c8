"""Needs of every register run end to end on the same case, on days counted by hand; moments are noted and corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovi.casework import actions
from ovi.casework.models import Assessment, Case, CaseClock, CaseMoment
from ovi.casework.queries import AssessedNeed, case_view, limits_preview
from ovi.casework.states import LINES_OF, CaseState, CloseReason, MomentKind, moments_of
from ovi.foundation.refusals import Refused
from ovi.law import load_law
from ovi.law.vocabulary import Register, ServiceLine
from tests.examples import examples
from tests.integration.casework.needs_for_tests import SEVENTH, THREE_MONTHS, K, clocks, need, noted, on, opened


def test_child_protection_is_told_in_seven_working_days_and_completed_in_three_months(county, lines, now):
    worker = lines["child_protection"]
    case = opened(county, now, "child_protection", born=date(2016, 1, 1))
    assert clocks(case) == {
        "LSL-26-7": (date(2026, 3, 3), SEVENTH, None),
        "LSL-26-3M": (date(2026, 3, 3), THREE_MONTHS, None),
    }
    noted(case, K.INFORMED, on(11), worker)
    assert clocks(case)["LSL-26-7"][2] == date(2026, 3, 11)
    found = need("child_protection", needs_special_support=True)
    actions.start_assessment(case_id=case.pk, found=found, at=on(11), by=worker, now=on(11))
    assert clocks(case)["SHL-CHILD-7"] == (date(2026, 3, 3), SEVENTH, date(2026, 3, 11))
    actions.assess(case_id=case.pk, assessed=found, note="", by=worker, now=on(1, 6))
    got = clocks(case)
    assert got["LSL-26-3M"] == (date(2026, 3, 3), THREE_MONTHS, date(2026, 6, 1))
    assert got["SHL-CHILD-3M"] == (date(2026, 3, 3), THREE_MONTHS, date(2026, 6, 1))
    case.refresh_from_db()
    assert (case.state, case.next_due_on, case.needs_special_support) == ("assessed", None, True)


def test_an_older_persons_service_is_given_three_months_from_the_decision(county, lines, now):
    worker = lines["elderly_services"]
    case = opened(county, now, "elderly_services", born="old")
    assert clocks(case) == {
        "SHL-START-7": (date(2026, 3, 3), SEVENTH, None),
        "SHL-45": (date(2026, 3, 3), THREE_MONTHS, None),
    }
    found = need("elderly_services", highest_care_allowance=False)
    actions.start_assessment(case_id=case.pk, found=found, at=on(6), by=worker, now=on(6))
    actions.assess(case_id=case.pk, assessed=found, note="", by=worker, now=on(12))
    noted(case, K.DECIDED, on(16), worker)
    assert clocks(case)["SHL-START-7"][2] == date(2026, 3, 6)
    assert clocks(case)["VPL-18"] == (date(2026, 3, 16), date(2026, 6, 16), None)
    case.refresh_from_db()
    assert case.next_due_on == THREE_MONTHS, "both limits run; the nearer orders the list"
    noted(case, K.SERVICE_STARTED, on(1, 4), worker)
    case.refresh_from_db()
    assert (case.state, case.next_due_on, case.first_event_at) == ("in_service", None, on(1, 4))
    assert {clocks(case)[rule][2] for rule in ("VPL-18", "SHL-45")} == {date(2026, 4, 1)}


def test_a_disability_matter_is_started_decided_and_served(county, lines, now):
    worker = lines["elderly_services"]
    case = opened(county, now, "disability_services")
    assert clocks(case)["VAMPL-7"] == (date(2026, 3, 3), SEVENTH, None)
    assert clocks(case)["VAMPL-3M"] == (date(2026, 3, 3), THREE_MONTHS, None)
    found = need("disability_services")
    actions.assess(case_id=case.pk, assessed=found, note="", by=worker, now=on(20), also={K.ASSESSMENT_STARTED: on(10)})
    assert clocks(case)["VAMPL-7"][2] == date(2026, 3, 10)
    noted(case, K.DECIDED, on(4, 6), worker)
    assert clocks(case)["VAMPL-3M"][2] == date(2026, 6, 4), "a day late, and it stays so"


def test_social_assistance_counts_from_the_complete_application(county, lines, now):
    worker = lines["social_assistance"]
    case = opened(county, now, "social_assistance")
    assert clocks(case)["TTL-SUPPLEMENT"] == (date(2026, 3, 3), SEVENTH, None)
    noted(case, K.APPLICATION_COMPLETE, on(9), worker)
    # 10, 11, 12, 13, 16, 17, 18 March.
    assert clocks(case)["TTL-7"] == (date(2026, 3, 9), date(2026, 3, 18), None)
    assert clocks(case)["TTL-SUPPLEMENT"][2] == date(2026, 3, 9), "nothing is left to ask"
    noted(case, K.DECIDED, on(17), worker)
    assert clocks(case)["TTL-7"][2] == date(2026, 3, 17)


def test_student_welfare_gives_the_talk_by_the_seventh_school_day(county, lines, now):
    worker = replace(lines["student_welfare"], registers=frozenset({"student_welfare"}))
    case = opened(county, now, "student_welfare", born=date(2012, 1, 1), register="student_welfare")
    assert clocks(case)["OHL-15"] == (date(2026, 3, 3), SEVENTH, None)
    found = need("student_welfare", urgency="urgent")
    also = {K.SERVICE_STARTED: on(4)}
    actions.assess(case_id=case.pk, assessed=found, note="", by=worker, now=on(5), also=also)
    got = clocks(case)
    assert got["OHL-15"][2] == date(2026, 3, 4)
    assert got["OHL-15-URGENT"] == (date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 4))
    case.refresh_from_db()
    assert case.state == CaseState.IN_SERVICE


def test_an_encounter_starts_the_social_service_unless_the_worker_says_not_yet(county, lines, now):
    worker = lines["elderly_services"]
    case = opened(county, now, "disability_services")
    actions.assess(case_id=case.pk, assessed=need("disability_services"), note="", by=worker, now=on(5))

    def met(day, begins):
        actions.note_event(
            case_id=case.pk, at=on(day), licensed=True, no_show=False, by=worker, now=on(day), begins_service=begins
        )
        case.refresh_from_db()
        return case.state, clocks(case)["SHL-45"][2]

    assert met(6, False) == ("assessed", None)
    assert met(9, True) == ("in_service", date(2026, 3, 9))
    assert met(10, True) == ("in_service", date(2026, 3, 9))


def test_therapy_starts_in_28_days_of_the_need_and_for_the_young_only(county, nurse, now):
    station = county.station
    station.service_lines = [*station.service_lines, "mental_health"]
    station.save()
    young = opened(county, now, "mental_health", born="young", register="patient")
    adult = opened(county, now, "mental_health", register="patient")
    found = AssessedNeed(
        "new_symptoms", "non_urgent", "mental_health", general_medicine=True, specialty="psychotherapy"
    )
    for case in (young, adult):
        also = {K.NEED_ESTABLISHED: on(3)}
        actions.assess(case_id=case.pk, assessed=found, note="", by=nurse, now=on(3), also=also)
    assert clocks(young)["THERAPY-28D"] == (date(2026, 3, 3), date(2026, 3, 31), None)
    assert "THERAPY-28D" not in clocks(adult)
    noted(young, K.TREATMENT_STARTED, on(30), nurse)
    assert clocks(young)["THERAPY-28D"][2] == date(2026, 3, 30)


def test_a_nurses_visit_that_finds_a_doctor_needed_waits_for_the_doctor(county, nurse, now):
    case = opened(county, now, "primary_care", born="young", register="patient")
    care = AssessedNeed("new_symptoms", "non_urgent", "primary_care", general_medicine=True)
    actions.assess(case_id=case.pk, assessed=care, note="", by=nurse, now=on(3))

    def met(day, **said):
        actions.note_event(case_id=case.pk, at=on(day), licensed=True, no_show=False, by=nurse, now=on(day), **said)

    met(5, doctor_needed=True)
    got = clocks(case)
    assert got["PHC-14D-U23"][2] == date(2026, 3, 5)
    assert got["PHC-DOC7-U23"] == (date(2026, 3, 5), SEVENTH, None)
    met(6)
    assert clocks(case)["PHC-DOC7-U23"][2] is None, "another nurse's visit is no doctor's"
    met(11, doctor=True)
    assert clocks(case)["PHC-DOC7-U23"][2] == date(2026, 3, 11)


def test_specialised_care_counts_from_the_referral(county, nurse, now):
    station = county.station
    station.service_lines = [*station.service_lines, "specialised_care"]
    station.save()
    case = opened(county, now, "specialised_care", register="patient")
    noted(case, K.REFERRAL_ARRIVED, on(4), nurse)
    noted(case, K.ASSESSMENT_STARTED, on(20), nurse)
    got = clocks(case)
    assert got["ESH-HTA"] == (date(2026, 3, 4), date(2026, 3, 25), date(2026, 3, 20))
    assert got["ESH-EXAM"] == (date(2026, 3, 4), date(2026, 6, 4), None)


def test_the_order_of_noting_makes_no_difference(county, lines, now):
    worker = lines["social_assistance"]
    one, other = (opened(county, now, "social_assistance") for _ in range(2))
    steps = [(K.APPLICATION_COMPLETE, on(9)), (K.DECIDED, on(17))]
    for kind, at in steps:
        noted(one, kind, at, worker)
    for kind, at in reversed(steps):
        noted(other, kind, at, worker)
    assert clocks(one) == clocks(other)


def test_a_correction_adds_a_row_and_replaces_the_clock_that_rested_on_it(county, lines, now):
    worker = lines["social_assistance"]
    case = opened(county, now, "social_assistance")
    noted(case, K.APPLICATION_COMPLETE, on(9), worker)
    noted(case, K.DECIDED, on(19), worker)
    then = CaseClock.objects.get(case=case, rule_id="TTL-7")
    for kind, at in ((K.APPLICATION_COMPLETE, on(10)), (K.DECIDED, on(18))):
        actions.correct_moment(case_id=case.pk, kind=kind, at=at, reason="Väärä päivä", by=worker, now=on(20))
    # From 10 March: 11, 12, 13, 16, 17, 18, 19.
    assert clocks(case)["TTL-7"] == (date(2026, 3, 10), date(2026, 3, 19), date(2026, 3, 18))
    kept = CaseClock.ever.get(pk=then.pk)
    assert (kept.starts_on, kept.due_on, kept.stopped_on) == (then.starts_on, then.due_on, then.stopped_on)
    assert kept.replaced_at == on(20)
    told = [(one.kind, one.at, one.corrected) for one in case_view(case.pk, by=worker, today=on(20).date()).moments]
    assert {(K.DECIDED, on(19), True), (K.DECIDED, on(18), False)} <= set(told)
    with pytest.raises(Refused) as silent:
        actions.correct_moment(case_id=case.pk, kind=K.DECIDED, at=on(17), reason=" ", by=worker, now=on(20))
    assert silent.value.code == "moment.input"


def test_moments_are_only_added(county, lines, now):
    worker = lines["social_assistance"]
    case = opened(county, now, "social_assistance")
    row = noted(case, K.DECIDED, on(9), worker)
    for broken in (
        {"kind": K.DECIDED, "supersedes": None, "note": ""},
        {"kind": K.DECIDED, "supersedes": row, "note": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            CaseMoment.objects.create(case=case, at=on(10), noted_at=on(10), **broken)


@pytest.mark.parametrize(
    ("kind", "at", "code"),
    [
        (K.DECIDED, on(21), "moment.input"),
        (K.DECIDED, on(2), "moment.input"),
        (K.DECIDED, on(10), "moment.state"),
        (K.REFERRAL_ARRIVED, on(9), "moment.line"),
        (K.SERVICE_STARTED, on(9), "case.state"),
    ],
    ids=["future", "before the contact", "twice", "another line", "not assessed"],
)
def test_what_cannot_be_is_refused_and_changes_nothing(county, lines, now, kind, at, code):
    worker = lines["social_assistance"]
    case = opened(county, now, "social_assistance")
    noted(case, K.DECIDED, on(9), worker, now=on(20))
    before = clocks(case), CaseMoment.objects.count()
    with pytest.raises(Refused) as refused:
        noted(case, kind, at, worker, now=on(20))
    assert refused.value.code == code
    assert (clocks(case), CaseMoment.objects.count()) == before
    noted(case, K.DECIDED, on(9) + timedelta(hours=1), worker, now=on(20))
    assert (clocks(case), CaseMoment.objects.count()) == before, "the same day again is the same moment"


def test_a_closed_matter_takes_no_more_moments(county, lines, now):
    worker = lines["social_assistance"]
    case = opened(county, now, "social_assistance")
    actions.assess(case_id=case.pk, assessed=need("social_assistance"), note="", by=worker, now=on(4))
    actions.close(case_id=case.pk, reason=CloseReason.CLIENT_WITHDREW, by=worker, now=on(5))
    with pytest.raises(Refused) as refused:
        noted(case, K.DECIDED, on(9), worker)
    assert refused.value.code == "case.state"


def test_the_assessment_holds_only_what_its_register_asks(county, lines, nurse, now):
    worker = lines["social_assistance"]
    social = opened(county, now, "social_assistance")
    given = AssessedNeed("illness", "non_urgent", "social_assistance", general_medicine=True)
    actions.assess(case_id=social.pk, assessed=given, note="", by=worker, now=on(4))
    row = Assessment.objects.get(case=social)
    assert (row.care_reason, row.general_medicine, row.preventive) == (None, None, None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=row.pk).update(care_reason="illness")
    health = opened(county, now, "primary_care", register="patient")
    with pytest.raises(Refused):
        actions.assess(case_id=health.pk, assessed=need("primary_care"), note="", by=nurse, now=on(4))


def test_the_preview_says_what_starts_later_and_what_does_not_apply(county, lines, now):
    case = opened(county, now, "elderly_services", born="old")
    limits = limits_preview(case.pk, need("elderly_services"), now=now, today=now.date())
    assert {clock.rule_id for clock in limits.clocks} == {"SHL-START-7", "SHL-45"}
    assert [(one.rule_id, one.starts) for one in limits.later] == [("VPL-18", "decided")]
    why = {one.rule_id: one.why for one in limits.not_for_this}
    assert "SHL-CHILD-7" in why
    assert "LSL-26-7" not in why
    assert why["SHL-URGENT"] == "urgency is non_urgent"


def test_every_start_and_stop_of_the_law_can_be_noted_in_its_lines():
    """What the law counts from or to in a line in force today stands in the table, or is kept by the case itself."""
    itself = {"contact", "pending", "assessed", "assessment_completed", "care_event"}
    missing = []
    for rule in load_law().rules:
        rows = [row for row in rule.rows if row.never_in_force is None and row.validity.contains(date(2026, 3, 3))]
        for row in rows:
            parts = [part.service_lines or frozenset() for part in row.scope.any_of]
            named = row.scope.service_lines or frozenset().union(*parts)
            for register in row.scope.registers:
                for line in named & set(LINES_OF[register]):
                    wants = {str(row.start), str(row.stop)} - itself
                    missing += [(rule.id, line, kind) for kind in wants - set(map(str, moments_of(register, line)))]
    assert missing == []


@settings(
    max_examples=examples(25), deadline=None, database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    line=st.sampled_from(["child_protection", "elderly_services", "social_assistance", "disability_services"]),
    steps=st.lists(st.tuples(st.sampled_from([*MomentKind, "assess"]), st.integers(1, 28), st.booleans()), max_size=12),
)
def test_no_sequence_of_moments_rewrites_a_clock(county, lines, now, line, steps):
    worker = lines[line] or lines["elderly_services"]
    point = transaction.savepoint()
    case = opened(county, now, line, born="old")
    raw: dict[int, tuple] = {}
    for kind, day, correct in steps:
        try:
            if kind == "assess":
                actions.assess(case_id=case.pk, assessed=need(line), note="", by=worker, now=on(day))
            elif correct:
                actions.correct_moment(case_id=case.pk, kind=kind, at=on(day), reason="Virhe", by=worker, now=on(28))
            else:
                noted(case, kind, on(day), worker, now=on(28))
        except Refused:
            pass
        rows = list(CaseClock.ever.filter(case=case))
        for row in rows:
            known = (row.rule_id, row.starts_on, row.due_on, row.rule_valid_from, row.law_version)
            assert raw.setdefault(row.pk, known) == known, "start and due are written once"
        assert set(raw) <= {row.pk for row in rows}, "no clock is ever lost"
        current = [row for row in rows if row.replaced_at is None]
        assert len({row.rule_id for row in current}) == len(current)
        case.refresh_from_db()
        running = [row.due_on for row in current if row.stopped_on is None and row.due_on]
        assert case.next_due_on == min(running, default=None)
        assert (case.state == CaseState.IN_SERVICE) <= (case.first_event_at is not None)
    transaction.savepoint_rollback(point)


def test_lines_and_registers_of_the_table_are_known():
    for register in Register:
        for line in ServiceLine:
            assert set(moments_of(register, line)) <= set(MomentKind)
    assert Case._meta.get_field("shown_to_client").default is True
