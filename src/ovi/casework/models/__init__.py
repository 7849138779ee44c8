"""Rows of casework, one module a question; Django finds them all here."""

from ovi.casework.models.cases import Assessment, Case, CaseClock, HandOver
from ovi.casework.models.continuity import Cover, ListSetting, MeetingItem, OwnWorker, TeamMember
from ovi.casework.models.paths import CaseGoal, CasePath, PathStep
from ovi.casework.models.tray import SavedList, SavedListItem, TrayPick

__all__ = [
    "Assessment",
    "Case",
    "CaseClock",
    "CaseGoal",
    "CasePath",
    "Cover",
    "HandOver",
    "ListSetting",
    "MeetingItem",
    "OwnWorker",
    "PathStep",
    "SavedList",
    "SavedListItem",
    "TeamMember",
    "TrayPick",
]
