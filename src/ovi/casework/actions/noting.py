"""What do later steps write down on a case? That service took place, and when the next time is booked for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.clocks import next_due_on, stop_clocks
from ovi.casework.actions.moments import write_moment
from ovi.casework.actions.rows import locked, move, require_open, scope_of, write_audit
from ovi.casework.models import Case, CaseClock, CaseMoment
from ovi.casework.policies import READ, require_own_unit, require_professional
from ovi.casework.states import CaseState, MomentKind, moments_of
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import ClockStop, Register
from ovi.plumbing.actor import Actor


@transaction.atomic
def note_event(
    *,
    case_id: int,
    at: datetime,
    licensed: bool,
    no_show: bool,
    by: Actor,
    now: datetime,
    doctor: bool = False,
    doctor_needed: bool = False,
    begins_service: bool = True,
) -> Case:
    """Note an encounter of an assessed case. Called by encounters.actions.record in its own transaction.

    A client who did not come leaves everything as it was. A realised event begins the service; only one by a
    licensed professional stops the clock to the first care event (domain.md §1.3). It is also the start of the
    treatment or service that was agreed on, unless the worker says that it was not yet (`begins_service`).
    `doctor_needed`: this licensed professional, no doctor, found that a doctor is needed (51 a § 2 mom.).
    """
    READ.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    if case.state == CaseState.OPEN:
        raise Refused("The need has not been assessed yet. Assess it first.", code="case.state")
    stopped: list[str] = []
    if not no_show:
        case.first_event_at = min(case.first_event_at or at, at)
        if licensed:
            stopped = stop_clocks(case, [ClockStop.CARE_EVENT], at, doctor=doctor)
        begun = case.register == Register.PATIENT or begins_service
        if begun and case.state == CaseState.ASSESSED:
            move(case, CaseState.IN_SERVICE)
        begins = begins_service and (licensed or case.register != Register.PATIENT)
        for kind in _follows(case, begins=begins, visit=doctor_needed and licensed and not doctor):
            write_moment(case, kind, at=at, me=me, by=by, now=now)
        case.next_due_on = next_due_on(case)
        case.owner_id = case.owner_id or me
        case.save()
    write_audit("missed" if no_show else "served", case, by=by, now=now, licensed=licensed, stopped=stopped)
    return case


def _follows(case: Case, *, begins: bool, visit: bool) -> list[MomentKind]:
    """The moments that this encounter is, of those that belong to the line and have not been noted."""
    found = [MomentKind.VISIT] if visit else []
    if begins and case.register != Register.PATIENT:
        found.append(MomentKind.SERVICE_STARTED)
    elif (
        begins and CaseClock.objects.filter(case=case, stop_kind=ClockStop.TREATMENT_STARTED, stopped_on=None).exists()
    ):
        found.append(MomentKind.TREATMENT_STARTED)
    noted = set(CaseMoment.objects.filter(case=case).values_list("kind", flat=True))
    return [kind for kind in found if kind in moments_of(case.register, case.service_line) and kind not in noted]


@transaction.atomic
def note_next_event(*, case_id: int, at: datetime | None, by: Actor, now: datetime) -> Case:
    """Write down when the next booked time is, or that there is none. A booking stops no clock."""
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    case.next_event_at = at
    case.save(update_fields=["next_event_at"])
    write_audit("next_event", case, by=by, now=now, booked=at is not None)
    return case
