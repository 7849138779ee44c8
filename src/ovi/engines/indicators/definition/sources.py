"""Which rows can a definition count? The fact tables, and four kinds of rows made from them.

Beside a table's own columns a source has derived ones; `rows.py` says how they are made, this table what they mean.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ovi.engines.facts.tables import TABLES

Period = Literal["month", "12_months", "month_end"]
# The law's border of 23 years and the ages at which the need of care turns; also the strata of standardisation.
AGE_GROUPS = ((0, "0-6"), (7, "7-22"), (23, "23-44"), (45, "45-64"), (65, "65-74"), (75, "75-84"), (85, "85+"))
STANDINGS = ("overdue", "near", "in_time", "no_limit")
# How near its due day an open need is called "near".
NEAR_DAYS = 7
# Which services are one sector when it is asked how many sectors serve a client at once (domain facts, section 6).
SERVICE_GROUPS: Mapping[str, str] = {
    "primary_care": "primary", "oral_health": "primary", "rehabilitation": "primary", "maternity_child": "primary",
    "school_health": "primary", "lifestyle_guidance": "primary", "student_welfare": "student",
    "specialised_care": "specialised", "mental_health": "mind", "substance_services": "mind",
    "adult_social_work": "adult_social", "social_assistance": "adult_social", "family_social_work": "child",
    "child_protection": "child", "disability_services": "disability", "home_care": "home", "elderly_services": "home",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Derived:
    """A column that is made: its kind (as in the facts), the tables it takes beside its own, its meaning."""

    kind: str
    tables: tuple[str, ...]
    description: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Rows to count. `stratifiers`: name that people use → column."""

    name: str
    description: str
    period: Period
    tables: tuple[str, ...]
    derived: Mapping[str, Derived]
    stratifiers: Mapping[str, str]
    own: str = ""  # the fact table whose columns it has
    without: tuple[str, ...] = field(default=())

    def columns(self) -> dict[str, str]:
        """Column → kind."""
        own = TABLES[self.own].columns if self.own else ()
        return {c.name: c.kind for c in own} | {name: one.kind for name, one in self.derived.items()}

    def codes(self, column: str) -> tuple[str, ...]:
        """The codes that a column knows; empty when it takes any text."""
        if column in self.derived:
            return self.derived[column].codes
        return next((c.codes for c in TABLES[self.own].columns if c.name == column), ())

    def tables_for(self, columns: set[str]) -> tuple[str, ...]:
        """The fact tables that rows with these columns read."""
        more = (table for name in columns if name in self.derived for table in self.derived[name].tables)
        return tuple(dict.fromkeys((*self.tables, *sorted(more))))


_AGE_GROUP = Derived(
    "text", (), "Age group on the day of assessment, else of contact.", tuple(n for _, n in AGE_GROUPS)
)
_GROUP = Derived("text", (), "Group in a vulnerable position; a row stands in each of its groups, or in “none”.")
_NEED_DERIVED = {
    "age_group": _AGE_GROUP,
    "vulnerable": Derived("yes_no", (), "Belongs to some group in a vulnerable position."),
    "vulnerable_group": _GROUP,
    "picked": Derived("yes_no", ("tray_pick",), "Some service was picked from the tray."),
    "next_contact_days": Derived("whole", (), "Days to the person's next contact in the same service line."),
    "assessment_days": Derived("whole", (), "Days from contact to completed assessment."),
    "encounters": Derived("whole", ("encounter",), "Realised encounters of the need."),
    "cents": Derived("money", ("encounter", "unit_cost"), "Cost; null unless every encounter has a unit cost."),
}


def _of_need(name: str) -> Derived:
    kind = {column.name: column for column in TABLES["need"].columns}[name]
    return Derived(kind.kind, ("need",), f"Of the need: {kind.description}", kind.codes)


