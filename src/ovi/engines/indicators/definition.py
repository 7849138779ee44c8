"""What is an indicator? A reviewed YAML file: whom it counts, from what to what, why, and its pitfalls."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from ovi.engines.facts import codes
from ovi.engines.facts.tables import TABLES
from ovi.foundation.definitions import content_hash, definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import Trilingual


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts(_Frozen):
    """A text in all three languages; none may be missing."""

    fi: str = Field(min_length=1)
    sv: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def trilingual(self) -> Trilingual:
        return Trilingual(self.fi, self.sv, self.en)


class ClockLimit(_Frozen):
    """The need's own lawful due day: the earliest of its clocks with this start and stop."""

    start: str
    stop: str


class Limit(_Frozen):
    """Within what? Calendar days, calendar months (same-numbered day, not 90 days) or the lawful due day."""

    days: int | None = Field(default=None, ge=0, le=366)
    months: int | None = Field(default=None, ge=1, le=24)
    clock: ClockLimit | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(value is not None for value in (self.days, self.months, self.clock)) != 1:
            raise ValueError("give exactly one of days, months, clock")
        return self


class NeedPopulation(_Frozen):
    """Which needs are counted; an empty list sets no condition. Null never meets a condition of a list."""

    service_lines: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    covered_classes: tuple[str, ...] = ()
    urgency: str | None = None
    licensed: bool | None = None
    not_modes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known_codes(self) -> Self:
        _require_known("service_lines", self.service_lines, codes.SERVICE_LINES)
        _require_known("professions", self.professions, codes.PROFESSIONS)
        _require_known("covered_classes", self.covered_classes, codes.COVERED_CLASSES)
        _require_known("not_modes", self.not_modes, codes.MODES)
        _require_known("urgency", (self.urgency,) if self.urgency else (), codes.URGENCIES)
        return self


class SlotPopulation(_Frozen):
    """Which open books and which of their free times are counted."""

    service_lines: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    urgency: Literal["non_urgent", "urgent"] = "non_urgent"
    bookable: Literal["general"] = "general"

    @model_validator(mode="after")
    def _known_codes(self) -> Self:
        _require_known("service_lines", self.service_lines, codes.SERVICE_LINES)
        _require_known("professions", self.professions, codes.PROFESSIONS)
        return self


def _require_known(field: str, given: tuple[str, ...], known: tuple[str, ...]) -> None:
    if unknown := [code for code in given if code not in known]:
        raise ValueError(f"{field}: unknown code {', '.join(unknown)}; known are {', '.join(known)}")


class Suppression(_Frozen):
    """Counts of people from 1 to k-1 are not published; below `small_n` a share is marked as unsteady."""

    k: int = Field(default=5, ge=3)
    small_n: int = Field(default=20, ge=1)


class HoldsWhen(_Frozen):
    """When does the measure hold in one municipality in one month? `min_n`: below it, not measured."""

    share: float | None = Field(default=None, gt=0, le=1)
    min_n: int = Field(ge=1)
    text: Texts


class _Common(_Frozen):
    id: str = Field(pattern=r"^[a-z0-9_]+$")
    names: Texts
    why_it_matters: Texts
    pitfalls: Texts
    unit_of_count: Texts
    owner: str
    checked_by: str | None  # null: nobody from outside the project has checked it, and pages say so
    reviewed_on: date
    next_review_on: date
    stratifiers: tuple[str, ...]
    direction: Literal["higher_is_better", "lower_is_better"]
    statutory: bool = False
    law: tuple[str, ...] = ()
    limit_basis: Literal["law", "programme_target", "none"]
    holds_when: HoldsWhen
    source: str
    content_hash: str = ""

    @model_validator(mode="after")
    def _review_is_ahead(self) -> Self:
        if self.next_review_on <= self.reviewed_on:
            raise ValueError("next_review_on must be after reviewed_on")
        return self


class ShareWithin(_Common):
    """The share of realised care events that came within a limit of the assessment."""

    kind: Literal["share_within"]
    source_table: Literal["need"]
    population: NeedPopulation
    start: str
    stop: str
    limit: Limit
    suppression: Suppression

    @model_validator(mode="after")
    def _columns_exist(self) -> Self:
        days = tuple(column.name for column in TABLES["need"].columns if column.kind == "day")
        _require_known("start, stop", (self.start, self.stop), days)
        _require_known("stratifiers", self.stratifiers, tuple(NEED_STRATIFIERS))
        if self.holds_when.share is None:
            raise ValueError("holds_when.share is needed for share_within")
        return self


