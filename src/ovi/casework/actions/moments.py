"""How is it written down that something happened: an assessment begun, a decision made, a service started?

Each kind is noted once in a case; the clocks that it starts or stops follow. What was noted wrongly is corrected by a
new row with its reason.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.casework.actions.clocks import next_due_on, replace_clocks, start_clocks, stop_clocks
from ovi.casework.actions.rows import locked, move, require_open, scope_of, write_audit
from ovi.casework.models import Case, CaseMoment
from ovi.casework.policies import (
    ASSESS,
    NOTE,
    require_free_or_own,
    require_line_of_register,
    require_own_unit,
    require_professional,
)
from ovi.casework.queries import AssessedNeed
from ovi.casework.states import BEGINS_SERVICE, OWN_SECRECY, CaseState, MomentKind, moments_of
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.law.vocabulary import ClockStart, ClockStop
from ovi.plumbing.actor import Actor

_FUTURE = gettext_noop("The day is in the future. Note it when it has happened.")
_BEFORE = gettext_noop("The day is before the contact. Check the date.")
_AFTER = gettext_noop("The assessment cannot have begun after it was completed. Check the date.")
_NO_REASON = gettext_noop("Write why the earlier date was wrong.")


@transaction.atomic
def note_moment(*, case_id: int, kind: MomentKind, at: datetime, by: Actor, now: datetime) -> CaseMoment:
    """Note that `kind` happened at `at`. The same day again changes nothing; another day is a correction."""
    NOTE.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    if kind in (*BEGINS_SERVICE, MomentKind.VISIT) and case.state == CaseState.OPEN:
        raise Refused("The need has not been assessed yet. Assess it first.", code="case.state")
    moment = write_moment(case, kind, at=at, me=me, by=by, now=now)
    case.owner_id = case.owner_id or me
    case.save()
    return moment


@transaction.atomic
def start_assessment(*, case_id: int, found: AssessedNeed, at: datetime, by: Actor, now: datetime) -> CaseMoment:
    """Note that the assessment of service needs has begun, with what is already known and how urgent the need is.

    A need for special support and urgency known from the start give the assessment its own limits (SHL 36 §). Who
    begins the assessment answers for the case.
    """
    ASSESS.require(by)
    me = require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    if case.state != CaseState.OPEN:
        raise Refused("The need has already been assessed. Open the matter to see the assessment.", code="case.state")
    require_free_or_own(by, scope)
    require_line_of_register(case.register, found.service_line, current=case.service_line)
    keep_found(case, found)
    moment = write_moment(case, MomentKind.ASSESSMENT_STARTED, at=at, me=me, by=by, now=now)
    start_clocks(case)
    case.owner_id, case.next_due_on = me, next_due_on(case)
    case.save()
    return moment


@transaction.atomic
def correct_moment(
    *, case_id: int, kind: MomentKind, at: datetime, reason: str, by: Actor, now: datetime
) -> CaseMoment:
    """Say when it truly happened, and why the earlier note was wrong. The old row and its clocks stay to be read."""
    NOTE.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    old = _current(case, kind)
    if old is None:
        raise Refused("It has not been noted yet, so there is nothing to correct. Note it first.", code="moment.state")
    require_sound(case, kind, at, now, reason=reason)
    if helsinki_date(old.at) == helsinki_date(at):
        return old
    new = CaseMoment.objects.create(
        case=case, kind=kind, at=at, by_id=me, noted_at=now, note=reason.strip(), supersedes=old
    )
    replaced = replace_clocks(case, kind, at=at, now=now)
    if kind in BEGINS_SERVICE and case.first_event_at == old.at:
        case.first_event_at = at
    case.next_due_on = next_due_on(case)
    case.save()
    days = {"was": helsinki_date(old.at).isoformat(), "on": helsinki_date(at).isoformat()}
    write_audit("moment_corrected", case, by=by, now=now, kind=kind.value, replaced=replaced, **days)
    return new


def write_moment(case: Case, kind: MomentKind, *, at: datetime, me: int | None, by: Actor, now: datetime) -> CaseMoment:
    """The row of a moment and the clocks it starts and stops, on a locked case that the caller saves."""
    if kind not in moments_of(case.register, case.service_line):
        raise Refused("This does not belong to a matter of this service.", code="moment.line")
    require_sound(case, kind, at, now)
    if old := _current(case, kind):
        if helsinki_date(old.at) == helsinki_date(at):
            return old
        raise Refused("It has already been noted with another date. Correct that date instead.", code="moment.state")
    moment = CaseMoment.objects.create(case=case, kind=kind, at=at, by_id=me, noted_at=now)
    if kind in _STARTS:
        start_clocks(case, start=ClockStart(kind))
    stopped = stop_clocks(case, [ClockStop(kind)], at) if kind in _STOPS else []
    if kind == MomentKind.APPLICATION_COMPLETE:  # nothing is left to ask of the client
        stopped += stop_clocks(case, [ClockStop.INFORMED], at)
    if kind in BEGINS_SERVICE:
        if case.state == CaseState.ASSESSED:
            move(case, CaseState.IN_SERVICE)
        case.first_event_at = min(case.first_event_at or at, at)
    case.next_due_on = next_due_on(case)
    on = helsinki_date(at).isoformat()
    write_audit("moment_noted", case, by=by, now=now, kind=kind.value, on=on, stopped=stopped)
    return moment


_STARTS, _STOPS = frozenset(map(str, ClockStart)), frozenset(map(str, ClockStop))


def keep_found(case: Case, found: AssessedNeed) -> None:
    """What the worker found out about the need, kept on the case; what was not asked stays as it was."""
    found = found.of_register(case.register)
    if found.service_line in OWN_SECRECY and case.service_line not in OWN_SECRECY:
        case.shown_to_client = False
    case.service_line, case.urgency = found.service_line, found.urgency
    if found.specialty is not None:
        case.specialty = found.specialty
    if found.needs_special_support is not None:
        case.needs_special_support = found.needs_special_support
    if found.highest_care_allowance is not None:
        case.highest_care_allowance = found.highest_care_allowance


def require_sound(case: Case, kind: MomentKind, at: datetime, now: datetime, *, reason: str | None = None) -> None:
    """Refuse a day that cannot be, and a correction without its reason (None: no correction), both at once."""
    faults = []
    if at > now:
        faults.append(Fault("day", _FUTURE))
    elif helsinki_date(at) < helsinki_date(case.contact_at):
        faults.append(Fault("day", _BEFORE))
    elif (
        kind == MomentKind.ASSESSMENT_STARTED
        and case.assessed_at
        and helsinki_date(at) > helsinki_date(case.assessed_at)
    ):
        faults.append(Fault("day", _AFTER))
    if reason is not None and not reason.strip():
        faults.append(Fault("reason", _NO_REASON))
    if faults:
        raise Refused("It was not noted. Correct these points.", code="moment.input", faults=faults)


def _current(case: Case, kind: MomentKind) -> CaseMoment | None:
    return CaseMoment.objects.filter(case=case, kind=kind, superseded_by=None).first()
