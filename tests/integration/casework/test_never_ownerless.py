"""Under any sequence of moves, repeats and transactions that die, every open case has one unit and is on its list."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from ovi.casework import actions
from ovi.casework.models import Case, CaseClock, Escalation, HandOver, WaitPeriod
from ovi.casework.queries import AssessedNeed, Filters, workers_of, worklist_rows
from ovi.casework.states import CaseState, CloseReason, HandOverState, WaitReason
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role, system
from tests.examples import examples
from tests.integration import people_for_tests as make

NEED = AssessedNeed("illness", "non_urgent", "primary_care", general_medicine=True)
TODAY = date(2026, 3, 3)


class WorkMachine(RuleBasedStateMachine):
    """Five workers of three units and their managers move several cases about; some transactions die half-way."""

    now0 = None
    worker = st.integers(0, 4)
    unit = st.integers(0, 2)
    which = st.integers(0, 2)
    dies = st.sampled_from([False, False, False, True])

    def __init__(self):
        super().__init__()
        self.point = transaction.savepoint()
        self.now = type(self).now0
        county = make.make_county()
        third = make.unit(county.station.organisation, county.nokia, "Kolmas asema", "patient", ["primary_care"])
        self.units = [county.station, county.other_station, third]
        at = [(0, ()), (0, ()), (1, ()), (1, (2,)), (2, ())]
        self.workers = [
            make.acting(make.worker(self.units[own], Role.NURSE, also=tuple(self.units[one] for one in also)))
            for own, also in at
        ]
        self.managers = [make.acting(make.worker(unit, Role.MANAGER)) for unit in self.units]
        self.home = county.tampere
        self.contacts: list[int] = []
        self.accepted: dict[int, int] = {}

    def teardown(self):
        transaction.savepoint_rollback(self.point)

    @initialize()
    def begin(self):
        self.open_case(dies=False)
        self.open_case(dies=False)

    def case_id(self, which):
        ids = list(Case.objects.order_by("id").values_list("id", flat=True))
        return ids[which % len(ids)]

    def attempt(self, verb, *, dies=False, moves=True, **given):
        """Do it, be refused, or die before the commit; only what was done may leave a trace. True: it was done."""
        self.now += timedelta(hours=3)
        before, clocks = self.snapshot(), self.clocks()
        try:
            with transaction.atomic():
                verb(now=self.now, **given)
                if dies:
                    raise ConnectionAbortedError
        except (Refused, ConnectionAbortedError):
            assert self.snapshot() == before
            return False
        assert not moves or self.clocks() == clocks, "a move changed a clock"
        return True

    def clocks(self):
        return list(CaseClock.objects.order_by("id").values())

    def snapshot(self):
        tables = (Case, CaseClock, HandOver, WaitPeriod, Escalation)
        return [list(table.objects.order_by("id").values()) for table in tables]

    @rule(dies=dies)
    def open_case(self, dies):
        if len(self.contacts) == 3:
            return
        row = make.contact(make.person(self.home), self.now)
        arrived = {"contact_id": row.pk, "by": system("reception"), "moves": False}
        if self.attempt(actions.open_case, dies=dies, **arrived) or self.attempt(actions.open_case, **arrived):
            self.contacts.append(row.pk)

    @rule(which=which, who=worker, dies=dies, again=st.booleans())
    def take(self, which, who, dies, again):
        for _ in range(1 + again):
            self.attempt(actions.take, dies=dies, case_id=self.case_id(which), by=self.workers[who])

    @rule(which=which, who=worker, dies=dies)
    def give_back(self, which, who, dies):
        self.attempt(actions.give_back, dies=dies, case_id=self.case_id(which), by=self.workers[who])

    @rule(which=which, who=worker, to=worker, dies=dies, boss=st.booleans())
    def assign(self, which, who, to, dies, boss):
        by = self.managers[who % 3] if boss else self.workers[who]
        given = {"case_id": self.case_id(which), "to_professional_id": self.workers[to].professional_id}
        self.attempt(actions.assign, dies=dies, reason="Syy", by=by, **given)

    @rule(which=which, who=worker, to=unit, dies=dies, again=st.booleans())
    def hand_over(self, which, who, to, dies, again):
        given = {"case_id": self.case_id(which), "to_unit_id": self.units[to].pk, "reason": "Syy"}
        for _ in range(1 + again):
            self.attempt(actions.hand_over, dies=dies, by=self.workers[who], **given)

    @rule(which=which, who=worker, dies=dies, again=st.booleans())
    def accept(self, which, who, dies, again):
        case_id = self.case_id(which)
        for _ in range(1 + again):
            if self.attempt(actions.accept_hand_over, dies=dies, case_id=case_id, by=self.workers[who]):
                self.accepted[case_id] = self.accepted.get(case_id, 0) + 1

    @rule(which=which, who=worker, dies=dies)
    def decline(self, which, who, dies):
        self.attempt(
            actions.decline_hand_over, dies=dies, case_id=self.case_id(which), reason="Ei", by=self.workers[who]
        )

    @rule(which=which, who=worker, dies=dies)
    def withdraw(self, which, who, dies):
        self.attempt(actions.withdraw_hand_over, dies=dies, case_id=self.case_id(which), by=self.workers[who])

    @rule(dies=dies)
    def silence(self, dies):
        for offer in HandOver.objects.values_list("id", flat=True):
            self.attempt(actions.warn_of_silence, dies=dies, hand_over_id=offer, by=system("reconciliation"))

    @rule(which=which, who=worker, dies=dies)
    def escalate(self, which, who, dies):
        self.attempt(actions.escalate, dies=dies, case_id=self.case_id(which), reason="Apua", by=self.workers[who])

    @rule(who=worker, to=st.none() | worker, dies=dies)
    def answer(self, who, to, dies):
        for escalation in Escalation.objects.values_list("id", flat=True):
            worker = None if to is None else self.workers[to].professional_id
            given = {"escalation_id": escalation, "answer": "Selvä", "assign_to_id": worker}
            self.attempt(actions.answer_escalation, dies=dies, by=self.managers[who % 3], **given)

    @rule(which=which, who=worker, reason=st.sampled_from(list(WaitReason)), dies=dies)
    def wait(self, which, who, reason, dies):
        given = {"case_id": self.case_id(which), "reason": reason, "from_on": TODAY, "note": ""}
        self.attempt(actions.set_wait_reason, dies=dies, by=self.workers[who], **given)

    @rule(which=which, who=worker, dies=dies)
    def end_wait(self, which, who, dies):
        given = {"case_id": self.case_id(which), "ended_on": TODAY}
        self.attempt(actions.end_wait_reason, dies=dies, by=self.workers[who], **given)

    @rule(which=which, who=worker, dies=dies)
    def assess(self, which, who, dies):
        given = {"case_id": self.case_id(which), "assessed": NEED, "note": ""}
        self.attempt(actions.assess, dies=dies, moves=False, by=self.workers[who], **given)

    @rule(which=which, who=worker, dies=dies, no_show=st.booleans())
    def encounter(self, which, who, dies, no_show):
        given = {"case_id": self.case_id(which), "at": self.now, "licensed": True, "no_show": no_show}
        self.attempt(actions.note_event, dies=dies, moves=False, by=self.workers[who], **given)

    @rule(which=which, who=worker, reason=st.sampled_from(list(CloseReason)), dies=dies)
    def close(self, which, who, reason, dies):
        first_contact = reason == CloseReason.RESOLVED_AT_FIRST_CONTACT
        given = {"case_id": self.case_id(which), "reason": reason, "moves": not first_contact}
        self.attempt(actions.close, dies=dies, by=self.workers[who], **given)

    @invariant()
    def every_open_case_is_on_exactly_the_list_of_its_unit(self):
        cases = list(Case.objects.all())
        offers = {one.case_id: one for one in HandOver.objects.filter(state=HandOverState.OFFERED)}
        assert len(cases) == len(self.contacts), "a case is lost"
        team, offered, sent = (self.lists(shown) for shown in ("team", "offered", "sent"))
        for case in cases:
            is_open = case.state != CaseState.CLOSED
            assert team[case.pk] == ([case.unit_id] if is_open else []), "not on exactly one unit's list"
            offer = offers.get(case.pk)
            assert offered[case.pk] == ([offer.to_unit_id] if offer else [])
            assert sent[case.pk] == ([case.unit_id] if offer else [])
            assert offer is None or (is_open and offer.from_unit_id == case.unit_id != offer.to_unit_id)
            assert case.hand_overs == self.accepted.get(case.pk, 0)
            if is_open and case.owner_id is not None:
                assert workers_of([case.unit_id], TODAY).filter(pk=case.owner_id).exists(), "owned from another unit"

    def lists(self, shown):
        """For every case the units on whose list it stands, each list as a worker of that unit alone sees it."""
        found = {pk: [] for pk in Case.objects.values_list("id", flat=True)}
        for number, unit in enumerate(self.units):
            alone = self.workers[(0, 2, 4)[number]]
            for row in worklist_rows(alone, Filters(shown=shown), today=TODAY, most=99):
                found[row.case_id].append(unit.pk)
        return found

    @invariant()
    def what_stands_beside_the_case_agrees_with_it(self):
        waits = dict(WaitPeriod.objects.filter(ended_on=None).values_list("case_id", "reason"))
        raised = dict(Escalation.objects.filter(state="raised").values_list("case_id", "unit_id"))
        for case in Case.objects.all():
            if case.state == CaseState.CLOSED:
                assert case.pk not in waits
                assert case.pk not in raised
            else:
                assert waits.get(case.pk, "") == case.wait_reason
                assert raised.get(case.pk, case.unit_id) == case.unit_id, "the wrong managers would answer"


def test_no_open_case_is_ever_ownerless_lost_or_in_two_places(db, now):
    WorkMachine.now0 = now
    quick = settings(
        max_examples=examples(8), stateful_step_count=20, deadline=None, database=None,
        phases=(Phase.generate,),  # shrinking a run of 25 steps on a real database takes longer than reading it
        suppress_health_check=[HealthCheck.too_slow],
    )  # fmt: skip
    run_state_machine_as_test(WorkMachine, settings=quick)
