"""Which tables and columns do the facts have? The one contract that engines, importers and exporters speak.

Days are int32 day numbers (days.py), minutes of day int16, money whole cents. Keys are pseudonyms that mean
nothing outside the snapshot. A column is nullable unless the row would mean nothing without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from ovi.engines.facts import codes

# Raised when a column comes, goes or changes its meaning; a snapshot of another version is not read.
CONTRACT_VERSION = 2
_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(), "day": pa.int32(), "minute": pa.int16(), "small": pa.int16(), "whole": pa.int32(),
    "money": pa.int64(), "number": pa.float64(), "yes_no": pa.bool_(), "codes": pa.list_(pa.string()),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name, kind (see _TYPES), meaning, whether it may be null, and the codes it knows.

    `past`: what it tells has happened, so it cannot lie after the day of the extract.
    """

    name: str
    kind: str
    description: str
    required: bool = False
    codes: tuple[str, ...] = ()
    past: bool = False

    @property
    def arrow_type(self) -> pa.DataType:
        return _TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold in a row: an SQL condition over columns; a null in it makes the rule hold."""

    columns: tuple[str, ...]
    condition: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class Table:
    """One fact table: what a row is, its columns, its key (empty: rows may repeat), its row rules.

    `lies_by`: the order of its rows in a snapshot, days first (order.py); empty: as they came.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    lies_by: tuple[str, ...] = ()

    def schema(self) -> pa.Schema:
        """The Arrow schema, each field carrying its description."""
        fields = [
            pa.field(c.name, c.arrow_type, nullable=not c.required, metadata={"description": c.description})
            for c in self.columns
        ]
        return pa.schema(fields, metadata={"table": self.name, "contract_version": str(CONTRACT_VERSION)})


def _order(earlier: str, later: str) -> Rule:
    return Rule((earlier, later), f"{later} >= {earlier}", f"{later} is before {earlier}")


def _minute(column: str) -> Rule:
    return Rule((column,), f"{column} between 0 and 1439", f"{column} is not a minute of the day (0–1439)")


def _past(name: str, description: str, *, required: bool = False) -> Column:
    return Column(name, "day", description, required, past=True)


def _known(name: str, description: str, known: tuple[str, ...], *, required: bool = False) -> Column:
    return Column(name, "text", description, required, known)


_NEED = Table(
    "need",
    "One need: contact, assessment, booking and first care event in one row (the AvoHILMO chain).",
    (
        Column("need_key", "text", "Pseudonym of the need.", required=True),
        Column("person_key", "text", "Pseudonym of the person; null when nobody was identified."),
        Column("birth_year", "small", "Year of birth."),
        Column("age_at_start", "small", "Full years of age on the day of assessment, else of contact."),
        Column("municipality", "text", "Municipality of residence (kotikunta), three digits, zero-padded."),
        Column("postal_code", "text", "Postal code of residence, five digits."),
        Column("county", "text", "Wellbeing services county that organises the care."),
        _known("language", "Language of service.", codes.LANGUAGES),
        Column("interpreter", "yes_no", "An interpreter was needed."),
        Column(
            "vulnerable_groups",
            "codes",
            "Groups in a vulnerable position that the person belongs to; empty: none known.",
            codes=codes.VULNERABLE_GROUPS,
        ),
        _known("register", "The register that holds the matter.", codes.REGISTERS),
        _known("sector", "Health or social.", codes.SECTORS),
        _known("service_line", "Service line.", codes.SERVICE_LINES),
        _known(
            "covered_class",
            "Do the statutory access limits cover the need; if not, why.",
            codes.COVERED_CLASSES,
        ),
        _known("channel", "Channel of the contact.", codes.CHANNELS),
        _past("contact_day", "Day of contact."),
        Column("contact_minute", "minute", "Minute of day of contact."),
        _past("assessed_day", "Day on which the assessment of need (HTA) was completed."),
        Column("assessed_minute", "minute", "Minute of day of the assessment."),
        _known("urgency", "The professional's judgement.", codes.URGENCIES),
        _past("booked_day", "Day on which the first appointment was booked."),
        Column("booked_for_day", "day", "Day for which it was booked."),
        _past(
            "first_event_day",
            "Day of the first realised care event by a licensed professional; while there is none, of the "
            "first by anybody, with first_event_licensed false.",
        ),
        _known("first_event_profession", "Profession of who gave that event.", codes.PROFESSIONS),
        Column("first_event_licensed", "yes_no", "Was that person licensed (laillistettu)? Null: not known."),
        _known("first_event_mode", "How it took place (Hilmo yhteystapa).", codes.MODES),
        Column("unit", "text", "Unit that is responsible for the need."),
        Column("resolved_at_first_contact", "yes_no", "Advice at the assessment ended the matter."),
        _past("closed_day", "Day on which the case was closed."),
        _known("wait_reason", "Reason given for waiting.", codes.WAIT_REASONS),
        _known("segment", "Customership segment.", codes.SEGMENTS),
        Column("hand_overs", "small", "How many times the case changed hands."),
    ),
    key=("need_key",),
    rules=(
        _order("contact_day", "assessed_day"),
        _order("contact_day", "first_event_day"),
        _order("contact_day", "booked_day"),
        _order("booked_day", "booked_for_day"),
        _order("contact_day", "closed_day"),
        _minute("contact_minute"),
        _minute("assessed_minute"),
        Rule(("hand_overs",), "hand_overs >= 0", "hand_overs is negative"),
        Rule(("age_at_start",), "age_at_start between 0 and 130", "age_at_start is no age (0–130)"),
        # A year has at least 365 days, so this never doubts a true birth.
        Rule(("birth_year", "contact_day"), "contact_day >= (birth_year - 1970) * 365", "contact_day is before birth"),
    ),
    lies_by=("first_event_day", "contact_day", "need_key"),
)

