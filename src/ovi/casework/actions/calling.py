"""How does a worker call back a person who waits for it? Take the call, say what came of it, stop after enough tries.

The statutory clock runs on through all of it: only the assessment stops it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.casework.actions.rows import locked, scope_of, write_audit
from ovi.casework.models import CallAttempt, Callback, Case
from ovi.casework.policies import CALL, require_free_or_own, require_own_unit, require_professional
from ovi.casework.queries import tried_enough, waits_for_call
from ovi.casework.states import CALLBACK_TRANSITIONS, CallbackState, CallOutcome
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.actions import About, notify
from ovi.people.states import NotifyKind
from ovi.plumbing.actor import Actor
from ovi.plumbing.settings import settings

_TAKEN = gettext_noop("A colleague is calling this person just now. Take the next one.")
_OVER = gettext_noop("This person no longer waits for a call. Open the list again.")
_NOT_YOURS = gettext_noop("You have not taken this call, or it was given back. Take it from the list again.")


@transaction.atomic
def take_call(*, case_id: int, by: Actor, now: datetime) -> Callback:
    """Take the person on the phone: nobody else calls them meanwhile. Taking one's own again changes nothing."""
    case, me = _case(case_id, by)
    if not waits_for_call(case.pk):
        raise Refused(_OVER, code="callback.state")
    row, _new = Callback.objects.get_or_create(case=case, defaults={"state": CallbackState.WAITING})
    if row.state == CallbackState.CALLING and row.held_by_id != me and not _forgotten(row, now):
        raise Refused(_TAKEN, code="callback.taken")
    if row.held_by_id == me:
        return row
    if row.state != CallbackState.CALLING:
        _move(row, CallbackState.CALLING)
    row.held_by_id, row.held_at = me, now
    row.save()
    write_audit("call_taken", case, by=by, now=now)
    return row


@transaction.atomic
def note_call(*, case_id: int, outcome: CallOutcome, by: Actor, now: datetime) -> CallAttempt:
    """Say what came of the call. An answered one ends the waiting, and who called answers for the matter."""
    case, me = _case(case_id, by)
    row = _held(case, me)
    attempt = CallAttempt.objects.create(case=case, outcome=outcome, at=now, by_id=me)
    if outcome == CallOutcome.ANSWERED:
        _move(row, CallbackState.REACHED)
        row.ended_at = now
        case.owner_id = case.owner_id or me
        case.save(update_fields=["owner"])
    else:
        _move(row, CallbackState.WAITING)
    row.held_by = row.held_at = None
    row.save()
    write_audit("call_made", case, by=by, now=now, outcome=outcome.value)
    if outcome == CallOutcome.NO_ANSWER:
        _tell_of_call(case, by=by, now=now)
    return attempt


def _tell_of_call(case: Case, *, by: Actor, now: datetime) -> None:
    """That we called, by a way that the person allows; once a day, however often they were tried."""
    if case.person_id is None:
        return
    contact = case.contact
    about = About(
        "case", str(case.pk), number=contact.number, occasion=helsinki_date(now).isoformat(),
        made_by_id=contact.made_by_id, at=now,
    )  # fmt: skip
    notify(person_id=case.person_id, address=None, kind=NotifyKind.CALL_ATTEMPTED, about=about, by=by, now=now)


@transaction.atomic
def release_call(*, case_id: int, by: Actor, now: datetime) -> None:
    """Give the call back to the list without having called."""
    case, me = _case(case_id, by)
    row = _held(case, me)
    _move(row, CallbackState.WAITING)
    row.held_by = row.held_at = None
    row.save()
    write_audit("call_released", case, by=by, now=now)


@transaction.atomic
def stop_calling(*, case_id: int, by: Actor, now: datetime) -> None:
    """Stop trying, after as many calls as the county demands or at a wrong number; a letter goes instead."""
    case, me = _case(case_id, by)
    row = Callback.objects.filter(case=case).first()
    if row is None or not tried_enough(case.pk):
        raise Refused(
            gettext_noop("The person has not been tried often enough to stop. Call again later, on another day too."),
            code="callback.too_few",
        )
    if row.held_by_id not in (None, me) and not _forgotten(row, now):
        raise Refused(_TAKEN, code="callback.taken")
    _move(row, CallbackState.STOPPED)
    row.held_by, row.held_at, row.ended_at = None, None, now
    row.save()
    write_audit("call_stopped", case, by=by, now=now)


@transaction.atomic
def resume_calling(*, case_id: int, by: Actor, now: datetime) -> None:
    """Put the person back on the list: they were not reached after all, or have a new number."""
    case, _me = _case(case_id, by)
    row = Callback.objects.filter(case=case).first()
    if row is None or row.ended_at is None:
        return
    _move(row, CallbackState.WAITING)
    row.ended_at = None
    row.save()
    write_audit("call_resumed", case, by=by, now=now)


def _case(case_id: int, by: Actor) -> tuple[Case, int]:
    """The locked case of one's own unit that no colleague has taken."""
    CALL.require(by)
    me = require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    require_free_or_own(by, scope)
    return case, me


def _held(case: Case, me: int) -> Callback:
    row = Callback.objects.filter(case=case, held_by_id=me).first()
    if row is None:
        raise Refused(_NOT_YOURS, code="callback.not_yours")
    return row


def _forgotten(row: Callback, now: datetime) -> bool:
    """Taken so long ago that no call lasts: the worker has gone home or lost the page."""
    return row.held_at is None or row.held_at <= now - timedelta(minutes=settings().callback_hold_minutes)


def _move(row: Callback, to: CallbackState) -> None:
    if to not in CALLBACK_TRANSITIONS[CallbackState(row.state)]:
        raise Refused(_OVER, code="callback.state")
    row.state = to
