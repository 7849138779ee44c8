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


HAND_OVER_TRANSITIONS: dict[HandOverState, frozenset[HandOverState]] = {
    HandOverState.OFFERED: frozenset({HandOverState.ACCEPTED, HandOverState.DECLINED}),
    HandOverState.ACCEPTED: frozenset(),
    HandOverState.DECLINED: frozenset(),
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


class Ground(StrEnum):
    """On what is a matter opened without one's own relation to it? EMERGENCY (hätäavaus) opens every register."""

    EMERGENCY = "emergency"
    DISCLOSURE_PERMIT = "disclosure_permit"  # luovutuslupa, held in Kanta; we keep what was seen there and when
    MULTI_SECTOR = "multi_sector"  # SHL 41 §: cooperation that the client's need and interest call for
    CONSENT = "consent"  # towards NGOs and municipalities, for what the client has agreed to


class EmergencyPurpose(StrEnum):
    """What the emergency calls for: urgent care, or somebody's safety."""

    CARE = "care"
    SAFETY = "safety"


class ReviewState(StrEnum):
    """What a reviewer thought of an exceptional opening. A judgement is not changed, only made."""

    WAITING = "waiting"
    APPROPRIATE = "appropriate"
    NOT_APPROPRIATE = "not_appropriate"


REVIEW_TRANSITIONS: dict[ReviewState, frozenset[ReviewState]] = {
    ReviewState.WAITING: frozenset({ReviewState.APPROPRIATE, ReviewState.NOT_APPROPRIATE}),
    ReviewState.APPROPRIATE: frozenset(),
    ReviewState.NOT_APPROPRIATE: frozenset(),
}


class KantaWord(StrEnum):
    """What a professional saw in Kanta of the client's will. An observation with its time, never the truth itself."""

    PERMIT = "permit"
    PERMIT_WITHDRAWN = "permit_withdrawn"
    PROHIBITION = "prohibition"
    PROHIBITION_WITHDRAWN = "prohibition_withdrawn"
