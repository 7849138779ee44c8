"""How does a client's goal come and end? In their own words first; ended with an outcome and a reason, undoable."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.models import Case, CaseGoal
from ovi.casework.policies import GOALS, require_own_unit, require_professional
from ovi.casework.states import GoalOutcome
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


def own_open_case(case_id: int, by: Actor) -> tuple[Case, int]:
    """The locked case of the actor's own unit that is still open, and the actor's professional row."""
    GOALS.require(by)
    me = require_professional(by)
    case = locked(case_id)
    require_own_unit(by, scope_of(case))
    require_open(case)
    return case, me


@transaction.atomic
def set_goal(*, case_id: int, own_words: str, worded: str, by: Actor, now: datetime) -> CaseGoal:
    """Write down a goal. The same words sent twice are one goal."""
    case, me = own_open_case(case_id, by)
    own_words, worded = own_words.strip(), worded.strip()
    if not own_words:
        raise Refused("Write first what the client wants, in their own words.", code="goal.own_words")
    if same := CaseGoal.objects.filter(case=case, own_words=own_words, worded=worded, ended_at=None).first():
        return same
    goal = CaseGoal.objects.create(case=case, own_words=own_words, worded=worded, set_at=now, set_by_id=me)
    write_audit("goal_set", case, by=by, now=now, goal=goal.pk)
    return goal


@transaction.atomic
def end_goal(
    *, case_id: int, goal_id: int, outcome: GoalOutcome, reason: str, client_view: int | None, by: Actor, now: datetime
) -> CaseGoal:
    """End a goal with its outcome, why, and what the client thinks (0 … 10, kept as given)."""
    case, me = own_open_case(case_id, by)
    goal = _goal(case, goal_id)
    if goal.ended_at is not None:
        raise Refused("The goal has already been ended. Reopen it to change its outcome.", code="goal.state")
    if not reason.strip():
        raise Refused("Write what the outcome rests on.", code="goal.reason")
    if client_view is not None and not 0 <= client_view <= 10:
        raise Refused("The client's own view is a whole number from 0 to 10.", code="goal.client_view")
    goal.outcome, goal.outcome_reason, goal.client_view = outcome, reason.strip(), client_view
    goal.ended_at, goal.ended_by_id = now, me
    goal.save()
    write_audit("goal_ended", case, by=by, now=now, goal=goal.pk, outcome=outcome.value)
    return goal


@transaction.atomic
def reopen_goal(*, case_id: int, goal_id: int, by: Actor, now: datetime) -> CaseGoal:
    """Take back the outcome: the goal goes on. Reopening an open goal changes nothing."""
    case, _me = own_open_case(case_id, by)
    goal = _goal(case, goal_id)
    if goal.ended_at is None:
        return goal
    goal.outcome, goal.outcome_reason, goal.client_view, goal.ended_at, goal.ended_by = "", "", None, None, None
    goal.save()
    write_audit("goal_reopened", case, by=by, now=now, goal=goal.pk)
    return goal


def _goal(case: Case, goal_id: int) -> CaseGoal:
    goal = CaseGoal.objects.filter(case=case, pk=goal_id).first()
    if goal is None:
        raise Refused("There is no such goal in this matter. Open the matter again.", code="goal.missing")
    return goal