def _from_need(*names: str) -> dict[str, Derived]:
    derived = {"age_group": _AGE_GROUP, "vulnerable_group": _GROUP}
    return {
        name: Derived(derived[name].kind, ("need",), f"Of the need: {derived[name].description}", derived[name].codes)
        if name in derived
        else _of_need(name)
        for name in names
    }


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_PLACES = ("municipality", "county", "language", "age_group")
_ABOUT_PERSON = {
    "month": Derived("text", (), "The month with which the twelve months end."),
    "person_key": Derived("text", (), "Pseudonym of the person."),
    **{
        name: Derived("text", ("need",), f"The person's {name.replace('_', ' ')} by the latest need.")
        for name in _PLACES
    },
}
SOURCES: Mapping[str, Source] = {one.name: one for one in (
    Source("need", "One need.", "month", ("need",), _NEED_DERIVED, {
        **_same("unit", "municipality", "county", "service_line", "sector", "channel", "language", "segment",
                "age_group", "vulnerable_group", "wait_reason"),
        "profession": "first_event_profession", "mode": "first_event_mode",
    }, own="need"),
    Source("encounter", "One planned or realised encounter.", "month", ("encounter",), {
        **_from_need(*_PLACES, "segment", "vulnerable_group"),
        "cents": Derived("money", ("unit_cost",), "The unit cost in force on the day."),
    }, _same("unit", "service_line", "profession", "mode", *_PLACES, "segment", "vulnerable_group"), own="encounter"),
    Source("clock", "One statutory clock of a need.", "month", ("clock",), _from_need(
        "unit", "service_line", "sector", *_PLACES, "channel", "segment", "register", "vulnerable_group",
    ), {**_same("unit", "service_line", *_PLACES, "channel", "segment", "vulnerable_group"), "rule": "rule_id"},
        own="clock"),
    Source("tray_pick", "One service picked from the tray.", "month", ("tray_pick",), {},
           _same("unit", "service_line"), own="tray_pick"),
    Source("open_need", "One need that is open at the end of a month.", "month_end", ("need",), {
        "age_group": _AGE_GROUP, "vulnerable_group": _GROUP,
        "month": Derived("text", (), "The month at whose end it is open."),
        "served": Derived("yes_no", (), "A licensed professional has given care by then."),
        "waited_days": Derived("whole", (), "Days since contact."),
        "standing": Derived("text", ("clock",), "By its earliest running lawful due day.", STANDINGS),
    }, _same("unit", "service_line", "sector", *_PLACES, "segment", "vulnerable_group", "standing"), own="need"),
    Source("person_year", "One person with at least one realised encounter in twelve months.", "12_months",
           ("encounter",), {
        **_ABOUT_PERSON,
        "contacts": Derived("whole", (), "Realised encounters."),
        "doctor_nurse_contacts": Derived("whole", (), "Of them with a doctor or nurse of primary care."),
        "service_groups": Derived("whole", (), "How many sectors of service gave them (SERVICE_GROUPS)."),
        "urgent_needs": Derived("whole", ("need",), "Needs that a professional judged urgent."),
        "cents": Derived("money", ("unit_cost",), "Cost of the encounters that have a unit cost."),
        "cost_place": Derived("whole", ("unit_cost",), "Share of clients that cost more, in thousandths, cut."),
    }, _same(*_PLACES)),
    Source("continuity", "One person's encounters with one profession in twelve months.", "12_months",
           ("encounter",), {
        **_ABOUT_PERSON,
        "profession": Derived("text", (), "Profession; public-health nurses count as nurses."),
        "visits": Derived("whole", (), "Encounters whose professional is known."),
        "missing_visits": Derived("whole", (), "Encounters without a professional's key."),
        "all_visits": Derived("whole", (), "Both together."),
        "coc": Derived("whole", (), "Bice–Boxerman index in millionths, cut; null under two visits."),
        "upc": Derived("whole", (), "Share of visits with the most seen professional, in millionths, cut."),
    }, _same("profession", *_PLACES)),
)}  # fmt: skip