_CLOCK = Table(
    "clock",
    "One statutory clock of a need.",
    (
        Column("need_key", "text", "The need.", required=True),
        Column("rule_id", "text", "Rule in definitions/law, e.g. PHC-14D-U23.", required=True),
        _known("status", "State of the clock.", codes.CLOCK_STATUSES),
        _known("start_kind", "What started it.", codes.CLOCK_STARTS),
        Column("start_day", "day", "Day on which it started.", required=True),
        Column("due_day", "day", "Lawful due day; null where the law gives no number."),
        _past("stop_day", "Day on which it stopped; null while it runs."),
        _known("stop_kind", "What stops it.", codes.CLOCK_STOPS),
    ),
    key=("need_key", "rule_id", "start_day"),
    rules=(_order("start_day", "due_day"), _order("start_day", "stop_day")),
    lies_by=("start_day", "need_key", "rule_id"),
)

_ENCOUNTER = Table(
    "encounter",
    "One planned or realised encounter.",
    (
        Column("need_key", "text", "The need it belongs to, if known."),
        Column("person_key", "text", "Pseudonym of the person."),
        Column("day", "day", "Day of the encounter.", required=True),
        Column("unit", "text", "Unit."),
        _known("service_line", "Service line.", codes.SERVICE_LINES),
        _known("profession", "Profession.", codes.PROFESSIONS),
        Column("professional_key", "text", "Pseudonym of the professional."),
        _known("mode", "Hilmo yhteystapa.", codes.MODES),
        Column("minutes", "small", "Length in minutes."),
        Column("unit_cost_id", "text", "Unit cost that applies."),
        Column("no_show", "yes_no", "Booked, not cancelled before the start, not attended."),
        Column("planned", "yes_no", "Part of a care, rehabilitation or client plan."),
        Column("reason_coded", "yes_no", "A reason for the visit was coded (ICPC-2 or ICD-10); null: not known."),
    ),
    rules=(Rule(("minutes",), "minutes >= 0", "minutes is negative"),),
    lies_by=("day", "need_key", "person_key", "professional_key"),
)

_UNIT_COST = Table(
    "unit_cost",
    "What one encounter of a kind costs, from a day on.",
    (
        Column("unit_cost_id", "text", "Identifier.", required=True),
        _known("service_line", "Service line.", codes.SERVICE_LINES),
        _known("profession", "Profession.", codes.PROFESSIONS),
        _known("mode", "Hilmo yhteystapa.", codes.MODES),
        Column("cents", "money", "Cost in cents.", required=True),
        Column("valid_from_day", "day", "First day of validity.", required=True),
        Column("source", "text", "Where the figure comes from.", required=True),
    ),
    key=("unit_cost_id", "valid_from_day"),
    rules=(Rule(("cents",), "cents >= 0", "cents is negative"),),
)

_SLOT = Table(
    "slot",
    "Supply on a measuring day, for T3: one row per free time of a professional with an open book. A row "
    "whose slot_day is null: the open book held no free time; without it the book is unseen.",
    (
        _past("measured_day", "Day on which the books were read.", required=True),
        Column("unit", "text", "Unit.", required=True),
        _known("profession", "Profession.", codes.PROFESSIONS, required=True),
        Column("professional_key", "text", "Pseudonym of the professional.", required=True),
        Column("slot_day", "day", "Day of the free time; null: the open book held none."),
        _known("urgency", "Whom the time is meant for.", codes.URGENCIES),
        _known("bookable", "May anyone who makes contact be given the time.", codes.BOOKABLE),
    ),
    rules=(_order("measured_day", "slot_day"),),
    lies_by=("measured_day", "unit", "professional_key", "slot_day"),
)

