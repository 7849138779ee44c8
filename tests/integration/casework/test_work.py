"""Waiting beside the clock, giving to a colleague, raising to a manager, silence, and what first contact resolves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from ovi.casework import actions, jobs
from ovi.casework.models import Case, CaseClock, HandOver, WaitPeriod
from ovi.casework.queries import (
    AssessedNeed,
    Filters,
    case_work,
    changed_since,
    early_warnings,
    looks_like_hetu,
    open_escalations,
    unanswered_hand_overs,
    worklist,
)
from ovi.casework.queries.attention import answer_by
from ovi.casework.states import CloseReason, WaitReason
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make

CARE = AssessedNeed("new_symptoms", "non_urgent", "primary_care", general_medicine=True)
TODAY = date(2026, 3, 3)


@pytest.fixture
def case(county, now):
    return make.opened(make.person(county.tampere), now)


@pytest.fixture
def manager(county):
    return make.acting(make.worker(county.station, Role.MANAGER))


def raised_code(verb, **given):
    with pytest.raises(Refused) as refused:
        verb(**given)
    return refused.value.code


def row_of(actor, **filters):
    return worklist(actor, Filters(**filters), today=TODAY).rows[0]


def test_a_reason_for_waiting_stands_beside_the_clock_and_follows_into_list_and_facts(nurse, case, now):
    before = list(CaseClock.objects.values())
    given = {"case_id": case.pk, "from_on": TODAY, "note": " Matkoilla ", "by": nurse}
    actions.set_wait_reason(reason=WaitReason.PATIENT_CHOICE, now=now, **given)
    later = now + timedelta(days=2)
    actions.set_wait_reason(
        reason=WaitReason.RESOURCE, now=later, case_id=case.pk, from_on=date(2026, 3, 5), note="", by=nurse
    )
    case.refresh_from_db()
    assert case.wait_reason == "resource"
    assert [(one.reason, one.from_on, one.ended_on) for one in case_work(case.pk).waits] == [
        ("resource", date(2026, 3, 5), None), ("patient_choice", TODAY, date(2026, 3, 5)),
    ]  # fmt: skip
    assert row_of(nurse, wait_reason="resource").case_id == case.pk
    assert (
        raised_code(actions.end_wait_reason, case_id=case.pk, ended_on=date(2026, 3, 1), by=nurse, now=later)
        == "wait.day"
    )
    actions.end_wait_reason(case_id=case.pk, ended_on=date(2026, 3, 5), by=nurse, now=later)
    case.refresh_from_db()
    assert (case.wait_reason, WaitPeriod.objects.filter(ended_on=None).count()) == ("", 0)
    assert list(CaseClock.objects.values()) == before
    assert raised_code(
        actions.set_wait_reason, reason=WaitReason.DNA, case_id=case.pk, from_on=date(2026, 3, 1), note="",
        by=nurse, now=later,
    ) == "wait.day"  # fmt: skip


def test_what_a_colleague_is_given_is_new_to_them_until_they_open_it(nurse, colleague, receiver, case, now):
    given = {"case_id": case.pk, "reason": "Tunnet asiakkaan", "by": nurse, "now": now}
    refused = raised_code(actions.assign, to_professional_id=receiver.professional_id, **given)
    assert refused == "assign.worker"
    actions.assign(to_professional_id=colleague.professional_id, **given)
    assert row_of(colleague, shown="mine").given
    assert not row_of(nurse).given
    assert case_work(case.pk).given[0].reason == "Tunnet asiakkaan"
    actions.note_seen(case_id=case.pk, by=colleague, now=now)
    assert not row_of(colleague, shown="mine").given


def test_a_manager_answers_what_is_raised_and_gives_it_to_somebody(county, nurse, colleague, manager, case, now):
    actions.escalate(case_id=case.pk, reason="Tarvitsen työparin", by=nurse, now=now)
    assert raised_code(actions.escalate, case_id=case.pk, reason="Taas", by=nurse, now=now) == "escalation.state"
    other = make.acting(make.worker(county.other_station, Role.MANAGER))
    assert open_escalations(other) == []
    (row,) = open_escalations(manager)
    assert (row.reason, row.case.name != "") == ("Tarvitsen työparin", True)
    answer = {"escalation_id": row.id, "answer": "Työpari löytyi", "now": now}
    assert raised_code(actions.answer_escalation, assign_to_id=None, by=other, **answer) == "case.not_yours"
    actions.answer_escalation(assign_to_id=colleague.professional_id, by=manager, **answer)
    assert raised_code(actions.answer_escalation, assign_to_id=None, by=manager, **answer) == "escalation.state"
    assert Case.objects.get(pk=case.pk).owner_id == colleague.professional_id
    assert case_work(case.pk).raised[0].answer == "Työpari löytyi"
    assert not row_of(nurse).raised


def test_who_manages_the_whole_county_sees_the_matter_but_no_name(county, nurse, case, now):
    actions.escalate(case_id=case.pk, reason="Apua", by=nurse, now=now)
    account = make.worker(county.station, Role.MANAGER)
    account.memberships.update(unit=None)
    (row,) = open_escalations(make.acting(account))
    assert (row.case.name, row.case.number) == ("", case.contact.number)


@pytest.mark.parametrize(
    ("offered", "answered_by"),
    [
        (datetime(2026, 3, 3, 7, 0, tzinfo=UTC), datetime(2026, 3, 4, 7, 0, tzinfo=UTC)),
        (datetime(2026, 3, 6, 13, 55, tzinfo=UTC), datetime(2026, 3, 9, 13, 55, tzinfo=UTC)),  # Friday 15.55
        (datetime(2026, 3, 27, 13, 0, tzinfo=UTC), datetime(2026, 3, 30, 12, 0, tzinfo=UTC)),  # summer time between
        (datetime(2026, 4, 2, 12, 0, tzinfo=UTC), datetime(2026, 4, 7, 12, 0, tzinfo=UTC)),  # Easter between
    ],
)
def test_an_offer_is_answered_in_one_working_day(offered, answered_by):
    assert answer_by(offered, 1) == answered_by


def test_silence_is_told_once_to_the_managers_of_both_units(county, nurse, manager, case, now, monkeypatch):
    actions.hand_over(case_id=case.pk, to_unit_id=county.other_station.pk, reason="Muutti", by=nurse, now=now)

    def run_at(moment):
        monkeypatch.setattr(jobs.clock, "now", lambda: moment)
        jobs.warn_of_unanswered_hand_overs.func(0)

    run_at(now + timedelta(hours=23))
    assert unanswered_hand_overs(manager) == []
    assert row_of(nurse, shown="sent").hand_over == "offered"
    run_at(now + timedelta(hours=25))
    first = HandOver.objects.get().warned_at
    run_at(now + timedelta(hours=26))
    assert HandOver.objects.get().warned_at == first
    receiving = make.acting(make.worker(county.other_station, Role.MANAGER))
    elsewhere = make.acting(make.worker(county.office, Role.MANAGER))
    assert [len(unanswered_hand_overs(one)) for one in (manager, receiving, elsewhere)] == [1, 1, 0]
    assert unanswered_hand_overs(receiving)[0].case.name == "", "the client is not yet theirs"
    assert row_of(nurse, shown="sent").hand_over == "silent"
    assert (
        raised_code(actions.warn_of_silence, hand_over_id=HandOver.objects.get().pk, by=nurse, now=now)
        == "permission.casework.warn"
    )


def test_declining_needs_a_reason_and_only_the_sender_withdraws(county, nurse, receiver, case, now):
    actions.hand_over(case_id=case.pk, to_unit_id=county.other_station.pk, reason="Muutti", by=nurse, now=now)
    given = {"case_id": case.pk, "now": now}
    assert raised_code(actions.decline_hand_over, reason=" ", by=receiver, **given) == "hand_over.reason"
    assert raised_code(actions.decline_hand_over, reason="Ei", by=nurse, **given) == "hand_over.not_yours"
    assert raised_code(actions.withdraw_hand_over, by=receiver, **given) == "hand_over.not_yours"
    actions.decline_hand_over(reason="Ei meidän alueella", by=receiver, **given)
    row = HandOver.objects.get()
    assert (row.state, row.answer) == ("declined", "Ei meidän alueella")
    assert raised_code(actions.withdraw_hand_over, by=nurse, **given) == "hand_over.state"


def test_what_the_first_contact_resolves_leaves_no_clock_behind(nurse, case, now):
    actions.assess(case_id=case.pk, assessed=CARE, note="", by=nurse, now=now)
    actions.resolve_at_first_contact(case_id=case.pk, by=nurse, now=now)
    ends = {one.rule_id: (one.stopped_on, one.cancelled_on) for one in CaseClock.objects.all()}
    assert ends == {"PHC-CONTACT": (TODAY, None), "PHC-3M-ADULT": (None, TODAY)}


def test_a_late_case_cannot_be_called_resolved_at_first_contact(nurse, case, now):
    actions.assess(case_id=case.pk, assessed=CARE, note="", by=nurse, now=now)
    later = now + timedelta(days=120)
    given = {"case_id": case.pk, "by": nurse, "now": later}
    assert raised_code(actions.close, reason=CloseReason.RESOLVED_AT_FIRST_CONTACT, **given) == "case.close_reason"
    actions.close(reason=CloseReason.CLIENT_WITHDREW, **given)
    assert CaseClock.objects.filter(stopped_on=None, cancelled_on=None).count() == 1


def test_the_day_of_risk_follows_the_clock_whoever_writes_the_row(nurse, case, now):
    case.refresh_from_db()
    assert case.at_risk_on == TODAY
    stale = Case.objects.get(pk=case.pk)
    actions.assess(case_id=case.pk, assessed=CARE, note="", by=nurse, now=now)
    case.refresh_from_db()
    assert (case.next_due_on, case.at_risk_on) == (date(2026, 6, 3), date(2026, 5, 16))
    stale.save(update_fields=["at_risk_on"])
    case.refresh_from_db()
    assert case.at_risk_on == date(2026, 5, 16)


def test_others_changes_are_counted_and_ones_own_are_not(nurse, colleague, case, now):
    since = worklist(nurse, Filters(), today=TODAY).since
    actions.take(case_id=case.pk, by=nurse, now=now)
    assert changed_since(nurse, Filters(), since=since) == 0
    assert changed_since(colleague, Filters(), since=since) == 1


def test_early_warnings_are_what_nobody_has_taken(nurse, manager, case, now):
    assert [one.case_id for one in early_warnings(manager, today=TODAY)] == [case.pk]
    actions.take(case_id=case.pk, by=nurse, now=now)
    assert early_warnings(manager, today=TODAY) == []


@pytest.mark.parametrize(("text", "is_hetu"), [
    ("010180-9026", True), ("010180 - 902x", True), ("Virtanen", False), ("OVI-2026-000123", False), ("123", False),
])  # fmt: skip
def test_a_henkilotunnus_is_known_by_its_looks(text, is_hetu):
    assert looks_like_hetu(text) == is_hetu


def test_search_by_name_in_either_order_and_by_number(county, nurse, now):
    who = make.person(county.tampere, first_name="Äly", last_name="Öster")
    case = make.opened(who, now)
    make.opened(make.person(county.tampere), now)

    def found(text):
        return [row.case_id for row in worklist(nurse, Filters(text=text), today=TODAY).rows]

    for text in ("öst", "Öster Äly", "äly öster", case.contact.number, case.contact.number[-4:]):
        assert found(text) == [case.pk], text
    assert found("Nobody") == []


def test_who_has_no_unit_has_an_empty_list(case, nurse, now):
    nobody = replace(nurse, units=frozenset(), registers=frozenset())
    found = worklist(nobody, Filters(), today=TODAY)
    assert (found.rows, found.counts.all, found.pages) == ((), 0, 1)
