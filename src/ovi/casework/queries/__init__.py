"""What is known of cases? The worklist, one case, its limits, and which unit answers for a need."""

from ovi.casework.queries.cases import (
    Act,
    AssessmentView,
    CaseClockView,
    CaseView,
    EarlierNeed,
    HandOverView,
    case_view,
    contacts_without_case,
)
from ovi.casework.queries.continuity import (
    Familiar,
    OwnPerson,
    familiar,
    of_team,
    own_people,
    own_people_of_case,
    own_unit,
)
from ovi.casework.queries.limits import AssessedNeed, clock_texts, limits_preview, matter_of
from ovi.casework.queries.lists import (
    Listed,
    ListOf,
    ListSummary,
    MovePreview,
    list_of,
    listed,
    lists_of_units,
    move_preview,
)
from ovi.casework.queries.teams import MeetingRow, MemberView, is_member, meeting_list, members_of
from ovi.casework.queries.units import UnitChoice, hand_over_targets, unit_for, units_named
from ovi.casework.queries.worklist import Counts, Filters, Worklist, WorklistRow, worklist

__all__ = [
    "Familiar",
    "OwnPerson",
    "familiar",
    "of_team",
    "own_people",
    "own_people_of_case",
    "own_unit",
    "Listed",
    "ListOf",
    "ListSummary",
    "MovePreview",
    "list_of",
    "listed",
    "lists_of_units",
    "move_preview",
    "MeetingRow",
    "MemberView",
    "is_member",
    "meeting_list",
    "members_of",
    "Act",
    "AssessedNeed",
    "AssessmentView",
    "CaseClockView",
    "CaseView",
    "Counts",
    "EarlierNeed",
    "Filters",
    "HandOverView",
    "UnitChoice",
    "Worklist",
    "WorklistRow",
    "case_view",
    "clock_texts",
    "contacts_without_case",
    "hand_over_targets",
    "limits_preview",
    "matter_of",
    "unit_for",
    "units_named",
    "worklist",
]
