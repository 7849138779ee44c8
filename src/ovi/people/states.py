"""Which professions and roles are there? Tables with their names in GLOSSARY."""

from __future__ import annotations

from enum import StrEnum

from ovi.plumbing.actor import Role


class Profession(StrEnum):
    """Profession groups as the access figures count them (ammattiryhmä)."""

    DOCTOR = "doctor"
    NURSE = "nurse"
    PUBLIC_HEALTH_NURSE = "public_health_nurse"
    PHYSIOTHERAPIST = "physiotherapist"
    DENTIST = "dentist"
    DENTAL_HYGIENIST = "dental_hygienist"
    PSYCHOLOGIST = "psychologist"
    PSYCHIATRIC_NURSE = "psychiatric_nurse"
    PRACTICAL_NURSE = "practical_nurse"
    SOCIAL_WORKER = "social_worker"
    SOCIAL_COUNSELLOR = "social_counsellor"


# Health professions with a licence (laillistettu); a practical nurse has a protected title only, so a visit to one
# stops no clock (domain.md §1.2). Social workers and counsellors are licensed in social welfare (817/2015).
LICENSED = frozenset(set(Profession) - {Profession.PRACTICAL_NURSE})

RoleName = Role
# Roles that work with clients, each in a unit and with a profession.
CARE_ROLES = frozenset({Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE})


class Way(StrEnum):
    """By which way is somebody reached? The first four carry a notice; by the rest a worker reaches the person."""

    SUOMI_FI = "suomi_fi"
    EMAIL = "email"
    SMS = "sms"
    LETTER = "letter"
    PHONE = "phone"
    VOICE_MAIL = "voice_mail"
    HOME = "home"  # anything that comes to the home: a letter there, a visit, a call to the home's telephone


NOTICE_WAYS = (Way.SUOMI_FI, Way.EMAIL, Way.SMS, Way.LETTER)


class PointKind(StrEnum):
    """What kind of address is it?"""

    EMAIL = "email"
    PHONE = "phone"
    POSTAL = "postal"


POINT_OF = {
    Way.EMAIL: PointKind.EMAIL,
    Way.SMS: PointKind.PHONE,
    Way.PHONE: PointKind.PHONE,
    Way.VOICE_MAIL: PointKind.PHONE,
    Way.LETTER: PointKind.POSTAL,
}


class Purpose(StrEnum):
    """For what is the person reached? Rules of safe contact may name some of the first three."""

    RECEIPT = "receipt"
    ANSWER = "answer"
    APPOINTMENT = "appointment"
    CODE = "code"
    STAFF = "staff"


class RuleKind(StrEnum):
    """What has been said of a way: never by it, by it and no other, or by it too."""

    NEVER = "never"
    ONLY = "only"
    ALSO = "also"


class NotifyKind(StrEnum):
    """What a notice tells; its words are in definitions/notices. It never tells more than that something waits."""

    RECEIPT = "receipt"
    ANSWER_WAITING = "answer_waiting"
    MESSAGE_WAITING = "message_waiting"
    APPOINTMENT = "appointment"
    APPOINTMENT_CHANGED = "appointment_changed"
    REQUEST_FOR_INFORMATION = "request_for_information"
    HAND_OVER_RESIDENT = "hand_over_resident"
    DEADLINE_PASSED_INFORMATION = "deadline_passed_information"
    SERVICES_PICKED = "services_picked"
    CALL_ATTEMPTED = "call_attempted"
    COPY_READY = "copy_ready"
    CONFIRM_ADDRESS = "confirm_address"
    CODE_LETTER = "code_letter"
    OPENING_ALERT = "opening_alert"


class NoticeState(StrEnum):
    """How far has a notice come?"""

    WAITING = "waiting"
    SENT = "sent"
    TO_PRINT = "to_print"
    PRINTED = "printed"
    NOT_SENT = "not_sent"  # no way was allowed, or none worked: a worker tells it
    TOLD = "told"
    WITHHELD = "withheld"  # a minor's own matter is not told to anyone else


