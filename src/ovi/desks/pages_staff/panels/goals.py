"""What does the client want, and what is the next step towards it? The panel of the case page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from ovi.casework.policies import GOALS
from ovi.casework.queries import CaseView, PathView, StepView, goal_board
from ovi.casework.states import CaseState
from ovi.desks import goal_words as words
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.desks.staff_words import PROFESSIONS, word
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Actor
from ovi.staffing.queries import holders


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """Goals, progress and the next step; left off a closed matter that had none."""
    today = helsinki_date(now)
    board = goal_board(view.id, today=today)
    open_case = view.state != CaseState.CLOSED
    if not (open_case or board.goals or board.ended or board.path):
        return None
    content = {
        "case_id": view.id,
        "today": today,
        "works": open_case and view.unit_id in actor.units and GOALS.held_by(actor),
        "goals": [{"it": one, "outcome": word(words.OUTCOMES, one.outcome)} for one in board.goals],
        "path": _path(board.path) if board.path else None,
        "gate": _gate(board.path.next, view, actor, today) if board.path and board.path.next else None,
        "ended": [{"it": one, "reason": word(words.PATH_ENDS, one.end_reason)} for one in board.ended],
        "has_open_goal": bool(board.open_goals),
    }
    return Panel(Column.NOW, "desks/staff/panels/goals.html", content)


def _gate(step: StepView, view: CaseView, actor: Actor, today: date) -> dict[str, Any] | None:
    """Who in the unit may do the next step, where it asks for a competence that the viewer does not hold."""
    if step.competence is None:
        return None
    able = holders(step.competence, units=[view.unit_id], today=today)
    if any(one.professional_id == actor.professional_id for one in able):
        return None
    return {"competence": step.competence_name, "holders": able}


def _path(path: PathView) -> dict[str, Any]:
    return {
        "it": path,
        "next": _step(path.next) if path.next else None,
        "steps": [_step(one) for one in path.steps],
        "percent": round(100 * path.done / path.total) if path.total else 100,
    }


def _step(one: StepView) -> dict[str, Any]:
    return {
        "it": one,
        "state": word(words.STEP_STATES, one.state),
        "mode": word(words.MODES, one.mode),
        "professions": ", ".join(word(PROFESSIONS, profession).lower() for profession in one.professions),
    }
