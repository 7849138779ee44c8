"""What does a statutory time limit say, as dated rows? The shape of the files in definitions/law."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from ovi.foundation.intervals import DateInterval
from ovi.foundation.text import LANGUAGES, Trilingual
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


Name = Annotated[Trilingual, BeforeValidator(_complete)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Filled = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Condition(_Part):
    """What must be true of a matter. A part left out asks nothing; ages are full years at clock start."""

    registers: frozenset[Register] | None = None
    service_lines: frozenset[ServiceLine] | None = None
    urgency: Urgency | None = None
    care_reasons: frozenset[CareReason] | None = None
    general_medicine: bool | None = None
    plan_based: bool | None = None
    certificate_only: bool | None = None
    preventive: bool | None = None
    highest_care_allowance: bool | None = None
    needs_special_support: bool | None = None
    set_interval: bool | None = None
    age_from: Annotated[int, Field(ge=0)] | None = None
    age_under: Annotated[int, Field(ge=1)] | None = None

    @cached_property
    def required(self) -> tuple[tuple[str, frozenset[Any]], ...]:
        """Each matter field that is asked about, with the values that will do."""
        found = []
        for part in Condition.model_fields:
            value = getattr(self, part)
            if value is None or part in ("age_from", "age_under"):
                continue
            field = {"registers": "register", "service_lines": "service_line", "care_reasons": "care_reason"}
            values = value if isinstance(value, frozenset) else frozenset([value])
            found.append((field.get(part, part), values))
        return tuple(found)


class Scope(Condition):
    """Which matters a row covers: all of its own parts, one of `any_of`, and nothing of `unless`.

    A field that `unless` names may be missing from a matter; it excludes only where it is known.
    """

    registers: frozenset[Register]
    any_of: tuple[Condition, ...] = ()
    unless: Condition = Condition()

    @model_validator(mode="after")
    def _excludes_by_kind(self) -> Self:
        if self.unless.age_from is not None or self.unless.age_under is not None:
            raise ValueError("unless knows no ages: use age_from and age_under of the scope")
        return self


class OfficeHours(_Part):
    """The hours of a working day in which a start counts for that day: [opens, closes)."""

    opens: ClockTime
    closes: ClockTime

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("office hours must open before they close")
        return self


class Row(_Part):
    """One dated row: a limit as it stands between two days (`valid_to` is the first day without it).

    `never_in_force` tells why a planned row was never applied; `gap_reason` why none was in force before it.
    """

    id: Annotated[str, Field(pattern=r"^[A-Z0-9]+(-[A-Z0-9]+)+$")]
    names: Name
    section: Filled
    scope: Scope
    start: ClockStart
    stop: ClockStop
    amount: Annotated[int, Field(ge=1)] | None
    unit: TimeUnit
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
        if self.unit is TimeUnit.SAME_DAY and self.amount is not None:
            raise ValueError("same_day takes no amount: leave it empty")
        if self.unit is not TimeUnit.SAME_DAY and (self.amount is None) != (self.status is RuleStatus.UNKNOWN):
            raise ValueError("an amount is left empty exactly when its status is unknown")
        if (self.out_of_hours is OutOfHours.NEXT_WORKING_DAY) != (self.office_hours is not None):
            raise ValueError("office_hours are given exactly when out_of_hours is next_working_day")
        return self

    @cached_property
    def validity(self) -> DateInterval:
        """The days on which a clock that starts follows this row."""
        return DateInterval(self.valid_from, self.valid_to)


class Act(_Part):
    """The act (laki) that the rows of one file stand in."""

    number: Filled
    names: Name


class ActFile(_Part):
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

    def reference(self, row: Row) -> Trilingual:
        """The legal reference in three languages: act, number, section."""
        names, tail = self.act.names, f"{self.act.number} {row.section}"
        english = f"{names.en} {self.act.number}, {_section_in_english(row.section)}"
        return Trilingual(f"{names.fi} {tail}", f"{names.sv} {tail}", english)


def _section_in_english(section: str) -> str:
    """'51 a § 1 mom.' as 'section 51 a, subsection 1'; anything of another form as it is."""
    found = _SECTION.fullmatch(section)
    if not found:
        return section
    return f"section {found[1]}" + (f", subsection {found[2]}" if found[2] else "")


@dataclass(frozen=True, slots=True)
class Law:
    """Every rule known, in the order of the files."""

    rules: tuple[Rule, ...]

    def rule(self, rule_id: str) -> Rule:
        """The rule with that id; KeyError when there is none."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise KeyError(rule_id)