NOTICE_TRANSITIONS: dict[NoticeState, frozenset[NoticeState]] = {
    NoticeState.WAITING: frozenset(
        {NoticeState.SENT, NoticeState.TO_PRINT, NoticeState.NOT_SENT, NoticeState.WITHHELD}
    ),
    NoticeState.SENT: frozenset({NoticeState.WAITING}),  # it came back: the next way
    NoticeState.TO_PRINT: frozenset({NoticeState.PRINTED, NoticeState.NOT_SENT}),
    NoticeState.PRINTED: frozenset({NoticeState.TO_PRINT, NoticeState.NOT_SENT}),  # again, or it came back
    NoticeState.NOT_SENT: frozenset({NoticeState.TOLD}),
    NoticeState.TOLD: frozenset(),
    NoticeState.WITHHELD: frozenset(),
}


class TryOutcome(StrEnum):
    """How did one try go? STARTED and nothing after it: the worker died, and the message may have gone."""

    STARTED = "started"
    TAKEN = "taken"
    LATER = "later"
    REFUSED = "refused"
    BOUNCED = "bounced"


class LogLimitKind(StrEnum):
    """Why somebody is shown less, or a guardian more, of who has viewed the data (703/2023 11 §, domain.md §8)."""

    DANGER = "danger"  # telling would endanger the client's health or care, or somebody else's rights
    FORBIDDEN_BY_MINOR = "forbidden_by_minor"  # a minor who is mature enough forbids it from the guardian
    OPEN_TO_GUARDIAN = "open_to_guardian"  # judged: the guardian of an older child may see


class LogReader(StrEnum):
    """In which right does one read the log of a person's data?"""

    SELF = "self"
    GUARDIAN = "guardian"
    PROXY = "proxy"


class RepresentationKind(StrEnum):
    """By what right does one act for another?"""

    GUARDIAN = "guardian"  # huoltaja
    TRUSTEE = "trustee"  # edunvalvoja
    MANDATE = "mandate"  # valtuutus
    CARER = "carer"  # omaishoitaja or another close person whom the client has let see


class RepresentationSource(StrEnum):
    """Who says so? A register is asked again at each sign-in; what a worker has recorded stands until it ends."""

    POPULATION_REGISTER = "population_register"
    SUOMI_FI = "suomi_fi"
    COURT = "court"
    WORKER = "worker"


class RepresentationScope(StrEnum):
    """In which matters?"""

    HEALTH = "health"
    SOCIAL = "social"
    BOTH = "both"


# Which registers' matters a scope reaches. Student welfare is the pupil's own confidence, with both only.
SCOPE_REGISTERS: dict[RepresentationScope, frozenset[str]] = {
    RepresentationScope.HEALTH: frozenset({"patient"}),
    RepresentationScope.SOCIAL: frozenset({"social_welfare"}),
    RepresentationScope.BOTH: frozenset({"patient", "social_welfare", "student_welfare"}),
}


class SignInWay(StrEnum):
    """How did one come in?"""

    E_ID = "e_id"  # strong electronic identification (Suomi.fi-tunnistus)
    COUNTY = "county"
    PASSWORD = "password"  # noqa: S105 - the name of a way
    PRACTICE = "practice"  # invented people only


class SignInEnd(StrEnum):
    """Why is a sign-in over?"""

    SIGNED_OUT = "signed_out"
    IDLE = "idle"
    HOURS = "hours"
    REPLACED = "replaced"


class HelpCheck(StrEnum):
    """How did the helper make sure who the person is? Without that nobody is helped into somebody's matters."""

    DOCUMENT = "document"
    KNOWN = "known"
    QUESTIONS = "questions"


class HelpEnd(StrEnum):
    """Why is the helping over?"""

    PRESSED = "pressed"
    TIME = "time"
    SIGNED_OUT = "signed_out"


class CopyState(StrEnum):
    """Where does a copy of one's own data stand?"""

    WAITING = "waiting"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


COPY_TRANSITIONS: dict[CopyState, frozenset[CopyState]] = {
    CopyState.WAITING: frozenset({CopyState.MAKING}),
    CopyState.MAKING: frozenset({CopyState.READY, CopyState.FAILED}),
    CopyState.READY: frozenset({CopyState.GONE}),
    CopyState.FAILED: frozenset(),
    CopyState.GONE: frozenset(),
}
