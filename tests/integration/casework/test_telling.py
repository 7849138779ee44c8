"""A client hears that the limit of the law has passed: once, soon after, and only where the matter is theirs to see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ovi.casework import actions, jobs
from ovi.casework.models import Case
from ovi.foundation.refusals import Refused
from ovi.people.models import Notice
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def case(county, now):
    return make.opened(make.person(county.tampere), now)


def told_on(day_after_limit, case, monkeypatch, now):
    case.refresh_from_db()
    at = now + (case.next_due_on - make.TODAY) + timedelta(days=day_after_limit)
    monkeypatch.setattr(jobs.clock, "now", lambda: at)
    jobs.tell_of_passed_limits.func(0)
    return list(Notice.objects.filter(kind="deadline_passed_information"))


def test_the_day_after_the_limit_and_once_for_it(case, monkeypatch, now):
    assert told_on(0, case, monkeypatch, now) == [], "on its last day the limit has not passed"
    (told,) = told_on(1, case, monkeypatch, now)
    assert (told.person_id, told.number) == (case.person_id, case.contact.number)
    assert told_on(2, case, monkeypatch, now) == [told]
    Case.objects.filter(pk=case.pk).update(next_due_on=case.next_due_on + timedelta(days=30))
    assert len(told_on(1, case, monkeypatch, now)) == 2, "another limit of the same matter is told of anew"


def test_what_passed_long_ago_or_is_not_shown_is_not_told(case, county, monkeypatch, now):
    assert told_on(40, case, monkeypatch, now) == []
    Case.objects.filter(pk=case.pk).update(shown_to_client=False)
    assert told_on(1, case, monkeypatch, now) == []
    nurse = make.acting(make.worker(county.station, Role.NURSE))
    with pytest.raises(Refused):
        actions.tell_of_passed_limit(case_id=case.pk, by=nurse, now=now)
