"""What does a statutory time limit say, as dated rows? The shape of the files in definitions/law."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

from ovi.foundation.calendar import SchoolCalendar
from ovi.foundation.intervals import DateInterval
from ovi.foundation.text import LANGUAGES, Trilingual
from ovi.law.choices import Choices
from ovi.law.vocabulary import (
    CareReason,
    ClockStart,
    ClockStop,
    OutOfHours,
    Register,
    RuleStatus,
    ServiceLine,
    TimeUnit,
    Urgency,
)

_CLOCK_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
_SECTION = re.compile(r"(\d+(?: [a-z])?) §(?: (\d+) mom\.)?", re.ASCII)


def _complete(value: Any) -> Trilingual:
    if not isinstance(value, dict):
        raise ValueError("write the text in three languages: fi, sv, en")
    text = Trilingual.of(value)
    if missing := [language for language in LANGUAGES if not getattr(text, language)]:
        raise ValueError(f"the text is missing in {', '.join(missing)}")
    return text


def _clock_time(value: Any) -> time:
    # Unquoted, YAML reads 16:00 as the number 960.
    if not isinstance(value, str) or not _CLOCK_TIME.fullmatch(value):
        raise ValueError('write a time of day in quotes, as "08:00"')
    return time.fromisoformat(value)


_TEXT = {"type": "string", "minLength": 1}
_NAME_SCHEMA = {
    "type": "object",
    "properties": dict.fromkeys(LANGUAGES, _TEXT),
    "required": list(LANGUAGES),
    "additionalProperties": False,
}
_TIME_SCHEMA = {"type": "string", "pattern": f"^{_CLOCK_TIME.pattern}$"}

Name = Annotated[Trilingual, BeforeValidator(_complete), WithJsonSchema(_NAME_SCHEMA)]
ClockTime = Annotated[time, BeforeValidator(_clock_time), WithJsonSchema(_TIME_SCHEMA)]
Filled = Annotated[str, Field(min_length=1)]
RuleId = Annotated[str, Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)*$")]
MomentField = Literal[
    "contact_at",
    "assessed_at",
    "referral_at",
    "need_established_at",
    "pending_at",
    "application_complete_at",
    "decided_at",
    "visit_at",
]
_NO_AMOUNT = (TimeUnit.SAME_DAY, TimeUnit.IMMEDIATELY, TimeUnit.WITHOUT_DELAY)
_FIELDS = {
    "registers": "register",
    "service_lines": "service_line",
    "care_reasons": "care_reason",
    "specialties": "specialty",
}
_NOT_BY_VALUE = ("given", "lacking", "age_from", "age_under", "age_over")


class Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(Part):
    """What must be true of a matter. A part left out asks nothing; ages are full years.

    `given` and `lacking` name moments that must be known, or must not be. `age_over` stands where the act's
    wording ("yli 75-vuotias") can be read in two ways: choices.yaml says which, and reading the law turns it
    into `age_from`.
    """

    registers: frozenset[Register] | None = None
    service_lines: frozenset[ServiceLine] | None = None
    specialties: frozenset[Filled] | None = None
    urgency: Urgency | None = None
    care_reasons: frozenset[CareReason] | None = None
    general_medicine: bool | None = None
    plan_based: bool | None = None
    certificate_only: bool | None = None
    preventive: bool | None = None
    highest_care_allowance: bool | None = None
    needs_special_support: bool | None = None
    set_interval: bool | None = None
    given: frozenset[MomentField] = frozenset()
    lacking: frozenset[MomentField] = frozenset()
    age_from: Annotated[int, Field(ge=0)] | None = None
    age_under: Annotated[int, Field(ge=1)] | None = None
    age_over: Annotated[int, Field(ge=1)] | None = None

    @cached_property
    def required(self) -> tuple[tuple[str, frozenset[Any]], ...]:
        """Each matter field that is asked about, with the values that will do."""
        found = []
        for part in Condition.model_fields:
            value = getattr(self, part)
            if value is None or part in _NOT_BY_VALUE:
                continue
            values = value if isinstance(value, frozenset) else frozenset([value])
            found.append((_FIELDS.get(part, part), values))
        return tuple(found)

    @property
    def asks_nothing(self) -> bool:
        """Would every matter meet this condition?"""
        return not self.required and not any(getattr(self, part) for part in _NOT_BY_VALUE)


_C = TypeVar("_C", bound=Condition)


class Scope(Condition):
    """Which matters a row covers: all of its own parts, one of `any_of`, and none of `unless`.

    A field that `unless` names may be missing from a matter; it excludes only where it is known.
    """

    registers: frozenset[Register]
    any_of: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if any(condition.asks_nothing for condition in (*self.any_of, *self.unless)):
            raise ValueError("an empty condition in any_of or unless would hold for everyone: remove it")
        return self

    def settled(self, choices: Choices) -> Scope:
        """The same with every `age_over` read as the choice says."""
        inner = {
            "any_of": tuple(_settled(condition, choices) for condition in self.any_of),
            "unless": tuple(_settled(condition, choices) for condition in self.unless),
        }
        return _settled(self, choices).model_copy(update=inner)


def _settled(condition: _C, choices: Choices) -> _C:
    if condition.age_over is None:
        return condition
    lowest = condition.age_over + (choices.over_age == "from_next_birthday")
    return condition.model_copy(update={"age_from": lowest, "age_over": None})


class OfficeHours(Part):
    """The hours of a working day in which a start counts for that day: [opens, closes)."""

    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("office hours must open before they close")
        return self


class Row(Part):
    """One dated row: a limit as it stands between two days (`valid_to` is the first day without it).

    `never_in_force` tells why a planned row was never applied; `gap_reason` why none was in force before it.
    `section` is empty where its number is not known; the reference then names the act alone.
    """

    id: RuleId
    names: Name
    section: Filled | None
    scope: Scope
    start: ClockStart
    stop: ClockStop
    amount: Annotated[int, Field(ge=1)] | None
    unit: TimeUnit | None
    out_of_hours: OutOfHours
    office_hours: OfficeHours | None = None
    valid_from: date
    valid_to: date | None
    never_in_force: Filled | None = None
    gap_reason: Filled | None = None
    source: Filled
    verified_on: date
    status: RuleStatus
    note: str = ""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be later than valid_from: it is the first day without the rule")
        if self.unit in _NO_AMOUNT and self.amount is not None:
            raise ValueError(f"{self.unit} takes no amount: leave it empty")
        if self.unit not in _NO_AMOUNT and (self.amount is None) != (self.status is RuleStatus.UNKNOWN):
            raise ValueError("an amount is left empty exactly when its status is unknown")
        if self.unit is None and self.amount is not None:
            raise ValueError("an amount needs its unit")
        if (self.out_of_hours is OutOfHours.NEXT_WORKING_DAY) != (self.office_hours is not None):
            raise ValueError("office_hours are given exactly when out_of_hours is next_working_day")
        return self

    @cached_property
    def validity(self) -> DateInterval:
        """The days on which a clock that starts follows this row."""
        return DateInterval(self.valid_from, self.valid_to)


class Act(Part):
    """The act (laki) that the rows of one file stand in."""

    number: Filled
    names: Name


class ActFile(Part):
    """The whole of one file in definitions/law."""

    schema_version: Literal[1]
    act: Act
    owner: Filled
    source: Filled
    verified_on: date
    next_review: date
    rules: tuple[Row, ...]

    @model_validator(mode="after")
    def _has_rules(self) -> Self:
        if not self.rules:
            raise ValueError("a law file holds at least one rule")
        return self


@dataclass(frozen=True, slots=True)
class Rule:
    """All rows of one rule id, oldest first, with their act and the version (content hash) of its file."""

    id: str
    act: Act
    rows: tuple[Row, ...]
    version: str
    next_review: date

    def reference(self, row: Row) -> Trilingual:
        """The legal reference in three languages: act, number, section where it is known."""
        names, number = self.act.names, self.act.number
        fi, sv, en = (f"{name} {number}" for name in (names.fi, names.sv, names.en))
        if row.section is None:
            return Trilingual(fi, sv, en)
        return Trilingual(f"{fi} {row.section}", f"{sv} {row.section}", f"{en}, {_section_in_english(row.section)}")


def _section_in_english(section: str) -> str:
    """'51 a § 1 mom.' as 'section 51 a, subsection 1'; anything of another form as it is."""
    found = _SECTION.fullmatch(section)
    if not found:
        return section
    return f"section {found[1]}" + (f", subsection {found[2]}" if found[2] else "")


@dataclass(frozen=True, slots=True)
class Law:
    """Every rule known, in the order of the files; how open questions are read; the school days, where known."""

    rules: tuple[Rule, ...]
    choices: Choices = Choices()
    school: SchoolCalendar | None = None

    def row(self, rule_id: str, valid_from: date) -> Row | None:
        """The row that a stored clock follows; None where the files no longer hold it."""
        rows = (row for rule in self.rules if rule.id == rule_id for row in rule.rows)
        return next((row for row in rows if row.valid_from == valid_from), None)

    def rule(self, rule_id: str) -> Rule:
        """The rule with that id; KeyError when there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
