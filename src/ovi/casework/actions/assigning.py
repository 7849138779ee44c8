"""How is a case given to a colleague? With a reason, and it is new to them until they open it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.models import Assignment, Case
from ovi.casework.policies import ASSIGN, manages, require_own_unit
from ovi.casework.queries import workers_of
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def assign(*, case_id: int, to_professional_id: int, reason: str, by: Actor, now: datetime) -> Case:
    """Make a worker of the unit the owner. Any worker of the unit may, and the unit's manager."""
    ASSIGN.require(by)
    case = locked(case_id)
    if not manages(by, case.unit_id):
        require_own_unit(by, scope_of(case))
    require_open(case)
    if not reason.strip():
        raise Refused("Write why you give the matter to your colleague: they read it.", code="assign.reason")
    if case.owner_id == to_professional_id:
        raise Refused("The matter is already on that worker’s list.", code="assign.state")
    give_to(case, to_professional_id, reason=reason.strip(), by=by, now=now)
    return case


def give_to(case: Case, to_professional_id: int, *, reason: str, by: Actor, now: datetime) -> None:
    """Change the owner of a locked, open case and leave them the word of it."""
    require_open(case)
    if not workers_of([case.unit_id], helsinki_date(now)).filter(pk=to_professional_id).exists():
        raise Refused("Choose a worker of the unit that has the matter.", code="assign.worker")
    former, case.owner_id = case.owner_id, to_professional_id
    case.save(update_fields=["owner"])
    forget_new(case, now)  # who had it before need not look any more
    if to_professional_id != by.professional_id and by.account_id is not None:
        Assignment.objects.create(
            case=case,
            to_professional_id=to_professional_id,
            by_account_id=by.account_id,
            reason=reason,
            assigned_at=now,
        )
    write_audit("assigned", case, by=by, now=now, professional=to_professional_id, former=former)


def note_seen(*, case_id: int, by: Actor, now: datetime) -> None:
    """The worker has opened the case that was given to them: it is no longer new."""
    Assignment.objects.filter(case_id=case_id, to_professional_id=by.professional_id or 0, seen_at=None).update(
        seen_at=now
    )


def forget_new(case: Case, now: datetime) -> None:
    """The case has moved on: it is new to nobody."""
    Assignment.objects.filter(case=case, seen_at=None).update(seen_at=now)
