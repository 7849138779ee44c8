"""How is a case locked, judged by policy, and its change written down? Shared by all verbs of the room."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from ovi.casework.models import Case, HandOver
from ovi.casework.policies import CaseScope
from ovi.casework.states import TRANSITIONS, CaseState, HandOverState
from ovi.foundation.refusals import Refused
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


def locked(case_id: int) -> Case:
    """The case, locked until the transaction ends: two people act one after the other, never past each other."""
    case = Case.objects.select_for_update().filter(pk=case_id).first()
    if case is None:
        raise Refused("There is no such matter. Open it from the worklist.", code="case.missing")
    return case


def open_offer(case: Case) -> HandOver | None:
    """The hand-over of the case that waits for an answer."""
    return HandOver.objects.filter(case=case, state=HandOverState.OFFERED).first()


def scope_of(case: Case) -> CaseScope:
    """What the policies ask of a locked case."""
    offer = open_offer(case)
    return CaseScope(case.register, case.unit_id, offer.to_unit_id if offer else None, case.owner_id, case.service_line)


def move(case: Case, to: CaseState) -> None:
    """Set the state, if the table allows the step; the caller saves."""
    if to not in TRANSITIONS[CaseState(case.state)]:
        raise Refused(_WHY_NOT[CaseState(case.state)], code="case.state")
    case.state = to


def require_open(case: Case) -> None:
    """Raise Refused for a closed case."""
    if case.state == CaseState.CLOSED:
        raise Refused(_WHY_NOT[CaseState.CLOSED], code="case.state")


# What to do instead, by the state the case is in.
_WHY_NOT = {
    CaseState.OPEN: gettext_noop("The need has not been assessed yet. Assess it first."),
    CaseState.ASSESSED: gettext_noop("The need has already been assessed. Open the matter to see the assessment."),
    CaseState.IN_SERVICE: gettext_noop("The service has already begun. Open the matter to see what has been done."),
    CaseState.CLOSED: gettext_noop(
        "The matter is closed. If the client needs help again, a new contact opens a new matter."
    ),
}


def write_audit(action: str, case: Case, *, by: Actor, now: datetime, **details: Any) -> None:
    """One audit row of the case, about the person it concerns."""
    subject_key = case.person.subject_key if case.person else None
    audit.record(
        f"casework.{action}",
        by=by,
        now=now,
        object_kind="case",
        object_id=case.pk,
        subject_key=subject_key,
        **details,
    )
