"""What is known of cases? The worklist, one case, its limits, and which unit answers for a need."""

from ovi.casework.queries.attention import (
    Noticed,
    OpenEscalation,
    SilentHandOver,
    early_warnings,
    escalation_of,
    open_escalations,
    overdue_offers,
    unanswered_hand_overs,
)
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
from ovi.casework.queries.searching import client_by_hetu, looks_like_hetu
from ovi.casework.queries.units import UnitChoice, hand_over_targets, unit_for, units_named
from ovi.casework.queries.work import CaseWork, Colleague, case_work, colleagues, workers_of
from ovi.casework.queries.worklist import (
    Counts,
    Filters,
    Worklist,
    WorklistRow,
    changed_since,
    rows_of,
    worklist,
    worklist_rows,
)

__all__ = [
    "Act",
    "AssessedNeed",
    "AssessmentView",
    "CaseClockView",
    "CaseView",
    "CaseWork",
    "Colleague",
    "Counts",
    "EarlierNeed",
    "Filters",
    "HandOverView",
    "Noticed",
    "OpenEscalation",
    "SilentHandOver",
    "UnitChoice",
    "Worklist",
    "WorklistRow",
    "case_view",
    "case_work",
    "changed_since",
    "client_by_hetu",
    "clock_texts",
    "colleagues",
    "contacts_without_case",
    "early_warnings",
    "escalation_of",
    "hand_over_targets",
    "limits_preview",
    "looks_like_hetu",
    "matter_of",
    "open_escalations",
    "overdue_offers",
    "rows_of",
    "unanswered_hand_overs",
    "unit_for",
    "units_named",
    "workers_of",
    "worklist",
    "worklist_rows",
]
