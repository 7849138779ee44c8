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
