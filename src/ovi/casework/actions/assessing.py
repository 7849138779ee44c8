"""What does an assessment do? It says what is needed, stops the contact's clock and starts those that follow."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from ovi.casework.actions.clocks import STOPPED_BY_ASSESSMENT, next_due_on, start_clocks, stop_clocks
from ovi.casework.actions.rows import locked, move, scope_of, write_audit
from ovi.casework.models import Assessment
from ovi.casework.policies import (
    ASSESS,
    require_free_or_own,
    require_line_of_register,
    require_own_unit,
    require_professional,
)
from ovi.casework.queries import AssessedNeed
from ovi.casework.states import CaseState
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def assess(*, case_id: int, assessed: AssessedNeed, note: str, by: Actor, now: datetime) -> Assessment:
    """Write the assessment (hoidon tarpeen arviointi, palvelutarpeen arviointi) of an open case.

    The assessor becomes the owner of a case that nobody owned. A line of another register is refused: the wall
    is crossed by a named ground only, never by reclassifying.
    """
    ASSESS.require(by)
    me = require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    move(case, CaseState.ASSESSED)
    require_free_or_own(by, scope)
    require_line_of_register(case.register, assessed.service_line, current=case.service_line)
    if now < case.contact_at:
        raise Refused("An assessment cannot be older than the contact. Check the clock.", code="case.time")
    start_clocks(case, assessed=assessed, assessed_at=now)
    stop_clocks(case, STOPPED_BY_ASSESSMENT, now)
    row = Assessment.objects.create(case=case, professional_id=me, at=now, note=note, **asdict(assessed))
    case.owner_id, case.assessed_at = me, now
    case.service_line, case.urgency = assessed.service_line, assessed.urgency
    case.next_due_on = next_due_on(case)
    case.save()
    codes = {"urgency": assessed.urgency, "line": assessed.service_line, "reason": assessed.care_reason}
    write_audit("assessed", case, by=by, now=now, **codes)
    return row
