"""Recording an encounter: one key one row, own work only, what has been, and the case told of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from ovi.casework import actions as casework
from ovi.casework.models import Case
from ovi.casework.queries import AssessedNeed
from ovi.encounters import actions
from ovi.encounters.models import Encounter
from ovi.encounters.queries import encounters_of
from ovi.foundation.refusals import Refused
from ovi.people.states import Profession
from ovi.plumbing.actor import Role
from ovi.plumbing.models import AuditEvent
from tests.integration import people_for_tests as make

CARE = AssessedNeed("new_symptoms", "non_urgent", "primary_care", general_medicine=True)


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def nurse(county):
    return make.acting(make.worker(county.station, Role.NURSE))


@pytest.fixture
def practical_nurse(county):
    return make.acting(make.worker(county.station, Role.NURSE, Profession.PRACTICAL_NURSE))


@pytest.fixture
def case(county, nurse, now):
    case = make.opened(make.person(county.tampere), now)
    casework.assess(case_id=case.pk, assessed=CARE, note="", by=nurse, now=now)
    return case


def record(case, by, now, **changed):
    given = {
        "case_id": case.pk, "professional_id": by.professional_id, "started_at": now, "mode": "R10", "minutes": 30,
        "planned": False, "no_show": False, "note": "Tutkittu", "idempotency_key": uuid4(), "by": by,
        "now": now + timedelta(hours=1), **changed,
    }  # fmt: skip
    return actions.record(**given)


def care_clock(case):
    return case.clocks.get(rule_id="PHC-3M-ADULT").stopped_on


def test_the_same_key_gives_the_same_row(case, nurse, now):
    key = uuid4()
    assert record(case, nurse, now, idempotency_key=key) == record(case, nurse, now, idempotency_key=key, minutes=99)
    assert AuditEvent.objects.filter(action="encounters.recorded").count() == 1
    [row] = encounters_of(case.pk)
    assert (row.minutes, row.profession, row.licensed) == (30, "nurse", True)


def test_a_key_is_no_way_into_anothers_record(case, nurse, practical_nurse, now):
    key = uuid4()
    record(case, nurse, now, idempotency_key=key)
    with pytest.raises(Refused) as refused:
        record(case, practical_nurse, now, idempotency_key=key)
    assert refused.value.code == "encounter.state"


def test_only_ones_own_work(case, nurse, practical_nurse, now):
    with pytest.raises(Refused) as refused:
        record(case, nurse, now, professional_id=practical_nurse.professional_id)
    assert refused.value.code == "encounter.not_yours"


def test_an_unlicensed_visit_and_a_missed_one_stop_no_clock(case, nurse, practical_nurse, now):
    record(case, nurse, now, no_show=True)
    assert care_clock(case) is None
    assert Case.objects.get(pk=case.pk).state == "assessed"
    record(case, practical_nurse, now)
    assert care_clock(case) is None
    record(case, nurse, now, mode="R52")
    assert str(care_clock(case)) == "2026-03-03"


def test_every_fault_is_told_and_nothing_is_written(case, nurse, now):
    with pytest.raises(Refused) as refused:
        record(case, nurse, now, started_at=now + timedelta(days=1), minutes=601)
    assert {fault.where for fault in refused.value.faults} == {"started_at", "minutes"}
    with pytest.raises(Refused) as early:
        record(case, nurse, now, started_at=now - timedelta(days=1))
    assert early.value.code == "encounter.input"
    assert not Encounter.objects.exists()


def test_nothing_is_recorded_before_the_assessment_or_over_the_wall(county, nurse, now):
    raw = make.opened(make.person(county.tampere), now)
    social = make.opened(None, now, line="adult_social_work", register="social_welfare")
    for case, code in ((raw, "case.state"), (social, "case.wall")):
        with pytest.raises(Refused) as refused:
            record(case, nurse, now)
        assert refused.value.code == code
    assert not Encounter.objects.exists()
