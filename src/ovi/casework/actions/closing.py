"""How does a case end? A person ends it, with a reason that what is recorded bears out."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from ovi.casework.actions.escalating import lapse_escalation
from ovi.casework.actions.paths import require_settled
from ovi.casework.actions.rows import locked, move, open_offer, scope_of, write_audit
from ovi.casework.actions.waiting import end_wait
from ovi.casework.models import Case, CaseClock
from ovi.casework.policies import CLOSE, require_free_or_own, require_own_unit, require_professional
from ovi.casework.states import CaseState, CloseReason
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def close(*, case_id: int, reason: CloseReason, by: Actor, now: datetime) -> Case:
    """Close an assessed case. Clocks that still run stay unstopped: what was not done in time stays visible.

    Only a matter resolved at first contact leaves no clock behind: its care clock is cancelled (domain.md §1.3).
    """
    CLOSE.require(by)
    me = require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    move(case, CaseState.CLOSED)
    require_free_or_own(by, scope)
    if open_offer(case):
        raise Refused("The matter is offered to another unit. Withdraw the offer first.", code="hand_over.state")
    require_settled(case)
    if reason == CloseReason.SERVICE_GIVEN and case.first_event_at is None:
        raise Refused(
            "No encounter that took place has been recorded. Record it first, or choose another reason.",
            code="case.close_reason",
        )
    if reason == CloseReason.RESOLVED_AT_FIRST_CONTACT:
        _require_first_contact(case, now)
        _cancel_clocks(case, now)
    case.closed_at, case.close_reason = now, reason
    case.owner_id = me
    case.next_due_on = case.next_event_at = None
    case.save()
    end_wait(case, helsinki_date(now))
    lapse_escalation(case, now)
    write_audit("closed", case, by=by, now=now, reason=reason.value)
    return case


def resolve_at_first_contact(*, case_id: int, by: Actor, now: datetime) -> Case:
    """Close a case that the assessment itself resolved. Call it in one transaction with `assess`."""
    return close(case_id=case_id, reason=CloseReason.RESOLVED_AT_FIRST_CONTACT, by=by, now=now)


# A call that goes on past midnight is still the same contact; the next day's call is not.
FIRST_CONTACT_HOURS = 12


def _require_first_contact(case: Case, now: datetime) -> None:
    """Nothing but the assessment may lie behind: else a breached clock could be wiped out by choosing this reason."""
    late = case.assessed_at is None or now - case.assessed_at > timedelta(hours=FIRST_CONTACT_HOURS)
    if late or case.first_event_at is not None:
        raise Refused(
            "Resolved at first contact means that the assessment itself ended the matter, the same day and without "
            "an encounter. Choose another reason.",
            code="case.close_reason",
        )


def _cancel_clocks(case: Case, now: datetime) -> None:
    running = CaseClock.objects.filter(case=case, stopped_on=None, cancelled_on=None)
    running.update(cancelled_on=helsinki_date(now))
