"""How does a case end? A person ends it, with a reason that what is recorded bears out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.paths import require_settled
from ovi.casework.actions.rows import locked, move, open_offer, scope_of, write_audit
from ovi.casework.models import Case
from ovi.casework.policies import CLOSE, require_free_or_own, require_own_unit, require_professional
from ovi.casework.states import CaseState, CloseReason
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def close(*, case_id: int, reason: CloseReason, by: Actor, now: datetime) -> Case:
    """Close an assessed case. Clocks that still run stay unstopped: what was not done in time stays visible."""
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
    case.closed_at, case.close_reason = now, reason
    case.owner_id = me
    case.next_due_on = case.next_event_at = None
    case.save()
    write_audit("closed", case, by=by, now=now, reason=reason.value)
    return case