class ThirdNextAvailable(_Common):
    """T3: days to a professional's third generally bookable free time; the median over professionals."""

    kind: Literal["third_next_available"]
    source_table: Literal["slot"]
    population: SlotPopulation
    measured_on: Literal["monday", "tuesday", "wednesday", "thursday", "friday"]
    limit: Limit
    cap_days: int = Field(default=182, ge=1)
    suppression: None = None  # counts working books, not people in care: nothing to hide

    @model_validator(mode="after")
    def _fits_slots(self) -> Self:
        if self.limit.days is None:
            raise ValueError("the limit of third_next_available is in days")
        _require_known("stratifiers", self.stratifiers, tuple(SLOT_STRATIFIERS))
        return self


class Marked(_Frozen):
    """Which rows are counted: where a yes/no column says yes, or the need has a row in another table."""

    column: str | None = None
    in_table: Literal["tray_pick"] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.column is None) == (self.in_table is None):
            raise ValueError("give exactly one of column, in_table")
        return self


class ShareMarked(_Common):
    """The share of rows that are marked, by the month of a day; rows of which nothing is known stand outside."""

    kind: Literal["share_marked"]
    source_table: Literal["need", "tray_pick"]
    day: str
    marked: Marked
    suppression: Suppression

    @model_validator(mode="after")
    def _columns_exist(self) -> Self:
        columns = TABLES[self.source_table].columns
        _require_known("day", (self.day,), tuple(one.name for one in columns if one.kind == "day"))
        if self.marked.column is not None:
            _require_known("marked", (self.marked.column,), tuple(one.name for one in columns if one.kind == "yes_no"))
        _require_known("stratifiers", self.stratifiers, tuple(MARKED_STRATIFIERS))
        return self


# Name that people and commands use → column of the facts.
NEED_STRATIFIERS = {
    "unit": "unit",
    "municipality": "municipality",
    "county": "county",
    "service_line": "service_line",
    "profession": "first_event_profession",
    "mode": "first_event_mode",
    "channel": "channel",
    "language": "language",
    "segment": "segment",
}
SLOT_STRATIFIERS = {
    "unit": "unit",
    "municipality": "municipality",
    "county": "county",
    "service_line": "service_line",
    "profession": "profession",
    "measured_day": "measured_day",
}

MARKED_STRATIFIERS = {"unit": "unit", "service_line": "service_line"}

Definition = ShareWithin | ThirdNextAvailable | ShareMarked
_ADAPTER: TypeAdapter[Definition] = TypeAdapter(Annotated[Definition, Field(discriminator="kind")])


def parse_definition(raw: Any, where: str, hash_: str = "") -> Definition:
    """A definition from parsed YAML; every fault is listed with its field."""
    try:
        return _ADAPTER.validate_python({**raw, "content_hash": hash_} if isinstance(raw, dict) else raw)
    except ValidationError as error:
        faults = [
            Fault(f"{where}: {'.'.join(str(part) for part in fault['loc'])}", fault["msg"]) for fault in error.errors()
        ]
        message = f"{where} is no valid indicator definition ({len(faults)} faults)."
        raise Refused(message, code="indicators.invalid_definition", faults=faults) from error


def load_definition(path: Path) -> Definition:
    """The definition in a file, with the hash of the file as its version. Its id must be the file's name."""
    definition = parse_definition(read_yaml(path), path.name, content_hash(path))
    if definition.id != path.stem:
        message = f"{path.name} holds the indicator “{definition.id}”; name the file and the id alike."
        raise Refused(message, code="indicators.invalid_definition", faults=[Fault(path.name, message)])
    return definition


def load_definitions(folder: Path | None = None) -> dict[str, Definition]:
    """All indicators by id; from definitions/indicators unless a folder is given."""
    paths = sorted((folder or definitions_root() / "indicators").glob("*.yaml"))
    return {definition.id: definition for definition in map(load_definition, paths)}
