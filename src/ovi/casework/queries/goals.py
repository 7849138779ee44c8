"""What does a client want, which path serves it, and how far has it come?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, Q

from ovi.casework.models import CaseGoal, CasePath, PathStep
from ovi.casework.pathways import Library, PathTemplate, load_pathways
from ovi.casework.states import StepState
from ovi.foundation.text import Trilingual
from ovi.people.models import Professional
from ovi.staffing.queries import competence_name


@dataclass(frozen=True, slots=True)
class Worker:
    """A professional who works in a unit."""

    id: int
    name: str
    profession: str
    unit_id: int


@dataclass(frozen=True, slots=True)
class GoalView:
    """One goal; `client_view` is what the client said, 0 … 10, or None."""

    id: int
    own_words: str
    worded: str
    set_at: datetime
    set_by: str
    outcome: str
    outcome_reason: str
    client_view: int | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepView:
    """One step with what its template said on the day the path began. `name` of an own step is in no language."""

    id: int
    name: Trilingual | str
    own: bool
    state: str
    carrier: str
    carrier_id: int | None
    due_on: date | None
    by_first_visit: bool
    overdue: bool
    done_on: date | None
    done_by: str
    skip_reason: str
    professions: tuple[str, ...]
    competence: str | None
    competence_name: Trilingual | None
    guideline: Trilingual | None
    guideline_url: str | None
    mode: str
    encounter: bool


@dataclass(frozen=True, slots=True)
class PathView:
    """One path of a case as it was begun; `done` of `total` steps, those left out not counted."""

    id: int
    name: Trilingual
    template_id: str
    version: int
    started_at: datetime
    started_by: str
    review_on: date
    review_due: bool
    steps: tuple[StepView, ...]
    outcome_measures: tuple[Trilingual, ...]
    end_reason: str
    end_note: str
    ended_at: datetime | None

    @property
    def done(self) -> int:
        return sum(step.state == StepState.DONE for step in self.steps)

    @property
    def total(self) -> int:
        return sum(step.state != StepState.SKIPPED for step in self.steps)

    @property
    def next(self) -> StepView | None:
        """The first step that is still to do, in the path's own order."""
        return next((step for step in self.steps if step.state == StepState.TO_DO), None)


@dataclass(frozen=True, slots=True)
class Board:
    """The goals of a case, the path that runs, and those that have ended (newest first)."""

    goals: tuple[GoalView, ...]
    path: PathView | None
    ended: tuple[PathView, ...]

    @property
    def open_goals(self) -> tuple[GoalView, ...]:
        return tuple(goal for goal in self.goals if goal.ended_at is None)


def goal_board(case_id: int, *, today: date) -> Board:
    """Goals, paths and steps of one case that the caller has been let to open. Three statements."""
    steps = PathStep.objects.select_related("carrier", "done_by").order_by("position")
    rows = CasePath.objects.filter(case=case_id).select_related("started_by").order_by("-started_at", "-pk")
    paths = [_path(row, today) for row in rows.prefetch_related(Prefetch("steps", steps))]
    goals = CaseGoal.objects.filter(case=case_id).select_related("set_by").order_by("pk")
    return Board(
        goals=tuple(_goal(row) for row in goals),
        path=next((one for one in paths if one.ended_at is None), None),
        ended=tuple(one for one in paths if one.ended_at is not None),
    )


def _goal(row: CaseGoal) -> GoalView:
    return GoalView(
        row.pk, row.own_words, row.worded, row.set_at, row.set_by.name, row.outcome, row.outcome_reason,
        row.client_view, row.ended_at,
    )  # fmt: skip


def _path(row: Any, today: date) -> PathView:
    said = {step["id"]: step for step in row.snapshot["steps"]}
    return PathView(
        id=row.pk, name=Trilingual(**row.snapshot["names"]), template_id=row.template_id,
        version=row.template_version, started_at=row.started_at, started_by=row.started_by.name,
        review_on=row.review_on, review_due=row.ended_at is None and row.review_on <= today,
        steps=tuple(_step(step, said.get(step.code, {}), today, ended=row.ended_at is not None)
                    for step in row.steps.all()),
        outcome_measures=tuple(Trilingual(**one["names"]) for one in row.snapshot["outcome_measures"]),
        end_reason=row.end_reason, end_note=row.end_note, ended_at=row.ended_at,
    )  # fmt: skip


def _step(row: PathStep, said: dict[str, Any], today: date, *, ended: bool) -> StepView:
    guideline, code = said.get("guideline"), said.get("competence")
    waits = row.state == StepState.TO_DO and not ended
    return StepView(
        id=row.pk, name=Trilingual(**said["names"]) if said else row.own_text, own=not row.code, state=row.state,
        carrier=row.carrier.name if row.carrier else "", carrier_id=row.carrier_id, due_on=row.due_on,
        by_first_visit=bool(said.get("due", {}).get("by_first_visit")),
        overdue=waits and row.due_on is not None and row.due_on < today,
        done_on=row.done_on, done_by=row.done_by.name if row.done_by else "", skip_reason=row.skip_reason,
        professions=tuple(said.get("professions", ())), competence=code,
        competence_name=competence_name(code) if code else None,
        guideline=Trilingual(**guideline["names"]) if guideline else None,
        guideline_url=guideline["url"] if guideline else None,
        mode=said.get("mode", ""), encounter=bool(said.get("encounter")),
    )  # fmt: skip


def competence_of(snapshot: dict[str, Any], code: str) -> str | None:
    """The competence that a step asks for, by the snapshot of its path; None for an open step or an own one."""
    return next((step["competence"] for step in snapshot["steps"] if step["id"] == code), None)


def team_of(*units: int, today: date) -> tuple[Worker, ...]:
    """Who works in these units today: by their post, or by a role in the unit. In Finnish order."""
    at_work = Q(valid_to=None) | Q(valid_to__gt=today)
    role = Q(account__memberships__unit__in=units, account__memberships__valid_from__lte=today) & (
        Q(account__memberships__valid_to=None) | Q(account__memberships__valid_to__gt=today)
    )
    rows = Professional.objects.filter(at_work, Q(unit__in=units) | role, valid_from__lte=today).distinct()
    return tuple(Worker(one.pk, one.name, one.profession, one.unit_id) for one in rows.order_by("sort_name", "pk"))


def path_choices(*, register: str, service_line: str) -> tuple[tuple[PathTemplate, ...], tuple[PathTemplate, ...]]:
    """The paths of this register: those meant for the service line, and the others."""
    paths = [one for one in load_pathways().paths.values() if register in one.registers]
    suits = tuple(one for one in paths if service_line in one.service_lines)
    return suits, tuple(one for one in paths if one not in suits)


def path_library() -> Library:
    """All paths and reception models, as they are now."""
    return load_pathways()
