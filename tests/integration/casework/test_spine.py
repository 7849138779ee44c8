"""From contact to close: which clocks run, what stops them, who owns the case, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ovi.casework import actions, jobs
from ovi.casework.models import Case, CaseClock
from ovi.casework.queries import AssessedNeed, limits_preview
from ovi.casework.states import CaseState, CloseReason
from ovi.contact.models import Contact
from ovi.foundation.refusals import Refused
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make

CARE = AssessedNeed("new_symptoms", "non_urgent", "primary_care", general_medicine=True)
ORAL = AssessedNeed("illness", "non_urgent", "oral_health")
SOCIAL = AssessedNeed("other", "non_urgent", "adult_social_work")


def clocks(case):
    return {
        row.rule_id: (row.starts_on, row.due_on, row.stopped_on) for row in CaseClock.objects.filter(case_id=case.pk)
    }


def test_a_contact_becomes_one_case_with_the_same_day_limit_and_an_audit_row(county, now):
    who = make.person(county.tampere)
    case = make.opened(who, now)
    assert clocks(case) == {"PHC-CONTACT": (date(2026, 3, 3), date(2026, 3, 3), None)}
    assert (case.unit, case.state, case.owner, case.next_due_on) == (county.station, "open", None, date(2026, 3, 3))
    assert Contact.objects.get(pk=case.contact_id).state == "in_case"
    event = AuditEvent.objects.get(action="casework.opened")
    assert (event.subject_key, event.object_id) == (who.subject_key, str(case.pk))


def test_the_job_may_run_twice(county, now):
    row = make.contact(make.person(county.tampere), now)
    jobs.open_case_for_contact.func(contact_id=row.pk)
    jobs.open_case_for_contact.func(contact_id=row.pk)
    assert Case.objects.filter(contact=row).count() == 1
    assert CaseClock.objects.count() == 1
    assert AuditEvent.objects.filter(action="casework.opened").count() == 1


def test_contacts_left_behind_get_their_case_and_a_broken_one_does_not_stop_the_others(county, now, monkeypatch):
    monkeypatch.setattr(jobs.clock, "now", lambda: now)
    broken = make.contact(None, now - timedelta(minutes=5), line="student_welfare", register="student_welfare")
    late = make.contact(make.person(county.tampere), now - timedelta(minutes=2))
    fresh = make.contact(make.person(county.tampere), now - timedelta(seconds=10))
    jobs.open_cases_left_behind.func(0)
    assert Case.objects.filter(contact=late).exists()
    assert not Case.objects.filter(contact__in=[fresh, broken]).exists()


def test_the_nearest_unit_that_serves_the_line_answers(county, now):
    assert make.opened(make.person(county.nokia), now).unit == county.other_station
    assert make.opened(make.person(county.nokia), now, line="oral_health").unit == county.station
    assert make.opened(None, now).unit == county.station
    assert make.opened(make.person(county.nokia), now, line="rehabilitation").unit == county.other_station


@pytest.mark.parametrize(
    ("born", "need", "rule", "due"),
    [
        ("young", CARE, "PHC-14D-U23", date(2026, 3, 17)),
        ("adult", CARE, "PHC-3M-ADULT", date(2026, 6, 3)),
        ("adult", ORAL, "ORAL-6M-ADULT", date(2026, 9, 3)),
        ("young", ORAL, "ORAL-3M-U23", date(2026, 6, 3)),
    ],
)
def test_assessment_stops_the_contact_clock_and_starts_the_one_that_follows(county, nurse, now, born, need, rule, due):
    case = make.opened(make.person(county.tampere, born=make.BORN[born]), now)
    limits = limits_preview(case.pk, need, now=now, today=now.date())
    foreseen = {clock.rule_id: clock.due_on for clock in limits.clocks}
    actions.assess(case_id=case.pk, assessed=need, note="", by=nurse, now=now + timedelta(hours=1))
    got = clocks(case)
    assert got["PHC-CONTACT"][2] == date(2026, 3, 3)
    assert got[rule] == (date(2026, 3, 3), due, None)
    assert foreseen == {rule_id: due_on for rule_id, (_, due_on, _) in got.items()}
    case.refresh_from_db()
    assert (case.state, case.next_due_on, case.owner_id) == ("assessed", due, nurse.professional_id)


def test_a_social_matter_of_an_old_person_is_started_by_its_assessment(county, social_worker, now):
    who = make.person(county.tampere, born=make.BORN["old"])
    case = make.opened(who, now, line="adult_social_work", register="social_welfare")
    assert clocks(case) == {
        "SHL-START-7": (date(2026, 3, 3), date(2026, 3, 12), None),
        "SHL-45": (date(2026, 3, 3), date(2026, 6, 3), None),
    }
    actions.assess(case_id=case.pk, assessed=SOCIAL, note="", by=social_worker, now=now + timedelta(days=2))
    assert clocks(case)["SHL-START-7"][2] == date(2026, 3, 5)
    at = now + timedelta(days=9)
    actions.note_event(case_id=case.pk, at=at, licensed=False, no_show=False, by=social_worker, now=at)
    assert clocks(case)["SHL-45"][2] == date(2026, 3, 12)
    case.refresh_from_db()
    assert case.next_due_on is None


def test_only_a_realised_licensed_event_stops_the_care_clock(county, nurse, now):
    case = make.opened(make.person(county.tampere), now)
    actions.assess(case_id=case.pk, assessed=CARE, note="", by=nurse, now=now)

    def noted(days, licensed, no_show):
        at = now + timedelta(days=days)
        actions.note_event(case_id=case.pk, at=at, licensed=licensed, no_show=no_show, by=nurse, now=at)
        case.refresh_from_db()
        return case.state, clocks(case)["PHC-3M-ADULT"][2], case.next_due_on

    assert noted(1, True, True) == ("assessed", None, date(2026, 6, 3))
    assert noted(2, False, False) == ("in_service", None, date(2026, 6, 3))
    assert noted(5, True, False) == ("in_service", date(2026, 3, 8), None)
    assert noted(9, True, False) == ("in_service", date(2026, 3, 8), None)
    assert noted(4, True, False) == ("in_service", date(2026, 3, 7), None), "an earlier event recorded later"
    assert case.first_event_at == now + timedelta(days=2)


def test_closing_leaves_running_clocks_unstopped_and_needs_a_true_reason(county, nurse, now):
    case = make.opened(make.person(county.tampere), now)
    with pytest.raises(Refused) as early:
        actions.close(case_id=case.pk, reason=CloseReason.CLIENT_WITHDREW, by=nurse, now=now)
    assert early.value.code == "case.state"
    actions.assess(case_id=case.pk, assessed=CARE, note="", by=nurse, now=now)
    with pytest.raises(Refused) as untrue:
        actions.close(case_id=case.pk, reason=CloseReason.SERVICE_GIVEN, by=nurse, now=now)
    assert untrue.value.code == "case.close_reason"
    actions.close(case_id=case.pk, reason=CloseReason.RESOLVED_AT_FIRST_CONTACT, by=nurse, now=now)
    case.refresh_from_db()
    assert (case.state, case.closed_at, case.next_due_on) == ("closed", now, None)
    assert clocks(case)["PHC-3M-ADULT"][2] is None


def test_take_and_give_back(county, nurse, colleague, now):
    case = make.opened(make.person(county.tampere), now)
    actions.take(case_id=case.pk, by=nurse, now=now)
    actions.take(case_id=case.pk, by=nurse, now=now)
    with pytest.raises(Refused) as taken:
        actions.take(case_id=case.pk, by=colleague, now=now)
    assert taken.value.code == "case.state"
    with pytest.raises(Refused) as owned:
        actions.assess(case_id=case.pk, assessed=CARE, note="", by=colleague, now=now)
    assert owned.value.code == "case.owner.state"
    actions.give_back(case_id=case.pk, by=colleague, now=now)
    actions.take(case_id=case.pk, by=colleague, now=now)
    assert Case.objects.get(pk=case.pk).owner_id == colleague.professional_id
    assert AuditEvent.objects.filter(action="casework.taken").count() == 2


def test_a_hand_over_stays_with_the_sender_until_accepted(county, nurse, receiver, now):
    case = make.opened(make.person(county.tampere), now)
    actions.hand_over(case_id=case.pk, to_unit_id=county.other_station.pk, reason="Muutti", by=nurse, now=now)
    case.refresh_from_db()
    assert (case.unit, case.hand_overs) == (county.station, 0)
    with pytest.raises(Refused) as own:
        actions.accept_hand_over(case_id=case.pk, by=nurse, now=now)
    assert own.value.code == "hand_over.not_yours"
    with pytest.raises(Refused) as not_yet:
        actions.take(case_id=case.pk, by=receiver, now=now)
    assert not_yet.value.code == "case.not_yours"
    actions.accept_hand_over(case_id=case.pk, by=receiver, now=now)
    case.refresh_from_db()
    assert (case.unit, case.owner_id, case.hand_overs) == (county.other_station, receiver.professional_id, 1)
    with pytest.raises(Refused) as gone:
        actions.take(case_id=case.pk, by=nurse, now=now)
    assert gone.value.code == "case.not_yours"


def test_a_case_crosses_no_wall_by_hand_over_or_reclassifying(county, nurse, social_worker, now):
    case = make.opened(make.person(county.tampere), now)
    with pytest.raises(Refused) as unit:
        actions.hand_over(case_id=case.pk, to_unit_id=county.office.pk, reason="Sosiaali", by=nurse, now=now)
    assert unit.value.code == "case.wall"
    with pytest.raises(Refused) as line:
        actions.assess(case_id=case.pk, assessed=SOCIAL, note="", by=nurse, now=now)
    assert line.value.code == "case.register"
    with pytest.raises(Refused) as other:
        actions.take(case_id=case.pk, by=social_worker, now=now)
    assert other.value.code == "case.wall"
    case.refresh_from_db()
    assert (case.state, case.owner_id, case.register) == (CaseState.OPEN, None, "patient")
    assert not AuditEvent.objects.filter(action="casework.assessed").exists()


def test_every_verb_writes_history_and_audit_of_the_person(county, nurse, now):
    who = make.person(county.tampere)
    case = make.opened(who, now)
    actions.take(case_id=case.pk, by=nurse, now=now)
    actions.assess(case_id=case.pk, assessed=CARE, note="", by=nurse, now=now)
    actions.close(case_id=case.pk, reason=CloseReason.NOT_REACHED, by=nurse, now=now)
    acts = AuditEvent.objects.filter(subject_key=who.subject_key).order_by("id").values_list("action", flat=True)
    assert list(acts) == ["casework.opened", "casework.taken", "casework.assessed", "casework.closed"]
    assert case.events.count() >= 4
