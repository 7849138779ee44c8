"""Booking stops no clock and never doubles a time; the weekly measurement counts what T3 counts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ovi.booking import actions, jobs
from ovi.booking.models import Appointment, Slot, SupplyMeasurement
from ovi.booking.queries import HORIZON_DAYS, free_slots
from ovi.casework import actions as casework
from ovi.casework.models import Case
from ovi.casework.queries import AssessedNeed, Familiar
from ovi.foundation.refusals import Refused
from ovi.people.models import Notice, Professional
from ovi.plumbing.actor import Role, system
from tests.integration import people_for_tests as make

CARE = AssessedNeed("new_symptoms", "non_urgent", "primary_care", general_medicine=True)


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def nurse(county):
    return make.acting(make.worker(county.station, Role.NURSE))


@pytest.fixture
def case(county, nurse, now):
    case = make.opened(make.person(county.tampere), now)
    casework.assess(case_id=case.pk, assessed=CARE, note="", by=nurse, now=now)
    return case


def slot(nurse, at, **fields):
    me = Professional.objects.get(pk=nurse.professional_id)
    given = {"urgency": "non_urgent", "unit_id": me.unit_id, **fields}
    return Slot.objects.create(professional=me, during=(at, at + timedelta(minutes=30)), **given)


def measured(now):
    actions.measure_supply(by=system("measurement"), now=now)
    return SupplyMeasurement.objects.get().free_on


def test_booking_writes_the_next_time_on_the_case_and_stops_no_clock(case, nurse, now):
    late, soon = slot(nurse, now + timedelta(days=9)), slot(nurse, now + timedelta(days=2))
    actions.book(case_id=case.pk, slot_id=late.pk, by=nurse, now=now)
    first = actions.book(case_id=case.pk, slot_id=soon.pk, by=nurse, now=now)
    assert Case.objects.get(pk=case.pk).next_event_at == now + timedelta(days=2)
    assert case.clocks.get(rule_id="PHC-3M-ADULT").stopped_on is None
    actions.cancel(appointment_id=first.pk, by=nurse, now=now)
    assert Case.objects.get(pk=case.pk).next_event_at == now + timedelta(days=9)
    assert [one.id for one in free_slots(unit_id=case.unit_id, now=now)] == [soon.pk]
    with pytest.raises(Refused) as again:
        actions.cancel(appointment_id=first.pk, by=nurse, now=now)
    assert again.value.code == "booking.state"


def test_a_time_is_booked_once_in_the_future_and_in_the_cases_unit(case, county, nurse, now):
    taken = slot(nurse, now + timedelta(days=1))
    actions.book(case_id=case.pk, slot_id=taken.pk, by=nurse, now=now)
    past = slot(nurse, now - timedelta(days=1))
    elsewhere = slot(nurse, now + timedelta(days=3), unit_id=county.other_station.pk)
    for one, code in ((taken, "booking.state"), (past, "booking.slot"), (elsewhere, "booking.slot")):
        with pytest.raises(Refused) as refused:
            actions.book(case_id=case.pk, slot_id=one.pk, by=nurse, now=now)
        assert refused.value.code == code
    assert Appointment.objects.count() == 1


def test_the_client_hears_of_a_time_booked_and_cancelled_and_where_is_not_told(case, nurse, now):
    taken = actions.book(case_id=case.pk, slot_id=slot(nurse, now + timedelta(days=2)).pk, by=nurse, now=now)
    actions.cancel(appointment_id=taken.pk, by=nurse, now=now)
    booked, changed = Notice.objects.order_by("pk")
    assert (booked.kind, booked.person_id, booked.about_at) == ("appointment", case.person_id, now + timedelta(days=2))
    assert (changed.kind, changed.number) == ("appointment_changed", case.contact.number)


def test_nobody_books_over_the_wall(county, case, nurse, now):
    social = make.opened(None, now, line="adult_social_work", register="social_welfare")
    one = slot(nurse, now + timedelta(days=1), unit_id=county.office.pk)
    with pytest.raises(Refused) as refused:
        actions.book(case_id=social.pk, slot_id=one.pk, by=nurse, now=now)
    assert refused.value.code == "case.wall"
    assert not Appointment.objects.exists()


def test_the_measurement_counts_free_non_urgent_general_times_within_the_horizon(case, nurse, now):
    slot(nurse, now + timedelta(days=1), urgency="urgent")
    slot(nurse, now + timedelta(days=2), general=False)
    booked = slot(nurse, now + timedelta(days=3))
    actions.book(case_id=case.pk, slot_id=booked.pk, by=nurse, now=now)
    slot(nurse, now + timedelta(days=4))
    slot(nurse, now + timedelta(days=4, hours=1))
    slot(nurse, now + timedelta(days=8))
    slot(nurse, now + timedelta(days=9))
    slot(nurse, now - timedelta(days=1))
    assert measured(now) == ["2026-03-07", "2026-03-07", "2026-03-11"]


def test_a_full_book_is_measured_as_no_supply_and_a_far_one_is_not_measured(case, nurse, now):
    booked = slot(nurse, now + timedelta(days=3))
    slot(nurse, now + timedelta(days=HORIZON_DAYS + 1))
    actions.book(case_id=case.pk, slot_id=booked.pk, by=nurse, now=now)
    assert measured(now) == []


def test_measuring_again_the_same_day_changes_the_row(case, nurse, now, monkeypatch):
    monkeypatch.setattr(jobs.clock, "now", lambda: now)
    slot(nurse, now + timedelta(days=4))
    jobs.measure_supply.func(0)
    slot(nurse, now + timedelta(days=2))
    jobs.measure_supply.func(0)
    row = SupplyMeasurement.objects.get()
    assert (row.measured_on, row.free_on) == (date(2026, 3, 3), ["2026-03-05", "2026-03-07"])


def test_only_the_system_measures(nurse, now):
    with pytest.raises(Refused) as refused:
        actions.measure_supply(by=nurse, now=now)
    assert refused.value.code == "permission.booking.measure"


def test_free_times_of_the_familiar_come_first_and_nobody_is_left_out(county, nurse, now):
    doctor = make.acting(make.worker(county.station, Role.DOCTOR, make.Profession.DOCTOR))
    stranger = make.acting(make.worker(county.station, Role.NURSE))
    for days, whose in ((1, stranger), (2, doctor), (3, nurse)):
        slot(whose, now + timedelta(days=days))
    known = Familiar(own=(nurse.professional_id,), team=(doctor.professional_id,))
    found = free_slots(unit_id=county.station.pk, now=now, familiar=known)
    assert [one.whose for one in found] == ["own", "team", ""]
    assert [one.starts_at for one in found] == [now + timedelta(days=days) for days in (3, 2, 1)]
    plain = free_slots(unit_id=county.station.pk, now=now)
    assert [one.starts_at for one in plain] == [now + timedelta(days=days) for days in (1, 2, 3)]
