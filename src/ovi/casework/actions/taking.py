"""Who answers for a case? A worker takes it, and it can go back to the unit's list."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.assigning import forget_new
from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.models import Case
from ovi.casework.policies import TAKE, require_own_unit, require_professional
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def take(*, case_id: int, by: Actor, now: datetime) -> Case:
    """Make the actor the owner of a case that nobody owns. Taking one's own case again changes nothing."""
    TAKE.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    if case.owner_id == me:
        return case
    if case.owner_id is not None:
        raise Refused("A colleague took this matter just before you. It is on their list.", code="case.state")
    case.owner_id = me
    case.save(update_fields=["owner"])
    write_audit("taken", case, by=by, now=now, professional=me)
    return case


@transaction.atomic
def give_back(*, case_id: int, by: Actor, now: datetime) -> Case:
    """Put the case back on the unit's list. Any worker of the unit may, so that an absence leaves nothing lying."""
    TAKE.require(by)
    require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    if case.owner_id is None:
        raise Refused("Nobody has taken this matter: it is already on the unit's list.", code="case.state")
    former, case.owner = case.owner_id, None
    case.save(update_fields=["owner"])
    forget_new(case, now)
    write_audit("given_back", case, by=by, now=now, professional=former)
    return case
