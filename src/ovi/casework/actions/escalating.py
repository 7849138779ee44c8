"""How does a worker get help from the managers of the unit, and how do they answer?"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.assigning import give_to
from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.models import Case, Escalation
from ovi.casework.policies import ATTENTION, ESCALATE, require_manages, require_own_unit, require_professional
from ovi.casework.states import ESCALATION_TRANSITIONS, EscalationState
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def escalate(*, case_id: int, reason: str, by: Actor, now: datetime) -> Escalation:
    """Raise the case to the managers of its unit. The owner stays, and the clock runs on."""
    ESCALATE.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    if not reason.strip():
        raise Refused("Write what you need from the manager.", code="escalation.reason")
    if Escalation.objects.filter(case=case, state=EscalationState.RAISED).exists():
        raise Refused(
            "The matter has already been raised to the managers and waits for an answer.", code="escalation.state"
        )
    row = Escalation.objects.create(
        case=case,
        unit_id=case.unit_id,
        by_professional_id=me,
        state=EscalationState.RAISED,
        reason=reason.strip(),
        raised_at=now,
    )
    write_audit("escalated", case, by=by, now=now, unit=case.unit_id)
    return row


@transaction.atomic
def answer_escalation(
    *, escalation_id: int, answer: str, assign_to_id: int | None, by: Actor, now: datetime
) -> Escalation:
    """The manager answers in words and, if they will, gives the case to a worker of the unit."""
    ATTENTION.require(by)
    row = Escalation.objects.filter(pk=escalation_id).first()
    if row is None:
        raise Refused("There is no such request. Open the list again.", code="escalation.missing")
    case = locked(row.case_id)
    row.refresh_from_db()  # who holds the case's lock answers; the other reads that it is answered
    require_manages(by, row.unit_id)
    if EscalationState.ANSWERED not in ESCALATION_TRANSITIONS[EscalationState(row.state)]:
        raise Refused("The request has already been answered.", code="escalation.state")
    if not answer.strip():
        raise Refused("Write your answer: the worker reads it.", code="escalation.answer")
    row.state, row.answer, row.answered_at = EscalationState.ANSWERED, answer.strip(), now
    row.answered_by_id = by.account_id
    row.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    if assign_to_id is not None and assign_to_id != case.owner_id:
        require_manages(by, case.unit_id)
        give_to(case, assign_to_id, reason=answer.strip(), by=by, now=now)
    write_audit("escalation_answered", case, by=by, now=now, unit=row.unit_id)
    return row


def lapse_escalation(case: Case, now: datetime) -> None:
    """A case that ends takes an unanswered request with it."""
    raised = Escalation.objects.filter(case=case, state=EscalationState.RAISED)
    raised.update(state=EscalationState.LAPSED, answered_at=now)
