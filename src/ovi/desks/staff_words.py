"""What are codes called on professionals' pages? One word for each value of each table (a test keeps them whole)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ovi.casework.queries import WAIT_REASON_NAMES
from ovi.casework.states import (
    CallbackState,
    CallOutcome,
    CareReason,
    CaseState,
    CloseReason,
    EmergencyPurpose,
    Ground,
    KantaWord,
    ReviewState,
    Urgency,
)
from ovi.contact.contact_words import INTERPRETED
from ovi.contact.states import Channel, CodeWay, IdentityCheck, ReferredUrgency, ReplyBy
from ovi.encounters.states import Mode
from ovi.law.vocabulary import Register, RuleStatus
from ovi.people.states import LogLimitKind, Profession
from ovi.plumbing.actor import Role

STATES: dict[str, Any] = {
    CaseState.OPEN: _("Waits for assessment"),
    CaseState.ASSESSED: _("Assessed, waits for service"),
    CaseState.IN_SERVICE: _("Service has begun"),
    CaseState.CLOSED: _("Closed"),
}
URGENCIES: dict[str, Any] = {Urgency.URGENT: _("Urgent"), Urgency.NON_URGENT: _("Non-urgent")}
REFERRED_URGENCIES: dict[str, Any] = {
    ReferredUrgency.URGENT: _("Urgent"),
    ReferredUrgency.NON_URGENT: _("Non-urgent"),
}
CHANNELS: dict[str, Any] = {
    Channel.WEB: pgettext_lazy("channel", "Web"),
    Channel.PHONE: pgettext_lazy("channel", "Phone"),
    Channel.DESK: pgettext_lazy("channel", "Service desk"),
    Channel.LETTER: pgettext_lazy("channel", "Letter"),
    Channel.CHAT: pgettext_lazy("channel", "Chat"),
    Channel.ASSESSMENT: pgettext_lazy("channel", "Assessment made elsewhere"),
    Channel.REFERRAL: pgettext_lazy("channel", "Referral"),
}
CALL_STATES: dict[str, Any] = {
    CallbackState.WAITING: _("The person waits for a call."),
    CallbackState.CALLING: _("Somebody is calling the person."),
    CallbackState.REACHED: _("The person was reached."),
    CallbackState.STOPPED: _("Calling was stopped; a letter goes instead."),
}
CALL_OUTCOMES: dict[str, Any] = {
    CallOutcome.ANSWERED: _("Answered"),
    CallOutcome.NO_ANSWER: _("No answer"),
    CallOutcome.WRONG_NUMBER: _("Wrong number"),
}
IDENTITY_CHECKS: dict[str, Any] = {
    IdentityCheck.QUESTIONS: _("By questions that only the person can answer"),
    IdentityCheck.KNOWN: _("I know the person"),
    IdentityCheck.DOCUMENT: _("From an identity document"),
    IdentityCheck.NOT_CHECKED: _("Not checked"),
}
CODE_WAYS: dict[str, Any] = {
    CodeWay.TOLD: _("I read it aloud"),
    CodeWay.PAPER: _("On paper, now"),
    CodeWay.POST: _("By post"),
}
CARE_REASONS: dict[str, Any] = {
    CareReason.ILLNESS: _("Falling ill"),
    CareReason.INJURY: _("Injury"),
    CareReason.WORSENING_LONG_TERM: _("A long-term illness getting worse"),
    CareReason.NEW_SYMPTOMS: _("New symptoms"),
    CareReason.REDUCED_FUNCTION: _("Reduced functional ability"),
    CareReason.OTHER: _("Another reason"),
}
CLOSE_REASONS: dict[str, Any] = {
    CloseReason.RESOLVED_AT_FIRST_CONTACT: _("Resolved at first contact"),
    CloseReason.SERVICE_GIVEN: _("The service has been given"),
    CloseReason.CLIENT_WITHDREW: _("The client no longer needs the service"),
    CloseReason.NOT_REACHED: _("The client could not be reached"),
    CloseReason.OTHER_SERVICE: _("The client was directed to another service"),
}
WAIT_REASONS: dict[str, Any] = {**WAIT_REASON_NAMES}
MODES: dict[str, Any] = {
    Mode.VISIT: _("Visit at the unit"),
    Mode.HOME_VISIT: _("Home visit"),
    Mode.ELSEWHERE: _("Visit elsewhere"),
    Mode.REMOTE_REAL_TIME: _("Remote contact in real time (call, video)"),
    Mode.REMOTE_MESSAGE: _("Remote contact by message"),
}
PROFESSIONS: dict[str, Any] = {
    Profession.DOCTOR: _("Doctor"),
    Profession.NURSE: _("Nurse"),
    Profession.PUBLIC_HEALTH_NURSE: _("Public health nurse"),
    Profession.PHYSIOTHERAPIST: _("Physiotherapist"),
    Profession.DENTIST: _("Dentist"),
    Profession.DENTAL_HYGIENIST: _("Dental hygienist"),
    Profession.PSYCHOLOGIST: _("Psychologist"),
    Profession.PSYCHIATRIC_NURSE: _("Psychiatric nurse"),
    Profession.PRACTICAL_NURSE: _("Practical nurse"),
    Profession.SOCIAL_WORKER: _("Social worker"),
    Profession.SOCIAL_COUNSELLOR: _("Social counsellor"),
}
RULE_STATUSES: dict[str, Any] = {
    RuleStatus.VERIFIED: _("Checked in the source"),
    RuleStatus.PROVISIONAL: _("To be checked"),
    RuleStatus.UNKNOWN: _("Amount not known"),
}
GROUNDS: dict[str, Any] = {
    Ground.EMERGENCY: _("Emergency"),
    Ground.DISCLOSURE_PERMIT: _("The client’s disclosure permit in Kanta"),
    Ground.MULTI_SECTOR: _("Multi-sector cooperation (Social Welfare Act, section 41)"),
    Ground.CONSENT: _("The client’s consent"),
}
EMERGENCY_PURPOSES: dict[str, Any] = {
    EmergencyPurpose.CARE: _("Urgent care"),
    EmergencyPurpose.SAFETY: _("Somebody’s safety"),
}
REVIEW_STATES: dict[str, Any] = {
    ReviewState.WAITING: _("Waits for review"),
    ReviewState.APPROPRIATE: _("Appropriate"),
    ReviewState.NOT_APPROPRIATE: _("Not appropriate"),
}
KANTA_WORDS: dict[str, Any] = {
    KantaWord.PERMIT: _("The client has given the disclosure permit"),
    KantaWord.PERMIT_WITHDRAWN: _("No disclosure permit, or it has been withdrawn"),
    KantaWord.PROHIBITION: _("The client has forbidden the disclosure"),
    KantaWord.PROHIBITION_WITHDRAWN: _("No prohibition, or it has been withdrawn"),
}
REGISTERS: dict[str, Any] = {
    Register.PATIENT: _("Patient register"),
    Register.SOCIAL_WELFARE: _("Social welfare register"),
    Register.STUDENT_WELFARE: _("Student welfare register"),
}
LOG_LIMITS: dict[str, Any] = {
    LogLimitKind.DANGER: _("Telling would endanger the client’s health or care, or somebody’s rights"),
    LogLimitKind.FORBIDDEN_BY_MINOR: _("A minor forbids it from the guardian"),
    LogLimitKind.OPEN_TO_GUARDIAN: _("The guardian may see the log of an older child"),
}
# The worklist's standings, and the design room's standing each of them looks like.
STANDINGS: dict[str, tuple[str, Any]] = {
    "breached": ("overdue", _("Overdue")),
    "at_risk": ("due_soon", _("Due soon")),
    "open": ("in_time", _("In time")),
    "none": ("no_limit", _("No time limit running")),
}
LANGUAGES = {code: said for code, said in INTERPRETED.items() if code not in ("fse", "fss")}  # signed ones aside
ROLES: dict[str, Any] = {
    Role.RESIDENT: _("Resident"),
    Role.NURSE: _("Nurse"),
    Role.DOCTOR: _("Doctor"),
    Role.THERAPIST: _("Therapist"),
    Role.SOCIAL_WORKER: _("Social worker"),
    Role.STUDENT_WELFARE: _("Student welfare worker"),
    Role.MANAGER: _("Manager"),
    Role.PROGRAMME_OFFICE: _("Programme office"),
    Role.OPERATOR: _("Operator"),
    Role.SYSTEM: _("The system"),
}
# Pages that show client data, as the access log names them.
PAGES: dict[str, Any] = {
    "reach": _("Where the client may be reached"),
    "letters": _("Letters to post"),
    "worklist": _("Worklist"),
    "worklist_file": _("Worklist as a file"),
    "worklist_selected": _("Matters selected on the worklist"),
    "attention": _("What needs a manager now"),
    "case": _("Matter"),
    "calls": _("Call-back list"),
    "call": _("Call back"),
    "assess": _("Assess the need"),
    "encounter": _("Record an encounter"),
    "caseload": _("Caseload"),
    "moments": _("Stages of the matter"),
    "messages": _("Messages"),
    "case_messages": _("Messages of the matter"),
    "chat": _("Chat"),
    "chat_board": _("Chats of the unit"),
    "access_log": _("Access log"),
    "match_person": _("Match the person"),
    "opening": _("Opened matters"),
    "open_across": _("Open on a ground"),
    "log_limit": _("What the client is shown of the log"),
    "openings": _("Exceptional openings"),
}
OWN_WORDS = _("In the client’s own words")
NOTIFIED_WORDS = _("What the notifier told")
REPLIES: dict[str, Any] = {
    "my_matters": _("In My matters"),
    "phone": _("By phone"),
    "letter": _("By letter"),
    "sms": _("In My matters, told by text message"),
    "email": _("In My matters, told by e-mail"),
    "code": _("Here, with a code"),
    "chat": _("In the chat"),
    "none": _("No answer: the notifier got a receipt"),
}


def words_heading(reply_by: str) -> str:
    """Whose words a matter begins with: only a notification wants no answer."""
    return str(NOTIFIED_WORDS if reply_by == ReplyBy.NONE else OWN_WORDS)


def word(table: dict[str, Any], code: str) -> str:
    """The code's word; an unknown code is shown as it is, not hidden."""
    return str(table.get(code, code))
