"""The tables of states are whole, and no sequence of what people do leaves a case wrong."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from ovi.booking.states import TRANSITIONS as APPOINTMENT_TRANSITIONS
from ovi.booking.states import AppointmentState
from ovi.casework import actions
from ovi.casework.models import Case, CaseClock, HandOver
from ovi.casework.queries import AssessedNeed
from ovi.casework.states import (
    HAND_OVER_TRANSITIONS,
    LINES_OF,
    TRANSITIONS,
    CareReason,
    CaseState,
    CloseReason,
    HandOverState,
)
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import CareReason as LawCareReason
from ovi.law.vocabulary import Register, ServiceLine
from ovi.people.models import Membership, Professional
from ovi.plumbing.actor import Role
from tests.examples import examples
from tests.integration import people_for_tests as make


@pytest.mark.parametrize(
    ("states", "table"),
    [
        (CaseState, TRANSITIONS),
        (HandOverState, HAND_OVER_TRANSITIONS),
        (AppointmentState, APPOINTMENT_TRANSITIONS),
    ],
)
def test_every_state_stands_in_its_table_and_can_be_reached(states, table):
    assert set(table) == set(states)
    first = next(iter(states))
    reached, waiting = set(), [first]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += table[state]
    assert reached == set(states)


def test_every_register_has_lines_and_every_line_a_register():
    assert set(LINES_OF) == set(Register)
    assert {line for lines in LINES_OF.values() for line in lines} == set(ServiceLine)


def test_the_rooms_and_the_law_mean_the_same_reasons_for_care():
    assert {reason.value for reason in CareReason} == {reason.value for reason in LawCareReason}


class CaseMachine(RuleBasedStateMachine):
    """Three workers of two units do anything to one case, in any order; the clock only goes forward."""

    people: dict
    now0 = None

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()
        self.now = type(self).now0
        county = make.make_county()
        self.units = {"here": county.station, "there": county.other_station, "office": county.office}
        self.workers = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(2)]
        self.workers.append(make.acting(make.worker(county.other_station, Role.DOCTOR)))
        self.case_id = make.opened(make.person(county.tampere), self.now).pk

    def teardown(self):
        transaction.savepoint_rollback(self.point)

    def attempt(self, verb, **given):
        """Do it or be refused; a refusal must change nothing."""
        self.now += timedelta(hours=7)
        before = self.snapshot()
        try:
            verb(case_id=self.case_id, now=self.now, **given)
        except Refused:
            assert self.snapshot() == before

    def snapshot(self):
        return (
            Case.objects.filter(pk=self.case_id).values().get(),
            list(CaseClock.objects.order_by("id").values()),
            list(HandOver.objects.order_by("id").values()),
        )

    who = st.integers(0, 2)

    @rule(who=who)
    def take(self, who):
        self.attempt(actions.take, by=self.workers[who])

    @rule(who=who)
    def give_back(self, who):
        self.attempt(actions.give_back, by=self.workers[who])

    @rule(who=who, line=st.sampled_from(["primary_care", "oral_health", "adult_social_work"]), urgent=st.booleans())
    def assess(self, who, line, urgent):
        need = AssessedNeed("illness", "urgent" if urgent else "non_urgent", line, general_medicine=True)
        self.attempt(actions.assess, assessed=need, note="", by=self.workers[who])

    @rule(who=who, unit=st.sampled_from(["here", "there", "office"]))
    def hand_over(self, who, unit):
        self.attempt(actions.hand_over, to_unit_id=self.units[unit].pk, reason="Syy", by=self.workers[who])

    @rule(who=who)
    def accept(self, who):
        self.attempt(actions.accept_hand_over, by=self.workers[who])

    @rule(who=who)
    def decline(self, who):
        self.attempt(actions.decline_hand_over, reason="Syy", by=self.workers[who])

    @rule(who=who)
    def withdraw(self, who):
        self.attempt(actions.withdraw_hand_over, by=self.workers[who])

    @rule(who=who, licensed=st.booleans(), no_show=st.booleans())
    def encounter(self, who, licensed, no_show):
        self.attempt(actions.note_event, at=self.now, licensed=licensed, no_show=no_show, by=self.workers[who])

    @rule(who=who, reason=st.sampled_from(list(CloseReason)))
    def close(self, who, reason):
        self.attempt(actions.close, reason=reason, by=self.workers[who])

    @invariant()
    def row_is_whole(self):
        case = Case.objects.get(pk=self.case_id)
        offers = HandOver.objects.filter(case=case)
        running = CaseClock.objects.filter(case=case, stopped_on=None, due_on__isnull=False)
        if case.owner_id is not None:
            account = Professional.objects.get(pk=case.owner_id).account_id
            assert Membership.objects.filter(account=account, unit=case.unit).exists(), "owned from another unit"
        if case.state == CaseState.CLOSED:
            assert case.owner_id is not None, "nobody closed it"
            assert not offers.filter(state=HandOverState.OFFERED).exists()
            assert case.next_due_on is None
        else:
            assert case.next_due_on == min((clock.due_on for clock in running), default=None)
        assert (case.state == CaseState.IN_SERVICE) <= (case.first_event_at is not None)
        assert hasattr(case, "assessment") == (case.assessed_at is not None)
        assert case.hand_overs == offers.filter(state=HandOverState.ACCEPTED).count()
        assert case.register == case.unit.register == "patient"
        assert case.service_line in LINES_OF[Register.PATIENT]


def test_no_sequence_of_steps_leaves_a_case_wrong(db, now):
    CaseMachine.now0 = now
    quick = settings(
        max_examples=examples(25), stateful_step_count=18, deadline=None, database=None,
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    run_state_machine_as_test(CaseMachine, settings=quick)
