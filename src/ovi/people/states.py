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
