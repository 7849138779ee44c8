"""What do later steps write down on a case? That service took place, and when the next time is booked for."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.clocks import next_due_on, stop_clocks
from ovi.casework.actions.rows import locked, move, require_open, scope_of, write_audit
from ovi.casework.models import Case
from ovi.casework.policies import READ, require_own_unit, require_professional
from ovi.casework.states import CaseState
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import ClockStop
from ovi.plumbing.actor import Actor

STOPPED_BY_CARE = (ClockStop.CARE_EVENT, ClockStop.TREATMENT_STARTED)


@transaction.atomic
def note_event(*, case_id: int, at: datetime, licensed: bool, no_show: bool, by: Actor, now: datetime) -> Case:
    """Note an encounter of an assessed case. Called by encounters.actions.record in its own transaction.

    A client who did not come leaves everything as it was. A realised event begins the service; only one by a
    licensed professional stops the clock to the first care event or to treatment (domain.md §1.3).
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
        if case.state == CaseState.ASSESSED:
            move(case, CaseState.IN_SERVICE)
        case.first_event_at = min(case.first_event_at or at, at)
        if licensed:
            stopped = stop_clocks(case, STOPPED_BY_CARE, at)
        stopped += stop_clocks(case, [ClockStop.SERVICE_STARTED], at)
        case.next_due_on = next_due_on(case)
        case.owner_id = case.owner_id or me
        case.save()
    write_audit("missed" if no_show else "served", case, by=by, now=now, licensed=licensed, stopped=stopped)
    return case


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
