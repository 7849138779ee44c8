"""What is known of cases? The worklist, one case, its limits, and which unit answers for a need."""

from ovi.casework.pathways import PathTemplate
from ovi.casework.queries.caseload import Caseload, DueStep, Load, caseload, caseload_units
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
from ovi.casework.queries.goals import (
    Board,
    GoalView,
    PathView,
    StepView,
    Worker,
    goal_board,
    path_choices,
    path_library,
    team_of,
)
from ovi.casework.queries.limits import AssessedNeed, clock_texts, limits_preview, matter_of, rule_texts
from ovi.casework.queries.person import PersonCase, cases_of_person
from ovi.casework.queries.place import Estimate, estimate_for, place_of, rank_columns
from ovi.casework.queries.units import UnitChoice, hand_over_targets, unit_for, units_named
from ovi.casework.queries.worklist import Counts, Filters, Worklist, WorklistRow, worklist

__all__ = [
    "Act",
    "AssessedNeed",
    "AssessmentView",
    "Board",
    "CaseClockView",
    "CaseView",
    "Caseload",
    "Counts",
    "DueStep",
    "EarlierNeed",
    "Estimate",
    "Filters",
    "GoalView",
    "HandOverView",
    "Load",
    "PathTemplate",
    "PathView",
    "PersonCase",
    "StepView",
    "UnitChoice",
    "Worker",
    "Worklist",
    "WorklistRow",
    "case_view",
    "caseload",
    "caseload_units",
    "cases_of_person",
    "clock_texts",
    "contacts_without_case",
    "estimate_for",
    "goal_board",
    "hand_over_targets",
    "limits_preview",
    "matter_of",
    "path_choices",
    "path_library",
    "place_of",
    "rank_columns",
    "rule_texts",
    "team_of",
    "unit_for",
    "units_named",
    "worklist",
]
