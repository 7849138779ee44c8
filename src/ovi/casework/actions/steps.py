"""What is done to a step of a path? Given to someone, done, skipped, undone; own steps come and go."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_noop

from ovi.casework.actions.goals import own_open_case
from ovi.casework.actions.paths import running_path
from ovi.casework.actions.rows import write_audit
from ovi.casework.models import Case, PathStep
from ovi.casework.queries.goals import competence_of, team_of
from ovi.casework.states import STEP_TRANSITIONS, StepState
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing.actor import Actor
from ovi.staffing.queries import holders, holds


@transaction.atomic
def mark_done(*, case_id: int, step_id: int, done_on: date, by: Actor, now: datetime) -> PathStep:
    """The actor has done the step on that day. A step behind a competence gate asks it of the doer, on that day."""
    case, me = own_open_case(case_id, by)
    step = _step(case, step_id)
    if step.state == StepState.DONE and step.done_by_id == me and step.done_on == done_on:
        return step
    if not helsinki_date(case.contact_at) <= done_on <= helsinki_date(now):
        raise Refused("Give a day from the contact until today.", code="step.day")
    require_competence(step, me, case=case, on=done_on)
    _move(step, StepState.DONE)
    step.done_on, step.done_by_id = done_on, me
    step.save()
    _audit("step_done", case, step, by=by, now=now)
    return step


@transaction.atomic
def undo_step(*, case_id: int, step_id: int, by: Actor, now: datetime) -> PathStep:
    """Take back a done or skipped mark: the step is to do again. Undoing what is to do changes nothing."""
    case, _me = own_open_case(case_id, by)
    step = _step(case, step_id)
    if step.state == StepState.TO_DO:
        return step
    was = step.state
    _move(step, StepState.TO_DO)
    step.done_on, step.done_by, step.skip_reason = None, None, ""
    step.save()
    _audit("step_undone", case, step, by=by, now=now, was=was)
    return step


@transaction.atomic
def skip_step(*, case_id: int, step_id: int, reason: str, by: Actor, now: datetime) -> PathStep:
    """Leave a step out, with the reason that stays beside it."""
    case, _me = own_open_case(case_id, by)
    step = _step(case, step_id)
    if not reason.strip():
        raise Refused("Write why the step is left out.", code="step.reason")
    _move(step, StepState.SKIPPED)
    step.skip_reason = reason.strip()
    step.save()
    _audit("step_skipped", case, step, by=by, now=now)
    return step


@transaction.atomic
def assign_step(
    *, case_id: int, step_id: int, carrier_id: int | None, due_on: date | None, by: Actor, now: datetime
) -> PathStep:
    """Say who carries the step and by when; both may be left open. Only who works in the unit can carry it."""
    case, _me = own_open_case(case_id, by)
    step = _step(case, step_id)
    today = helsinki_date(now)
    if step.state != StepState.TO_DO:
        raise Refused(_NOT_TO_DO, code="step.state")
    if carrier_id is not None:
        if carrier_id not in {one.id for one in team_of(case.unit_id, today=today)}:
            raise Refused("Choose someone who works in this unit.", code="step.carrier")
        require_competence(step, carrier_id, case=case, on=today)
    step.carrier_id, step.due_on = carrier_id, due_on
    step.save(update_fields=["carrier", "due_on"])
    _audit("step_assigned", case, step, by=by, now=now, carrier=carrier_id)
    return step


@transaction.atomic
def add_step(*, case_id: int, text: str, due_on: date | None, by: Actor, now: datetime) -> PathStep:
    """Add a step of one's own at the end of the running path. The same one sent twice is one step."""
    case, _me = own_open_case(case_id, by)
    path = running_path(case)
    if not text.strip():
        raise Refused("Write what the step is.", code="step.text")
    wanted: dict[str, Any] = {"path": path, "own_text": text.strip(), "due_on": due_on}
    if same := PathStep.objects.filter(state=StepState.TO_DO, **wanted).first():
        return same
    last = PathStep.objects.filter(path=path).aggregate(last=Max("position"))["last"] or 0
    step = PathStep.objects.create(position=last + 1, **wanted)
    _audit("step_added", case, step, by=by, now=now)
    return step


@transaction.atomic
def remove_step(*, case_id: int, step_id: int, by: Actor, now: datetime) -> None:
    """Remove a step of one's own that is still to do. A step of the template is skipped instead, with a reason."""
    case, _me = own_open_case(case_id, by)
    step = _step(case, step_id)
    if step.code or step.state != StepState.TO_DO:
        raise Refused(
            "Only an own step that is still to do can be removed. Skip the others with a reason.", code="step.remove"
        )
    _audit("step_removed", case, step, by=by, now=now)
    step.delete()


def require_competence(step: PathStep, professional_id: int, *, case: Case, on: date) -> None:
    """Raise Refused unless the professional holds what the step asks for on that day; says who in the unit does."""
    code = competence_of(step.path.snapshot, step.code)
    if code is None or holds(professional_id, code, today=on):
        return
    there = holders(code, units=[case.unit_id], today=on)
    if not there:
        raise Refused(
            "This step asks for a competence that nobody in this unit holds on that day. Ask your manager.",
            code="step.competence",
        )
    raise Refused(
        "This step asks for a competence that this worker does not hold on that day. In this unit it is held by:",
        code="step.competence",
        faults=[Fault("carrier", one.name) for one in there],
    )


_NOT_TO_DO = gettext_noop("The step has already been done or skipped. Undo that first.")


def _move(step: PathStep, to: StepState) -> None:
    if to not in STEP_TRANSITIONS[StepState(step.state)]:
        raise Refused(_NOT_TO_DO, code="step.state")
    step.state = to


def _step(case: Case, step_id: int) -> PathStep:
    """A step of the path that runs in the case."""
    step = PathStep.objects.select_related("path").filter(path__case=case, pk=step_id).first()
    if step is None:
        raise Refused("There is no such step in this matter. Open the matter again.", code="step.missing")
    if step.path.ended_at is not None:
        raise Refused("The path has ended; its steps stay as they were.", code="path.state")
    return step


def _audit(action: str, case: Case, step: PathStep, *, by: Actor, now: datetime, **details: object) -> None:
    write_audit(action, case, by=by, now=now, path=step.path_id, step=step.pk, code=step.code, **details)
