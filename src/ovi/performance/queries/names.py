"""What are the groups of a figure called? Municipalities, units, professions and service lines by their codes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as named

from ovi.foundation.text import Trilingual, sort_key
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings

SERVICE_LINES: dict[str, Promise | str] = {
    "primary_care": named("service line", "Outpatient primary care"),
    "oral_health": named("service line", "Oral health care"),
    "mental_health": named("service line", "Mental health services"),
    "substance_services": named("service line", "Substance services"),
    "rehabilitation": named("service line", "Rehabilitation"),
    "maternity_child": named("service line", "Maternity and child health clinics"),
    "school_health": named("service line", "School and student health care"),
    "student_welfare": named("service line", "Student welfare"),
    "specialised_care": named("service line", "Specialised care"),
    "home_care": named("service line", "Home care"),
    "elderly_services": named("service line", "Services for older people"),
    "adult_social_work": named("service line", "Social work for adults"),
    "family_social_work": named("service line", "Social services for families"),
    "child_protection": named("service line", "Child protection"),
    "disability_services": named("service line", "Disability services"),
    "social_assistance": named("service line", "Social assistance"),
    "lifestyle_guidance": named("service line", "Lifestyle guidance"),
}
PROFESSIONS: dict[str, Promise | str] = {
    "doctor": named("profession", "Doctors"),
    "nurse": named("profession", "Nurses"),
    "public_health_nurse": named("profession", "Public-health nurses"),
    "practical_nurse": named("profession", "Practical nurses"),
    "midwife": named("profession", "Midwives"),
    "physiotherapist": named("profession", "Physiotherapists"),
    "occupational_therapist": named("profession", "Occupational therapists"),
    "speech_therapist": named("profession", "Speech therapists"),
    "psychologist": named("profession", "Psychologists"),
    "psychiatric_nurse": named("profession", "Psychiatric nurses"),
    "nutritionist": named("profession", "Nutrition therapists"),
    "dentist": named("profession", "Dentists"),
    "oral_hygienist": named("profession", "Dental hygienists"),
    "dental_assistant": named("profession", "Dental assistants"),
    "social_worker": named("profession", "Social workers"),
    "social_counsellor": named("profession", "Social counsellors"),
    "service_advisor": named("profession", "Service advisors"),
}
GROUPING_NAMES: dict[str, Promise | str] = {
    "municipality": gettext_lazy("Municipality"),
    "unit": gettext_lazy("Unit"),
    "profession": gettext_lazy("Profession"),
    "service_line": gettext_lazy("Service line"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """The names of municipalities and units, by code."""

    places: dict[tuple[str, str], Trilingual]

    def of(self, by: str, stratum: str, language: str) -> str:
        """The name of one group; an unknown code is shown as it is, an empty one in words."""
        if stratum == "":
            return _("Not known")
        if known := {"profession": PROFESSIONS, "service_line": SERVICE_LINES}.get(by):
            return str(known.get(stratum, stratum))
        place = self.places.get((by, stratum))
        return place.in_(language) if place else stratum

    def choices(self, by: str, language: str) -> list[tuple[str, str]]:
        """Every group of a kind as (code, name), in Finnish order of names."""
        codes = [code for kind, code in self.places if kind == by]
        return sorted(((code, self.of(by, code, language)) for code in codes), key=lambda one: sort_key(one[1]))


_PLACES = """
select 'municipality', code, name_fi, name_sv, name_en from directory_municipality where code = any(%s)
union all select 'unit', slug, name_fi, name_sv, name_en from directory_unit
"""


def names() -> Names:
    """The names of the county's municipalities and units. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [list(county(settings().county).municipalities)])
        return Names({(kind, code): Trilingual(fi, sv, en) for kind, code, fi, sv, en in cursor.fetchall()})
