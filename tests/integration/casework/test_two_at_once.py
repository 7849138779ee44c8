"""Two people press the same button at the same moment: one wins, the other is told so."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

from django.db import connection

from ovi.casework import actions
from ovi.casework.models import Case, CaseMoment
from ovi.casework.states import MomentKind
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make


def at_once(*calls):
    """What each call answered, or the code of its refusal; all start together, each on its own connection."""
    start = Barrier(len(calls))

    def run(call):
        try:
            start.wait()
            return call()
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def taken_by(case_id, by, now):
    return actions.take(case_id=case_id, by=by, now=now).owner_id


def test_of_two_who_take_the_same_case_one_has_it(committed_db, now):
    county = make.make_county()
    workers = [make.acting(make.worker(county.station, Role.NURSE)) for _ in range(2)]
    for _ in range(5):
        case = make.opened(make.person(county.tampere), now)
        answers = at_once(*(partial(taken_by, case.pk, by, now) for by in workers))
        assert "case.state" in answers
        winner = next(answer for answer in answers if answer != "case.state")
        assert Case.objects.get(pk=case.pk).owner_id == winner
        assert AuditEvent.objects.filter(action="casework.taken", object_id=str(case.pk)).count() == 1


def test_two_jobs_for_the_same_contact_open_one_case(committed_db, now):
    county = make.make_county()
    row = make.contact(make.person(county.tampere), now)
    answers = at_once(
        *[lambda: actions.open_case(contact_id=row.pk, by=system("reception"), now=now).pk for _ in range(2)]
    )
    assert answers[0] == answers[1]
    assert Case.objects.count() == 1


def test_of_two_who_note_the_same_stage_one_row_is_left(committed_db, now):
    county = make.make_county()
    workers = [make.acting(make.worker(county.office, Role.SOCIAL_WORKER)) for _ in range(2)]
    for days in (0, 1):  # the same day is one moment, another day is told to be corrected
        case = make.opened(make.person(county.tampere), now, line="adult_social_work", register="social_welfare")
        later = now + timedelta(days=2)
        noted = [
            partial(note, case.pk, now + timedelta(days=days * turn), by, later) for turn, by in enumerate(workers)
        ]
        answers = at_once(*noted)
        assert CaseMoment.objects.filter(case=case).count() == 1
        assert ("moment.state" in answers) == bool(days)


def note(case_id, at, by, now):
    return actions.note_moment(case_id=case_id, kind=MomentKind.DECIDED, at=at, by=by, now=now).pk
