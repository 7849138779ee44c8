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
from ovi.casework.queries.limits import AssessedNeed, Limits, Unapplied, clock_texts, judged, limits_preview, matter_of
from ovi.casework.queries.moments import LinkView, MomentView, current_moments, links_of
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
    "Limits",
    "LinkView",
    "MomentView",
    "Unapplied",
    "UnitChoice",
    "Worklist",
    "WorklistRow",
    "case_view",
    "clock_texts",
    "contacts_without_case",
    "current_moments",
    "hand_over_targets",
    "judged",
    "limits_preview",
    "links_of",
    "matter_of",
    "unit_for",
    "units_named",
    "worklist",
]
