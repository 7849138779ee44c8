"""What are the groups of a figure called? Municipalities, units, professions and service lines by their codes."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db import connection
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from ovi.design.dates import page_language
from ovi.directory.service_lines import LINES, line_name
from ovi.foundation.text import Trilingual, sort_key
from ovi.plumbing.county import county
from ovi.plumbing.settings import settings


def _said(code: str) -> str:
    return line_name(code).in_(page_language())


_line_said = lazy(_said, str)
SERVICE_LINES: dict[str, Promise | str] = {code: _line_said(code) for code in LINES}
PROFESSIONS: dict[str, Promise | str] = {
    "doctor": pgettext_lazy("profession", "Doctors"),
    "nurse": pgettext_lazy("profession", "Nurses"),
    "public_health_nurse": pgettext_lazy("profession", "Public-health nurses"),
    "practical_nurse": pgettext_lazy("profession", "Practical nurses"),
    "midwife": pgettext_lazy("profession", "Midwives"),
    "physiotherapist": pgettext_lazy("profession", "Physiotherapists"),
    "occupational_therapist": pgettext_lazy("profession", "Occupational therapists"),
    "speech_therapist": pgettext_lazy("profession", "Speech therapists"),
    "psychologist": pgettext_lazy("profession", "Psychologists"),
    "psychiatric_nurse": pgettext_lazy("profession", "Psychiatric nurses"),
    "nutritionist": pgettext_lazy("profession", "Nutrition therapists"),
    "dentist": pgettext_lazy("profession", "Dentists"),
    "oral_hygienist": pgettext_lazy("profession", "Dental hygienists"),
    "dental_assistant": pgettext_lazy("profession", "Dental assistants"),
    "social_worker": pgettext_lazy("profession", "Social workers"),
    "social_counsellor": pgettext_lazy("profession", "Social counsellors"),
    "service_advisor": pgettext_lazy("profession", "Service advisors"),
}
# What a measure is about, in the order of the list of measures.
THEMES: dict[str, Promise | str] = {
    "access": gettext_lazy("Realised access"),
    "law": gettext_lazy("Lawful limits"),
    "supply": gettext_lazy("Supply: free times"),
    "queue": gettext_lazy("Queue and debt"),
    "contact": gettext_lazy("Contact"),
    "continuity": gettext_lazy("Continuity of care"),
    "use": gettext_lazy("Use of services"),
    "cost": gettext_lazy("Cost"),
    "tray": gettext_lazy("Service tray"),
    "quality": gettext_lazy("Quality of recording"),
}
GROUPING_NAMES: dict[str, Promise | str] = {
    "municipality": gettext_lazy("Municipality"),
    "unit": gettext_lazy("Unit"),
    "profession": gettext_lazy("Profession"),
    "service_line": gettext_lazy("Service line"),
}


Centre = tuple[float | None, float | None, int | None]  # latitude, longitude, people


@dataclass(frozen=True, slots=True)
class Names:
    """The names of municipalities and units, by code."""

    places: dict[tuple[str, str], Trilingual]
    ids: dict[str, int] = field(default_factory=dict)  # units by slug
    centres: dict[str, Centre] = field(default_factory=dict)  # municipalities by code
    homes: dict[str, str] = field(default_factory=dict)  # municipality of a unit, by slug; empty: none of the county's

    def of(self, by: str, stratum: str, language: str) -> str:
        """The name of one group; an unknown code is shown as it is, an empty one in words."""
        if stratum == "":
            return _("Not known")
        if known := {"profession": PROFESSIONS, "service_line": SERVICE_LINES}.get(by):
            return str(known.get(stratum, stratum))
        place = self.places.get((by, stratum))
        return place.in_(language) if place else stratum

    def known(self, by: str, stratum: str) -> bool:
        """Is there such a group? An empty code is those whose group is not known."""
        coded = {"profession": PROFESSIONS, "service_line": SERVICE_LINES}.get(by, {})
        return stratum == "" or stratum in coded or (by, stratum) in self.places

    def choices(self, by: str, language: str) -> list[tuple[str, str]]:
        """Every group of a kind as (code, name), in Finnish order of names."""
        codes = [code for kind, code in self.places if kind == by]
        return sorted(((code, self.of(by, code, language)) for code in codes), key=lambda one: sort_key(one[1]))

    def coded(self, by: str) -> list[tuple[str, str]]:
        """Every profession or service line as (code, name), in the order in which they are kept."""
        known = {"profession": PROFESSIONS, "service_line": SERVICE_LINES}.get(by, {})
        return [(code, str(name)) for code, name in known.items()]


_PLACES = """
select 'municipality', code, name_fi, name_sv, name_en, null, latitude, longitude, population, null
from directory_municipality where code = any(%s)
union all select 'unit', slug, name_fi, name_sv, name_en, id, null, null, null, municipality_id from directory_unit
"""


def names() -> Names:
    """The names of the county's municipalities and units. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [list(county(settings().county).municipalities)])
        rows = cursor.fetchall()
    places = {(row[0], row[1]): Trilingual(*row[2:5]) for row in rows}
    return Names(
        places,
        {row[1]: row[5] for row in rows if row[0] == "unit"},
        {row[1]: row[6:9] for row in rows if row[0] == "municipality"},
        {row[1]: row[9] if ("municipality", row[9]) in places else "" for row in rows if row[0] == "unit"},
    )
