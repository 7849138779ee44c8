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