_UNIT = Table(
    "unit",
    "Where a unit is and what it does.",
    (
        Column("unit", "text", "Unit.", required=True),
        Column("municipality", "text", "Municipality that the unit serves, three digits."),
        _known("service_line", "Main service line.", codes.SERVICE_LINES),
        Column("county", "text", "Wellbeing services county."),
    ),
    key=("unit",),
)

_FEEDBACK = Table(
    "feedback",
    "One answer to one statement of client feedback, or to the recommendation question.",
    (
        Column("feedback_key", "text", "Pseudonym of the answer form.", required=True),
        Column("need_key", "text", "The need, if the client allowed the link."),
        Column("day", "day", "Day of the answer.", required=True),
        Column("unit", "text", "Unit."),
        _known("service_line", "Service line.", codes.SERVICE_LINES),
        _known("channel", "Channel of the answer.", codes.CHANNELS),
        _known("language", "Language of the answer.", codes.LANGUAGES),
        Column("item", "text", "Statement or question.", required=True),
        Column("score", "small", "Score as given; null: cannot say."),
    ),
    key=("feedback_key", "item"),
    lies_by=("day", "feedback_key", "item"),
)

_MEASURE = Table(
    "measure",
    "One outcome score of one person on one day.",
    (
        Column("person_key", "text", "Pseudonym of the person.", required=True),
        Column("need_key", "text", "The need, if the score belongs to one."),
        Column("day", "day", "Day of the answer.", required=True),
        Column("instrument", "text", "Instrument and version.", required=True),
        Column("item", "text", "Score within the instrument, e.g. total.", required=True),
        Column("score", "number", "The score."),
        Column("unit", "text", "Unit."),
    ),
    key=("person_key", "day", "instrument", "item"),
    lies_by=("day", "person_key", "instrument", "item"),
)

_POST = Table(
    "post",
    "One post on one day: who holds it and whether they are there. Days may be read once a month.",
    (
        Column("post_key", "text", "Pseudonym of the post.", required=True),
        Column("day", "day", "Day.", required=True),
        Column("unit", "text", "Unit."),
        _known("profession", "Profession.", codes.PROFESSIONS),
        Column("holder_key", "text", "Pseudonym of the holder; null: vacant."),
        Column("planned_minutes", "small", "Planned working minutes of the day."),
        Column("absent_minutes", "small", "Of them absent."),
        Column("absence_reason", "text", "Reason for absence."),
    ),
    key=("post_key", "day"),
    rules=(
        Rule(("absent_minutes",), "absent_minutes >= 0", "absent_minutes is negative"),
        Rule(
            ("planned_minutes", "absent_minutes"),
            "absent_minutes <= planned_minutes",
            "more minutes absent than planned",
        ),
    ),
    lies_by=("day", "post_key"),
)

_POPULATION = Table(
    "population",
    "How many people live in an area, by age and language, at the end of a year.",
    (
        Column("municipality", "text", "Municipality, three digits.", required=True),
        Column("postal_code", "text", "Postal code; null: the whole municipality."),
        Column("age", "small", "First age of the band, in full years; null: all ages."),
        Column("age_to", "small", "Last age of the band; 120 stands for an open end; null: all ages."),
        _known("language", "Mother tongue; null: all.", codes.LANGUAGES),
        Column("year", "small", "Year.", required=True),
        Column("people", "whole", "Number of people.", required=True),
    ),
    rules=(Rule(("people",), "people >= 0", "people is negative"), _order("age", "age_to")),
)

_TRAY_PICK = Table(
    "tray_pick",
    "One service picked for a client from the service tray, and what came of it. Picks taken back are left out.",
    (
        Column("need_key", "text", "The need for which it was picked.", required=True),
        Column("service_id", "text", "The service, by its source and its source's own id.", required=True),
        _past("picked_day", "Day of the pick.", required=True),
        Column("unit", "text", "Unit that is responsible for the need."),
        _known("service_line", "Service line of the need on the day of the pick.", codes.SERVICE_LINES),
        _known("take_up", "What came of it, as the client or a professional told; null: not told.", codes.TAKE_UPS),
        Column("taken_up", "yes_no", "The client went; null: not told, or not known."),
        _past("taken_up_day", "Day on which it was told."),
    ),
    key=("need_key", "service_id"),
    rules=(_order("picked_day", "taken_up_day"),),
    lies_by=("picked_day", "need_key", "service_id"),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _NEED, _CLOCK, _ENCOUNTER, _UNIT_COST, _SLOT, _UNIT, _FEEDBACK, _MEASURE, _POST, _POPULATION,
        _TRAY_PICK,
    )
}  # fmt: skip
