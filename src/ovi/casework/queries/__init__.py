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
from ovi.casework.queries.limits import AssessedNeed, clock_texts, limits_preview, matter_of
from ovi.casework.queries.openings import (
    OpenedCase,
    OpeningView,
    Will,
    grounds_for,
    openings_to_review,
    own_opening,
    person_known_by,
    will_of,
)
from ovi.casework.queries.units import UnitChoice, hand_over_targets, unit_for, units_named
from ovi.casework.queries.worklist import Counts, Filters, Worklist, WorklistRow, worklist

__all__ = [
    "Act",
    "AssessedNeed",
    "AssessmentView",
    "CaseClockView",
    "CaseView",
    "Counts",
    "EarlierNeed",
    "Filters",
    "HandOverView",
    "OpenedCase",
    "OpeningView",
    "UnitChoice",
    "Will",
    "Worklist",
    "WorklistRow",
    "case_view",
    "clock_texts",
    "contacts_without_case",
    "grounds_for",
    "hand_over_targets",
    "limits_preview",
    "matter_of",
    "openings_to_review",
    "own_opening",
    "person_known_by",
    "unit_for",
    "units_named",
    "will_of",
    "worklist",
]
