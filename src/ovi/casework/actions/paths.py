"""How does a case begin, review and end a path? A professional picks it; the template is copied as it is that day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from ovi.casework.actions.goals import own_open_case
from ovi.casework.actions.rows import write_audit
from ovi.casework.models import Case, CaseGoal, CasePath, PathStep
from ovi.casework.pathways import PathTemplate, TemplateStep, load_pathways
from ovi.casework.states import PathEnd, StepState
from ovi.foundation.calendar import helsinki_date, working_day_from
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def start_path(
    *, case_id: int, template_id: str, version: int, ticked: Collection[str], by: Actor, now: datetime
) -> CasePath:
    """Start a path on a case that has a goal. `version` is the one that was read: a newer one is read again first.

    Every entry condition has to be ticked by the professional; nothing is computed from what the client has said.
    """
    case, me = own_open_case(case_id, by)
    template = _template(case, template_id, version)
    if any(one.id not in ticked for one in template.entry):
        raise Refused(
            "The path begins only when every condition holds. If one does not, choose another path.",
            code="path.entry",
        )
    if not CaseGoal.objects.filter(case=case, ended_at=None).exists():
        raise Refused("Write first what the client wants: a path serves a goal.", code="path.goal")
    if CasePath.objects.filter(case=case, ended_at=None).exists():
        raise Refused("A path is already running in this matter. End it before starting another.", code="path.state")
    today = helsinki_date(now)
    path = CasePath.objects.create(
        case=case, template_id=template.id, template_version=template.version,
        snapshot=_snapshot(template), weight=template.weight, entry_ticked=[one.id for one in template.entry],
        started_at=now, started_by_id=me, review_on=working_day_from(today + timedelta(weeks=template.review_weeks)),
    )  # fmt: skip
    PathStep.objects.bulk_create(
        PathStep(path=path, code=step.id, position=place, due_on=_due_on(step, case, today))
        for place, step in enumerate(template.steps, start=1)
    )
    write_audit("path_started", case, by=by, now=now, path=path.pk, template=template.id, version=template.version)
    return path


def _template(case: Case, template_id: str, version: int) -> PathTemplate:
    template = load_pathways().paths.get(template_id)
    if template is None or case.register not in template.registers:
        raise Refused("There is no such path for this matter. Choose one from the list.", code="path.missing")
    if template.version != version:
        raise Refused("The path has been changed meanwhile. Read the new version and start again.", code="path.version")
    return template


def _snapshot(template: PathTemplate) -> dict[str, Any]:
    return template.model_dump(mode="json")


def _due_on(step: TemplateStep, case: Case, today: date) -> date | None:
    """A working day counted from today; a step due by the first visit gets the day booked for it, if there is one."""
    if step.due.after_days is not None:
        return working_day_from(today + timedelta(days=step.due.after_days))
    visit = case.next_event_at
    return helsinki_date(visit) if visit else None


def running_path(case: Case) -> CasePath:
    """The path that runs in the case."""
    path = CasePath.objects.filter(case=case, ended_at=None).first()
    if path is None:
        raise Refused("No path is running in this matter. Start one first.", code="path.state")
    return path


@transaction.atomic
def review_path(*, case_id: int, next_review_on: date, by: Actor, now: datetime) -> CasePath:
    """Note that the path has been reviewed today, and when it is reviewed next."""
    case, _me = own_open_case(case_id, by)
    path = running_path(case)
    if next_review_on <= helsinki_date(now):
        raise Refused("The next review must be on a later day than today.", code="path.review")
    path.review_on = next_review_on
    path.save(update_fields=["review_on"])
    write_audit("path_reviewed", case, by=by, now=now, path=path.pk, next_review_on=next_review_on.isoformat())
    return path


@transaction.atomic
def end_path(*, case_id: int, reason: PathEnd, note: str, by: Actor, now: datetime) -> CasePath:
    """End the path. "Completed" means that every step is done or skipped with its reason."""
    case, me = own_open_case(case_id, by)
    path = running_path(case)
    if reason == PathEnd.COMPLETED and PathStep.objects.filter(path=path, state=StepState.TO_DO).exists():
        raise Refused(
            "There are still steps to do. Mark them done or skip them with a reason, or choose another reason.",
            code="path.steps",
        )
    path.end_reason, path.end_note, path.ended_at, path.ended_by_id = reason, note.strip(), now, me
    path.save(update_fields=["end_reason", "end_note", "ended_at", "ended_by"])
    write_audit("path_ended", case, by=by, now=now, path=path.pk, reason=reason.value)
    return path


def require_settled(case: Case) -> None:
    """Raise Refused where a goal or a path is still open: a matter ends with its outcome known."""
    goals = CaseGoal.objects.filter(case=case, ended_at=None).exists()
    if goals or CasePath.objects.filter(case=case, ended_at=None).exists():
        raise Refused(
            "A goal or a path is still open. Write first how it ended; then close the matter.", code="case.close_goals"
        )
