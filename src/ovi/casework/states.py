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


class StepState(StrEnum):
    """One step of a path. Skipped always has its reason; done and skipped can be undone."""

    TO_DO = "to_do"
    DONE = "done"
    SKIPPED = "skipped"


STEP_TRANSITIONS: dict[StepState, frozenset[StepState]] = {
    StepState.TO_DO: frozenset({StepState.DONE, StepState.SKIPPED}),
    StepState.DONE: frozenset({StepState.TO_DO}),
    StepState.SKIPPED: frozenset({StepState.TO_DO}),
}


class GoalOutcome(StrEnum):
    """How a goal ended, as the professional and the client see it together; never computed."""

    REACHED = "goal_reached"
    PARTLY = "goal_partly"
    NOT_REACHED = "goal_not_reached"


class PathEnd(StrEnum):
    """Why a path ended."""

    COMPLETED = "completed"
    CLIENT_STOPPED = "client_stopped"
    NEED_CHANGED = "need_changed"
    MOVED_ON = "moved_on"


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


class OwnKind(StrEnum):
    """In what capacity somebody is a client's own: continuity is promised by name (SHL 42 §, domain.md §§4, 5)."""

    WORKER = "own_worker"  # omatyöntekijä
    NURSE = "own_nurse"  # omahoitaja
    DOCTOR = "own_doctor"  # omalääkäri
    CASE_MANAGER = "case_manager"  # asiakasvastaava
    TEAM = "own_team"  # oma tiimi


class TakeUp(StrEnum):
    """What came of a service picked from the tray, as the client or a professional tells it."""

    WENT = "went"
    DID_NOT_GO = "did_not_go"
    FULL = "full"
    NOT_SUITABLE = "not_suitable"
    UNKNOWN = "take_up_unknown"


# What the catalogue's owner hears of: the service could not take the client, or was not what it said.
OWNER_HEARS = (TakeUp.FULL, TakeUp.NOT_SUITABLE)


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
