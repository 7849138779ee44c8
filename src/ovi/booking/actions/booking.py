"""What may be done with bookable times? Book one for a case, cancel it, and measure each week what is free."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.booking.models import Appointment, Slot, SupplyMeasurement
from ovi.booking.policies import BOOK, MEASURE
from ovi.booking.queries import supply
from ovi.booking.states import TRANSITIONS, AppointmentState
from ovi.casework import actions as casework
from ovi.casework.models import Case
from ovi.casework.policies import require_professional
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.states import NotifyKind
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


@transaction.atomic
def book(*, case_id: int, slot_id: int, by: Actor, now: datetime) -> Appointment:
    """Book a free time of the case's own unit. It stops no clock: only what takes place does."""
    BOOK.require(by)
    require_professional(by)
    case = _locked_case(case_id)
    slot = Slot.objects.select_for_update().filter(pk=slot_id).first()
    if slot is None or slot.unit_id != case.unit_id:
        raise Refused("Choose a time of the unit that has the matter.", code="booking.slot")
    if slot.during.lower <= now:
        raise Refused("That time has already passed. Choose a later one.", code="booking.slot")
    if Appointment.objects.filter(slot=slot).exclude(state=AppointmentState.CANCELLED).exists():
        raise Refused("Somebody booked that time just before you. Choose another one.", code="booking.state")
    appointment = Appointment.objects.create(case=case, slot=slot, state=AppointmentState.BOOKED, booked_at=now)
    _note_next(case, by=by, now=now)
    _write_audit("booked", appointment, case, by=by, now=now)
    about, at = ("appointment", appointment.pk), slot.during.lower
    casework.tell_client(case, NotifyKind.APPOINTMENT, about=about, at=at, by=by, now=now)
    return appointment


@transaction.atomic
def cancel(*, appointment_id: int, by: Actor, now: datetime) -> Appointment:
    """Cancel a booked time: it is free for others at once."""
    BOOK.require(by)
    require_professional(by)
    found = Appointment.objects.filter(pk=appointment_id).values_list("case_id", flat=True).first()
    if found is None:
        raise Refused("There is no such appointment.", code="booking.missing")
    case = _locked_case(found)
    appointment = Appointment.objects.select_for_update().get(pk=appointment_id)
    if AppointmentState.CANCELLED not in TRANSITIONS[AppointmentState(appointment.state)]:
        raise Refused("The appointment is over or already cancelled.", code="booking.state")
    appointment.state, appointment.ended_at = AppointmentState.CANCELLED, now
    appointment.save(update_fields=["state", "ended_at"])
    _note_next(case, by=by, now=now)
    _write_audit("cancelled", appointment, case, by=by, now=now)
    casework.tell_client(case, NotifyKind.APPOINTMENT_CHANGED, about=("appointment", appointment.pk), by=by, now=now)
    return appointment


@transaction.atomic
def measure_supply(*, by: Actor, now: datetime) -> int:
    """Write this day's measurement of free times, one row a professional. Measuring again the same day changes it."""
    MEASURE.require(by)
    day = helsinki_date(now)
    rows = [
        SupplyMeasurement(
            measured_on=day,
            professional_id=one.professional_id,
            unit_id=one.unit_id,
            profession=one.profession,
            free_on=[free.isoformat() for free in one.free_on],
        )
        for one in supply(now=now)
    ]
    SupplyMeasurement.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["measured_on", "professional"],
        update_fields=["unit", "profession", "free_on"],
    )
    audit.record(
        "booking.supply_measured", by=by, now=now, object_kind="supply", object_id=day.isoformat(), rows=len(rows)
    )
    return len(rows)


def _locked_case(case_id: int) -> Case:
    """The case before its times: everyone locks in this order."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise Refused("There is no such matter. Open it from the worklist.", code="case.missing")
    return case


def _note_next(case: Case, *, by: Actor, now: datetime) -> None:
    """The case's next booked time, for the worklist; asks casework's policies too."""
    booked = Appointment.objects.filter(case=case, state=AppointmentState.BOOKED, slot__during__startswith__gt=now)
    first = booked.order_by("slot__during").values_list("slot__during", flat=True).first()
    casework.note_next_event(case_id=case.pk, at=first.lower if first else None, by=by, now=now)


def _write_audit(action: str, appointment: Appointment, case: Case, *, by: Actor, now: datetime) -> None:
    audit.record(
        f"booking.{action}",
        by=by,
        now=now,
        object_kind="appointment",
        object_id=appointment.pk,
        subject_key=case.person.subject_key if case.person else None,
        case=case.pk,
        slot=appointment.slot_id,
    )
