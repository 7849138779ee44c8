"""In what states can a case be, and which steps are allowed between them?"""

from __future__ import annotations

from enum import StrEnum

from ovi.law.vocabulary import Register, ServiceLine


class CaseState(StrEnum):
    """OPEN: waits for assessment. ASSESSED: need known, clocks run. IN_SERVICE: service has begun. CLOSED: done."""

    OPEN = "open"
    ASSESSED = "assessed"
    IN_SERVICE = "in_service"
    CLOSED = "closed"


TRANSITIONS: dict[CaseState, frozenset[CaseState]] = {
    CaseState.OPEN: frozenset({CaseState.ASSESSED}),
    CaseState.ASSESSED: frozenset({CaseState.IN_SERVICE, CaseState.CLOSED}),
    CaseState.IN_SERVICE: frozenset({CaseState.CLOSED}),
    CaseState.CLOSED: frozenset(),
}


class CloseReason(StrEnum):
    """Why a case ended. Never "time passed": a person ends a case."""

    RESOLVED_AT_FIRST_CONTACT = "resolved_at_first_contact"
    SERVICE_GIVEN = "service_given"
    CLIENT_WITHDREW = "client_withdrew"
    NOT_REACHED = "not_reached"
    OTHER_SERVICE = "other_service"


class Urgency(StrEnum):
    """The professional's judgement, never computed."""

    URGENT = "urgent"
    NON_URGENT = "non_urgent"


class CareReason(StrEnum):
    """Why care is sought: decides whether the 14-day and 3-month rules apply (51 a §, domain.md §1.2)."""

    ILLNESS = "illness"
    INJURY = "injury"
    WORSENING_LONG_TERM = "worsening_long_term"
    NEW_SYMPTOMS = "new_symptoms"
    REDUCED_FUNCTION = "reduced_function"
    OTHER = "other"


class HandOverState(StrEnum):
    """The sender owns the case until the receiver accepts."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


HAND_OVER_TRANSITIONS: dict[HandOverState, frozenset[HandOverState]] = {
    HandOverState.OFFERED: frozenset({HandOverState.ACCEPTED, HandOverState.DECLINED, HandOverState.WITHDRAWN}),
    HandOverState.ACCEPTED: frozenset(),
    HandOverState.DECLINED: frozenset(),
    HandOverState.WITHDRAWN: frozenset(),
}


class WaitReason(StrEnum):
    """Why the client waits (odotuksen syy). Beside the raw clock: both waits are reported (domain.md §1.3)."""

    PATIENT_CHOICE = "patient_choice"
    DNA = "dna"
    MEDICAL_REASON = "medical_reason"
    RESOURCE = "resource"


class EscalationState(StrEnum):
    """RAISED: waits for the manager's answer. A case that ends meanwhile takes its question with it: LAPSED."""

    RAISED = "raised"
    ANSWERED = "answered"
    LAPSED = "lapsed"


ESCALATION_TRANSITIONS: dict[EscalationState, frozenset[EscalationState]] = {
    EscalationState.RAISED: frozenset({EscalationState.ANSWERED, EscalationState.LAPSED}),
    EscalationState.ANSWERED: frozenset(),
    EscalationState.LAPSED: frozenset(),
}


# Which service lines may be recorded in which register. A line that both sectors give stands in both; a case never
# moves from one register to another by a change of line (design §5.5).
LINES_OF: dict[Register, tuple[ServiceLine, ...]] = {
    Register.PATIENT: (
        ServiceLine.PRIMARY_CARE,
        ServiceLine.ORAL_HEALTH,
        ServiceLine.MENTAL_HEALTH,
        ServiceLine.SUBSTANCE_SERVICES,
        ServiceLine.REHABILITATION,
        ServiceLine.MATERNITY_CHILD,
        ServiceLine.SCHOOL_HEALTH,
        ServiceLine.SPECIALISED_CARE,
        ServiceLine.HOME_CARE,
        ServiceLine.LIFESTYLE_GUIDANCE,
    ),
    Register.SOCIAL_WELFARE: (
        ServiceLine.ELDERLY_SERVICES,
        ServiceLine.ADULT_SOCIAL_WORK,
        ServiceLine.FAMILY_SOCIAL_WORK,
        ServiceLine.CHILD_PROTECTION,
        ServiceLine.DISABILITY_SERVICES,
        ServiceLine.SOCIAL_ASSISTANCE,
        ServiceLine.SUBSTANCE_SERVICES,
        ServiceLine.HOME_CARE,
    ),
    Register.STUDENT_WELFARE: (ServiceLine.STUDENT_WELFARE,),
}
