"""Rows of casework, one module a question; Django finds them all here."""

from ovi.casework.models.calls import CallAttempt, Callback
from ovi.casework.models.cases import Assessment, Case, CaseClock, HandOver
from ovi.casework.models.continuity import Cover, ListSetting, MeetingItem, OwnWorker, TeamMember
from ovi.casework.models.emergency import KantaObservation, Opening
from ovi.casework.models.moments import CaseLink, CaseMoment
from ovi.casework.models.paths import CaseGoal, CasePath, PathStep
from ovi.casework.models.tray import SavedList, SavedListItem, TrayPick
from ovi.casework.models.work import Assignment, Escalation, WaitPeriod

__all__ = [
    "Assessment",
    "Assignment",
    "CallAttempt",
    "Callback",
    "Case",
    "CaseClock",
    "CaseGoal",
    "CaseLink",
    "CaseMoment",
    "CasePath",
    "Cover",
    "Escalation",
    "HandOver",
    "KantaObservation",
    "ListSetting",
    "MeetingItem",
    "Opening",
    "OwnWorker",
    "PathStep",
    "SavedList",
    "SavedListItem",
    "TeamMember",
    "TrayPick",
    "WaitPeriod",
]
