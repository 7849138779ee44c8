"""What are the codes of goals, paths and steps called on professionals' pages? (a test keeps the tables whole)"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ovi.casework.states import GoalOutcome, PathEnd, StepState

STEP_STATES: dict[str, Any] = {
    StepState.TO_DO: pgettext_lazy("step", "To do"),
    StepState.DONE: pgettext_lazy("step", "Done"),
    StepState.SKIPPED: pgettext_lazy("step", "Left out"),
}
OUTCOMES: dict[str, Any] = {
    GoalOutcome.REACHED: _("The goal was reached"),
    GoalOutcome.PARTLY: _("The goal was partly reached"),
    GoalOutcome.NOT_REACHED: _("The goal was not reached"),
}
PATH_ENDS: dict[str, Any] = {
    PathEnd.COMPLETED: _("The path was gone through"),
    PathEnd.CLIENT_STOPPED: _("The client wanted to stop"),
    PathEnd.NEED_CHANGED: _("The need changed"),
    PathEnd.MOVED_ON: _("The client moved to another service"),
}
MODES: dict[str, Any] = {
    "on_site": _("On site"),
    "remote": _("Remotely"),
    "either": _("On site or remotely"),
}
ASPECTS: dict[str, Any] = {
    "split_by": _("Needs are told apart by"),
    "offered_first": _("Offered first"),
    "answered_by": _("Who answers"),
    "continuity": _("Continuity"),
}
