"""The invented county comes into a real database whole or not at all, and keeps what the actions keep."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.models import F

from ovi.casework.models import (
    Case,
    CaseClock,
    SavedList,
    TrayPick,
)
from ovi.contact.models import Contact
from ovi.demo import load
from ovi.demo.invariants import CHECKS, broken
from ovi.directory.models import Organisation, Service, Unit
from ovi.directory.narrowing import stands_on
from ovi.directory.queries import GapKind, content_gaps
from ovi.directory.queries.offers import picture
from ovi.directory.tray import themes, views
from ovi.foundation.refusals import Refused
from ovi.people.models import Person, Professional
from ovi.plumbing import access
from ovi.plumbing.models import Access, AuditEvent
from tests import database

TODAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 7, 12, tzinfo=UTC)
RESIDENTS = 500


def _ensure(county_id: str = "pirkanmaa", residents: int = RESIDENTS, seed: int = 1) -> bool:
    return load.ensure_county(county_id, seed, residents, TODAY, NOW)


@pytest.mark.parametrize("county_id", ["pirkanmaa", "ita_uusimaa"])
@pytest.mark.django_db
def test_county_keeps_every_invariant(county_id):
    assert not load.is_loaded()
    assert _ensure(county_id) is True
    assert [f"{one.check.code}: {one.rows}, e.g. {one.example}" for one in broken()] == []
    assert list(access.verify()) == []
    assert Access.objects.count() > 50
    assert Person.objects.count() == RESIDENTS
    assert Contact.objects.count() > 2 * RESIDENTS
    assert CaseClock.objects.filter(stopped_on__isnull=True).exists()
    assert set(TrayPick.objects.values_list("take_up", flat=True)) >= {"", "went"}
    assert SavedList.objects.count() == 2
    gaps = {kind: [one.text for one in content_gaps(kind=kind, today=TODAY).rows] for kind in GapKind}
    assert "lumityöapu" in gaps[GapKind.NOTHING]
    assert gaps[GapKind.NOT_OPENED]
    assert not Unit.objects.filter(latitude=None).exists()
    every = [offer for offer in picture().offers.values() if not offer.national]
    empty = [
        shelf.id for shelf in (*themes().values(), *views().values()) if not any(stands_on(o, shelf) for o in every)
    ]
    assert empty == []
    assert {"open", "assessed", "in_service", "closed"} == set(Case.objects.values_list("state", flat=True))
    there = load.loaded()
    assert there is not None
    assert (there.county, there.seed, there.residents, there.today) == (county_id, 1, RESIDENTS, "2026-03-03")
    assert Unit.objects.filter(services__isnull=True).count() == 0
    assert Contact.objects.filter(service__isnull=False).exists()


@pytest.mark.django_db
def test_most_limits_of_social_matters_are_kept_and_some_are_not():
    """The page of social deadlines has late and timely ones for every limit that counts in days or months."""
    _ensure(residents=2500)
    for rule in ("SHL-45", "VAMPL-3M", "TTL-7", "LSL-26-7", "OHL-15", "SHL-START-7"):
        with connection.cursor() as cursor:
            cursor.execute(
                "select count(*), count(*) filter (where due_on < coalesce(stopped_on, %s)) from casework_caseclock "
                "where rule_id = %s and cancelled_on is null and due_on is not null", [TODAY, rule]
            )  # fmt: skip
            every, late = cursor.fetchone()
        assert every >= 10, rule
        assert late / every < 0.35, f"{rule}: {late} of {every} late"
    urgent = CaseClock.objects.filter(rule_id="URGENT", stopped_on__isnull=False)
    late_urgent = urgent.filter(stopped_on__gt=F("starts_on")).count()
    assert 0 < late_urgent / urgent.count() < 0.12


@pytest.mark.django_db
@pytest.mark.parametrize(("county_id", "residents", "code"), [
    ("atlantis", 500, "county.unknown"), ("pirkanmaa", 3, "demo.residents"), ("pirkanmaa", 10**7, "demo.residents"),
])  # fmt: skip
def test_what_cannot_be_invented_is_refused_and_nothing_changes(county_id, residents, code):
    with pytest.raises(Refused) as refused:
        _ensure(county_id, residents)
    assert refused.value.code == code
    assert not Person.objects.exists()
    assert not Service.objects.exists()


@pytest.mark.django_db
def test_a_database_with_people_of_its_own_is_left_alone():
    Person.objects.create(first_name="Oma", last_name="Ihminen", sort_name="ihminen oma")
    with pytest.raises(Refused) as refused:
        _ensure()
    assert refused.value.code == "demo.not_empty"
    assert Person.objects.count() == 1
    assert not Organisation.objects.exists()


def test_an_interrupted_load_leaves_nothing(committed_db, monkeypatch):
    from ovi.demo import copying

    advance = copying._advance

    def stop_at_history(cursor, table):
        if table == "encounters_encounter":
            raise KeyboardInterrupt
        advance(cursor, table)

    monkeypatch.setattr(copying, "_advance", stop_at_history)
    with pytest.raises(KeyboardInterrupt):
        _ensure()
    assert not load.is_loaded()
    for model in (Person, Contact, Case, Professional, Unit, AuditEvent, Access, Service):
        assert not model.objects.exists(), model
    monkeypatch.undo()
    assert _ensure() is True
    assert list(broken()) == []


# What could go wrong, written straight into the database: each check must see its own kind of damage.
DAMAGE = {
    "contact_has_case": "update contact_contact set state = 'received' where id = 1",
    "case_follows_contact": "update contact_contact set arrived_at = arrived_at - interval '1 day' where id = 1",
    "case_in_order": "update casework_case set closed_at = opened_at - interval '1 second' where state = 'closed'",
    "assessment_of_case": "delete from casework_assessment where id = 1",
    "register_of_unit": "update casework_case set unit_id = (select id from directory_unit where register = "
    "'social_welfare' limit 1) where register = 'patient'",
    "service_state": "update encounters_encounter set no_show = true",
    "encounter_in_order": "update encounters_encounter set started_at = started_at - interval '400 days' where id = 1",
    "encounter_of_professional": "update encounters_encounter set licensed = not licensed where id = 1",
    "clock_stopped_by_assessment": "update casework_caseclock set stopped_on = null where stop_kind = 'assessed'",
    "clock_stopped_by_care": "update casework_caseclock set stopped_on = null where stop_kind = 'care_event'",
    "clock_stopped_by_moment": "update casework_caseclock set stop_kind = 'decided', stopped_on = due_on where id = 1",
    "clock_started_by_moment": "update casework_caseclock set start_kind = 'decided' where id = 1",
    "clock_in_order": "update casework_caseclock set due_on = starts_on - 1 where id = 1",
    "next_due_on": "update casework_case set next_due_on = '2030-01-01' where state = 'open'",
    "next_event_at": "update casework_case set next_event_at = now() where state = 'closed'",
    "appointment_in_order": "update booking_appointment set ended_at = null where id = 1",
    "hand_over_in_order": "update casework_handover set to_unit_id = from_unit_id",
    "hand_overs_counted": "update casework_case set hand_overs = 9 where id = 1",
    "case_history": "update casework_caseevent set hand_overs = 7",
    "contact_history": "delete from contact_contactevent where pgh_label = 'update'",
    "history_states_in_order": "update casework_caseevent set state = 'open' where state = 'closed'",
    "audit_of_contact": "delete from plumbing_auditevent where action = 'casework.closed'",
    "clock_cancelled": "update casework_caseclock set cancelled_on = starts_on where stopped_on is null",
    "at_risk_on": "update casework_case set at_risk_on = '2030-01-01' where state = 'open'",
    "moment_in_order": "update casework_casemoment set at = noted_at + interval '1 day' where id = 1",
    "wait_period": "update casework_case set wait_reason = '' where wait_reason <> ''",
    "path_serves_goal": "delete from casework_casegoal",
    "own_worker_fits": "update casework_ownworker set kind = 'own_doctor', valid_from = '2000-01-01', "
    "valid_to = '2000-01-02' where kind = 'own_nurse'",
    "own_worker_history": "update casework_ownworker set valid_to = '2031-01-01' where id = 1",
    "notice_is_nobodys": "update casework_case set shown_to_client = true where service_line = 'child_protection'",
}


def test_every_check_sees_its_damage(committed_db):
    assert set(DAMAGE) == {one.code for one in CHECKS}
    _ensure(residents=200)
    with database.superuser_connection() as superuser:
        for code, damage in DAMAGE.items():
            check = next(one for one in CHECKS if one.code == code)
            with superuser.transaction(force_rollback=True):
                superuser.execute("set local session_replication_role = replica")
                assert superuser.execute(check.broken).fetchone() is None, code
                superuser.execute(damage)
                assert superuser.execute(check.broken).fetchone() is not None, code
