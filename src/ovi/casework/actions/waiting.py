"""Why does the client wait? Written beside the raw clock, which it never changes (domain.md §1.3)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.models import Case, WaitPeriod
from ovi.casework.policies import WAITING, require_own_unit, require_professional
from ovi.casework.states import WaitReason
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def set_wait_reason(
    *, case_id: int, reason: WaitReason, from_on: date, note: str, by: Actor, now: datetime
) -> WaitPeriod:
    """From `from_on` the client waits for this reason; an earlier reason that still runs ends on that day."""
    WAITING.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    current = WaitPeriod.objects.filter(case=case, ended_on=None).first()
    if current and current.reason == reason and current.from_on <= from_on:
        return current
    _require_day(case, from_on, current, now)
    if current:
        _end(current, from_on)
    row = WaitPeriod.objects.create(
        case=case, reason=reason, from_on=from_on, by_professional_id=me, note=note.strip(), recorded_at=now
    )
    _write_down(case, reason)
    write_audit("wait_reason", case, by=by, now=now, reason=reason.value, from_on=from_on.isoformat())
    return row


@transaction.atomic
def end_wait_reason(*, case_id: int, ended_on: date, by: Actor, now: datetime) -> None:
    """The client no longer waits for the reason that was recorded."""
    WAITING.require(by)
    require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    current = WaitPeriod.objects.filter(case=case, ended_on=None).first()
    if current is None:
        raise Refused("No reason for waiting is in force. Open the matter again to see it.", code="wait.state")
    if not current.from_on <= ended_on <= helsinki_date(now):
        raise Refused("The day must be between the beginning of the wait and today.", code="wait.day")
    _end(current, ended_on)
    _write_down(case, "")
    write_audit("wait_ended", case, by=by, now=now, reason=current.reason, ended_on=ended_on.isoformat())


def end_wait(case: Case, day: date) -> None:
    """With the case its wait ends too; what the case says of it stays for the figures."""
    for current in WaitPeriod.objects.filter(case=case, ended_on=None):
        _end(current, max(day, current.from_on))


def _require_day(case: Case, from_on: date, current: WaitPeriod | None, now: datetime) -> None:
    first = current.from_on if current else helsinki_date(case.contact_at)
    if not first <= from_on <= helsinki_date(now):
        raise Refused(
            "The day must be today or earlier, and not before the contact or the reason that is in force now.",
            code="wait.day",
        )


def _end(current: WaitPeriod, day: date) -> None:
    current.ended_on = day
    current.save(update_fields=["ended_on"])


def _write_down(case: Case, reason: str) -> None:
    """Keep the case's own column in step: the worklist and the facts read it."""
    case.wait_reason = reason
    case.save(update_fields=["wait_reason"])
