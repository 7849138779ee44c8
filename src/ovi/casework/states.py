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


class MomentKind(StrEnum):
    """What happens in a case and starts or stops a statutory clock; each is the law's own start or stop of that name.

    The contact and the completed assessment are no moments: the case itself keeps them.
    """

    REFERRAL_ARRIVED = "referral_arrived"
    NEED_ESTABLISHED = "need_established"
    VISIT = "visit"
    TREATMENT_STARTED = "treatment_started"
    ASSESSMENT_STARTED = "assessment_started"
    APPLICATION_COMPLETE = "application_complete"
    DECIDED = "decided"
    SERVICE_STARTED = "service_started"
    INFORMED = "informed"


# The moments with which the service begins: they need an assessed case.
BEGINS_SERVICE = frozenset({MomentKind.TREATMENT_STARTED, MomentKind.SERVICE_STARTED})


class LinkKind(StrEnum):
    """Why one case was opened out of another."""

    CHILD_PROTECTION_ASSESSMENT = "child_protection_assessment"


# Lines whose matters are secret also within their register: not told to a colleague of another unit, nor to the
# client or who acts for them, until a worker of the line decides to (lastensuojelulaki 26 §).
OWN_SECRECY = frozenset({ServiceLine.CHILD_PROTECTION})
# Out of which lines a child-protection assessment is opened beside the assessment of service needs.
LINKS_CHILD_PROTECTION = frozenset(
    {ServiceLine.FAMILY_SOCIAL_WORK, ServiceLine.ADULT_SOCIAL_WORK, ServiceLine.DISABILITY_SERVICES}
)


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

_ILLNESS = (MomentKind.NEED_ESTABLISHED, MomentKind.VISIT, MomentKind.TREATMENT_STARTED)
_DECISION = (MomentKind.DECIDED, MomentKind.SERVICE_STARTED)
_MOMENTS: dict[Register, tuple[MomentKind, ...]] = {
    Register.PATIENT: _ILLNESS,
    Register.SOCIAL_WELFARE: (MomentKind.ASSESSMENT_STARTED, *_DECISION),
    Register.STUDENT_WELFARE: (MomentKind.SERVICE_STARTED,),
}
_MOMENTS_OF_LINE: dict[tuple[Register, ServiceLine], tuple[MomentKind, ...]] = {
    (Register.PATIENT, ServiceLine.MENTAL_HEALTH): (MomentKind.REFERRAL_ARRIVED, *_ILLNESS),
    (Register.PATIENT, ServiceLine.REHABILITATION): (MomentKind.REFERRAL_ARRIVED, *_ILLNESS),
    (Register.PATIENT, ServiceLine.SPECIALISED_CARE): (
        MomentKind.REFERRAL_ARRIVED,
        MomentKind.ASSESSMENT_STARTED,
        MomentKind.NEED_ESTABLISHED,
        MomentKind.TREATMENT_STARTED,
    ),
    (Register.SOCIAL_WELFARE, ServiceLine.FAMILY_SOCIAL_WORK): (
        MomentKind.ASSESSMENT_STARTED,
        MomentKind.NEED_ESTABLISHED,
        *_DECISION,
    ),
    (Register.SOCIAL_WELFARE, ServiceLine.SUBSTANCE_SERVICES): (
        MomentKind.ASSESSMENT_STARTED,
        MomentKind.NEED_ESTABLISHED,
        *_DECISION,
    ),
    (Register.SOCIAL_WELFARE, ServiceLine.SOCIAL_ASSISTANCE): (
        MomentKind.INFORMED,
        MomentKind.APPLICATION_COMPLETE,
        *_DECISION,
    ),
    (Register.SOCIAL_WELFARE, ServiceLine.CHILD_PROTECTION): (
        MomentKind.INFORMED,
        MomentKind.ASSESSMENT_STARTED,
        MomentKind.NEED_ESTABLISHED,
        *_DECISION,
    ),
}


def moments_of(register: str, service_line: str) -> tuple[MomentKind, ...]:
    """What is worth noting in a case of this register and line, in the order in which it usually happens."""
    where = Register(register)
    return _MOMENTS_OF_LINE.get((where, ServiceLine(service_line)), _MOMENTS[where])


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


class CallbackState(StrEnum):
    """How a contact that waits for a call stands (takaisinsoitto). CALLING: a worker has it on the phone just now.

    STOPPED: tried often enough; a letter has gone instead. The matter itself stays on the worklist.
    """

    WAITING = "waiting"
    CALLING = "calling"
    REACHED = "reached"
    STOPPED = "stopped"


CALLBACK_TRANSITIONS: dict[CallbackState, frozenset[CallbackState]] = {
    CallbackState.WAITING: frozenset({CallbackState.CALLING, CallbackState.STOPPED}),
    CallbackState.CALLING: frozenset({CallbackState.WAITING, CallbackState.REACHED, CallbackState.STOPPED}),
    CallbackState.REACHED: frozenset({CallbackState.WAITING}),
    CallbackState.STOPPED: frozenset({CallbackState.WAITING}),
}


class CallOutcome(StrEnum):
    """What came of one call."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
