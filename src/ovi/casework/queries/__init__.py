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
from ovi.casework.queries.person import PersonCase, cases_of_person
from ovi.casework.queries.place import Estimate, estimate_for, place_of, rank_columns
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
    "Estimate",
    "Filters",
    "HandOverView",
    "PersonCase",
    "UnitChoice",
    "Worklist",
    "WorklistRow",
    "case_view",
    "cases_of_person",
    "clock_texts",
    "contacts_without_case",
    "estimate_for",
    "hand_over_targets",
    "limits_preview",
    "matter_of",
    "place_of",
    "rank_columns",
    "unit_for",
    "units_named",
    "worklist",
]
