"""Rows of casework, one module a question; Django finds them all here."""

from ovi.casework.models.cases import Assessment, Case, CaseClock, HandOver
from ovi.casework.models.continuity import Cover, ListSetting, MeetingItem, OwnWorker, TeamMember
from ovi.casework.models.moments import CaseLink, CaseMoment
from ovi.casework.models.paths import CaseGoal, CasePath, PathStep

__all__ = [
    "Assessment",
    "Case",
    "CaseClock",
    "CaseGoal",
    "CaseLink",
    "CaseMoment",
    "CasePath",
    "Cover",
    "HandOver",
    "ListSetting",
    "MeetingItem",
    "OwnWorker",
    "PathStep",
    "TeamMember",
]
