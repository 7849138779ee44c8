"""Rows of casework, one module a question; Django finds them all here."""

from ovi.casework.models.cases import Assessment, Case, CaseClock, HandOver
from ovi.casework.models.continuity import Cover, ListSetting, MeetingItem, OwnWorker, TeamMember

__all__ = [
    "Assessment",
    "Case",
    "CaseClock",
    "Cover",
    "HandOver",
    "ListSetting",
    "MeetingItem",
    "OwnWorker",
    "TeamMember",
]
