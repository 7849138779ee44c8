"""What does an assessment do? It says what is needed, stops the contact's clock and starts those that follow."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.casework.actions.clocks import STOPPED_BY_ASSESSMENT, next_due_on, start_clocks, stop_clocks
from ovi.casework.actions.moments import keep_found, write_moment
from ovi.casework.actions.rows import locked, move, scope_of, write_audit
from ovi.casework.models import Assessment, Case, CaseMoment
from ovi.casework.policies import (
    ASSESS,
    require_free_or_own,
    require_line_of_register,
    require_own_unit,
    require_professional,
)
from ovi.casework.queries import AssessedNeed
from ovi.casework.states import CaseState, MomentKind
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.law.vocabulary import Register
from ovi.plumbing.actor import Actor

_FUTURE = gettext_noop("The assessment cannot be completed in the future. Check the date.")
_BEFORE_START = gettext_noop("The assessment cannot have been completed before it began. Check the date.")


@transaction.atomic
def assess(
    *,
    case_id: int,
    assessed: AssessedNeed,
    note: str,
    by: Actor,
    now: datetime,
    at: datetime | None = None,
    also: Mapping[MomentKind, datetime] | None = None,
) -> Assessment:
    """Write the completed assessment (hoidon tarpeen arviointi, palvelutarpeen arviointi) of an open case.

    The assessor becomes the owner of a case that nobody owned. A line of another register is refused: the wall
    is crossed by a named ground only, never by reclassifying. `at`: when it was completed, if earlier than `now`;
    `also`: moments found out with it (when the assessment began, that a therapy is needed).
    """
    ASSESS.require(by)
    me = require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    move(case, CaseState.ASSESSED)
    require_free_or_own(by, scope)
    require_line_of_register(case.register, assessed.service_line, current=case.service_line)
    assessed, at, also = assessed.of_register(case.register), at or now, dict(also or {})
    _require_sound(case, assessed, at, now, also)
    keep_found(case, assessed)
    case.assessed_at, case.owner_id = at, me
    row = _written(case, assessed, note=note, at=at, me=me)
    start_clocks(case)
    for kind, when in also.items():
        write_moment(case, kind, at=when, me=me, by=by, now=now)
    stop_clocks(case, STOPPED_BY_ASSESSMENT, at)
    case.next_due_on = next_due_on(case)
    case.save()
    codes = {"urgency": assessed.urgency, "line": assessed.service_line, "reason": assessed.care_reason}
    found = {"support": assessed.needs_special_support, "allowance": assessed.highest_care_allowance}
    said = {name: value for name, value in {**codes, **found}.items() if value is not None}
    write_audit("assessed", case, by=by, now=now, **said)
    return row


def _written(case: Case, assessed: AssessedNeed, *, note: str, at: datetime, me: int) -> Assessment:
    return Assessment.objects.create(
        case=case,
        professional_id=me,
        at=at,
        note=note,
        register=case.register,
        care_reason=assessed.care_reason,
        urgency=assessed.urgency,
        service_line=assessed.service_line,
        general_medicine=assessed.general_medicine,
        plan_based=assessed.plan_based,
        certificate_only=assessed.certificate_only,
        preventive=assessed.preventive,
        set_interval=assessed.set_interval,
    )


def _require_sound(
    case: Case, assessed: AssessedNeed, at: datetime, now: datetime, also: Mapping[MomentKind, datetime]
) -> None:
    if at < case.contact_at:
        raise Refused("An assessment cannot be older than the contact. Check the clock.", code="case.time")
    if case.register == Register.PATIENT and not assessed.care_reason:
        raise Refused("Choose the reason for seeking care.", code="case.care_reason")
    begun = also.get(MomentKind.ASSESSMENT_STARTED)
    if begun is None:
        noted = CaseMoment.objects.filter(case=case, kind=MomentKind.ASSESSMENT_STARTED, superseded_by=None).first()
        begun = noted.at if noted else None
    what = _FUTURE if at > now else ""
    if begun is not None and helsinki_date(begun) > helsinki_date(at):
        what = what or _BEFORE_START
    if what:
        raise Refused(
            "The assessment was not saved. Correct these points.",
            code="moment.input",
            faults=[Fault("completed", what)],
        )
