"""Nobody who asked for a call is forgotten, called by two at once, or given up too soon."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from ovi.casework import actions
from ovi.casework.models import CallAttempt, Callback
from ovi.casework.queries import AssessedNeed, call_facts, call_list, call_of, calls_changed, case_view, enough
from ovi.casework.states import CallbackState, CallOutcome
from ovi.contact.models import Contact
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make
from tests.integration.casework.test_two_at_once import at_once

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def waiting(county, now):
    return make.opened(make.person(county.tampere), now)


def names(actor, now):
    return [row.case_id for row in call_list(actor, now=now).rows]


def refused(call, **given):
    with pytest.raises(Refused) as caught:
        call(**given)
    return caught.value.code


def tried(case, by, at, outcome=CallOutcome.NO_ANSWER):
    actions.take_call(case_id=case.pk, by=by, now=at)
    actions.note_call(case_id=case.pk, outcome=outcome, by=by, now=at)


def test_the_list_holds_who_asked_for_a_call_and_waits_for_assessment_in_order_of_arrival(county, nurse, now):
    late = make.opened(make.person(county.tampere), now + HOUR)
    early = make.opened(make.person(county.tampere), now)
    letter = make.opened(make.person(county.tampere), now)
    Contact.objects.filter(pk=letter.contact_id).update(reply_by="letter")
    other_unit = make.opened(make.person(county.nokia), now)
    assert names(nurse, now + 2 * HOUR) == [early.pk, late.pk]
    assert other_unit.unit_id != early.unit_id
    assessed = AssessedNeed("illness", "non_urgent", "primary_care", general_medicine=True)
    actions.assess(case_id=early.pk, assessed=assessed, note="", by=nurse, now=now + 2 * HOUR)
    assert names(nurse, now + 2 * HOUR) == [late.pk]


def test_the_lawful_day_is_the_same_day_in_office_hours_and_the_next_working_day_after_them(county, nurse):
    friday = datetime(2026, 3, 6, tzinfo=UTC)
    in_hours = make.opened(make.person(county.tampere), friday + 10 * HOUR)
    evening = make.opened(make.person(county.tampere), friday + 15 * HOUR)
    sunday = make.opened(make.person(county.tampere), friday + 2 * DAY + 10 * HOUR)
    due = {row.case_id: row.due_on for row in call_list(nurse, now=friday + 2 * DAY + 12 * HOUR).rows}
    assert due == {in_hours.pk: date(2026, 3, 6), evening.pk: date(2026, 3, 9), sunday.pk: date(2026, 3, 9)}


def test_of_two_who_call_the_same_person_one_has_the_call(committed_db, now):
    county = make.make_county()
    workers = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(4)]
    for _ in range(3):
        case = make.opened(make.person(county.tampere), now)
        answers = at_once(
            *(lambda by=by, case=case: actions.take_call(case_id=case.pk, by=by, now=now).held_by_id for by in workers)
        )
        assert answers.count("callback.taken") == len(workers) - 1
        assert Callback.objects.get(case=case).held_by_id in answers


def test_a_call_left_hanging_is_free_for_others_after_a_while(waiting, nurse, colleague, now):
    actions.take_call(case_id=waiting.pk, by=nurse, now=now)
    assert call_list(colleague, now=now).rows[0].caller_id == nurse.professional_id
    assert refused(actions.take_call, case_id=waiting.pk, by=colleague, now=now + 14 * MINUTE) == "callback.taken"
    later = now + 16 * MINUTE
    assert call_list(colleague, now=later).rows[0].caller_id is None
    actions.take_call(case_id=waiting.pk, by=colleague, now=later)
    assert (
        refused(actions.note_call, case_id=waiting.pk, outcome=CallOutcome.ANSWERED, by=nurse, now=later)
        == "callback.not_yours"
    )


def test_an_answered_call_ends_the_waiting_and_gives_the_matter_its_owner(waiting, nurse, now):
    tried(waiting, nurse, now, CallOutcome.ANSWERED)
    waiting.refresh_from_db()
    assert waiting.owner_id == nurse.professional_id
    assert names(nurse, now) == []
    assert call_of(case_view(waiting.pk, by=nurse, today=make.TODAY), actor=nurse).state == CallbackState.REACHED
    actions.resume_calling(case_id=waiting.pk, by=nurse, now=now)
    assert names(nurse, now) == [waiting.pk]


def test_an_unanswered_call_rests_below_the_others_and_keeps_its_day(county, nurse, waiting, now):
    other = make.opened(make.person(county.tampere), now + MINUTE)
    tried(waiting, nurse, now + 2 * MINUTE)
    assert names(nurse, now + 3 * MINUTE) == [other.pk, waiting.pk]
    row = call_list(nurse, now=now + 3 * MINUTE).rows[1]
    assert (row.attempts, row.again_at, row.due_on) == (1, now + 32 * MINUTE, date(2026, 3, 3))
    assert names(nurse, now + 33 * MINUTE) == [waiting.pk, other.pk]


def test_one_may_stop_after_three_calls_on_two_days_and_not_before(waiting, nurse, now):
    for at in (now, now + MINUTE, now + HOUR, now + 2 * HOUR):
        tried(waiting, nurse, at)
    assert refused(actions.stop_calling, case_id=waiting.pk, by=nurse, now=now + 3 * HOUR) == "callback.too_few"
    tried(waiting, nurse, now + DAY)
    actions.stop_calling(case_id=waiting.pk, by=nurse, now=now + DAY)
    waiting.refresh_from_db()
    assert (waiting.state, names(nurse, now + DAY)) == ("open", [])


@pytest.mark.parametrize(
    ("minutes", "last", "may"),
    [
        ((0, 60, 24 * 60), "no_answer", True),
        ((0, 60, 120), "no_answer", False),  # all on one day
        ((0, 10, 24 * 60), "no_answer", False),  # two of them count as one
        ((0,), "wrong_number", True),
        ((), "", False),
    ],
)
def test_enough_is_the_countys_rule(now, minutes, last, may):
    calls = [(now + one * MINUTE, last if one == minutes[-1] else "no_answer") for one in minutes]
    assert enough(calls) is may


def test_a_worker_of_another_unit_or_register_calls_nobody_of_ours(waiting, receiver, social_worker, now):
    for stranger, code in ((receiver, "case.not_yours"), (social_worker, "case.wall")):
        assert refused(actions.take_call, case_id=waiting.pk, by=stranger, now=now) == code
        assert names(stranger, now) == []


def test_a_matter_that_a_colleague_answers_for_is_theirs_to_call(waiting, nurse, colleague, now):
    actions.take(case_id=waiting.pk, by=colleague, now=now)
    assert refused(actions.take_call, case_id=waiting.pk, by=nurse, now=now) == "case.owner.state"


def test_a_call_that_was_made_cannot_be_made_undone(waiting, nurse, now):
    tried(waiting, nurse, now)
    with pytest.raises(ProgrammingError, match="permission denied"):
        CallAttempt.objects.all().delete()


def test_the_list_takes_three_queries_however_long(county, nurse, now):
    for _ in range(12):
        make.opened(make.person(county.tampere), now)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert len(call_list(nurse, now=now).rows) == 12
    assert len(seen) == 3


def test_what_others_do_is_told_and_ones_own_is_not(waiting, nurse, colleague, now):
    since = call_list(nurse, now=now).since
    actions.take_call(case_id=waiting.pk, by=colleague, now=now)
    assert (calls_changed(nurse, since=since), calls_changed(colleague, since=since)) == (1, 0)


def test_the_figure_counts_who_was_reached_by_the_lawful_day(county, nurse, now):
    reached, late, silent = (make.opened(make.person(county.tampere), now) for _ in range(3))
    tried(reached, nurse, now + HOUR, CallOutcome.ANSWERED)
    tried(late, nurse, now + HOUR)
    tried(late, nurse, now + DAY, CallOutcome.ANSWERED)
    day = date(2026, 3, 3)
    facts = partial(call_facts, [reached.unit_id], first=day, until=day + DAY)
    assert sorted(str(one.in_time) for one in facts(today=day)) == ["False", "None", "True"]
    assert [one.in_time for one in facts(today=day + DAY)].count(False) == 2
    assert {one.attempts for one in facts(today=day)} == {0, 1, 2}
    assert silent.pk in names(nurse, now + DAY)
