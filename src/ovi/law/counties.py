"""What does a county add to the law: the days its schools work, and the targets it has set itself?"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ovi.foundation.calendar import SchoolCalendar
from ovi.foundation.intervals import DateInterval
from ovi.law.reading import Lines, read_checked
from ovi.law.rules import Filled, Part
from ovi.law.targets import Target
from ovi.law.vocabulary import RuleStatus


class _Days(Part):
    """From the first day to the last, both inside, as schools announce them."""

    first_day: date
    last_day: date

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("last_day must not be before first_day")
        return self

    @property
    def interval(self) -> DateInterval:
        return DateInterval(self.first_day, self.last_day + timedelta(days=1))


class SchoolYearFile(Part):
    """The whole of school_year.yaml: terms and breaks (lomat) of the county's schools."""

    schema_version: Literal[1]
    owner: Filled
    source: Filled
    verified_on: date
    next_review: date
    status: RuleStatus
    note: str = ""
    terms: Annotated[tuple[_Days, ...], Field(min_length=1)]
    breaks: tuple[_Days, ...] = ()


class TargetsFile(Part):
    """The whole of targets.yaml."""

    schema_version: Literal[1]
    owner: Filled
    source: Filled
    verified_on: date
    next_review: date
    targets: tuple[Target, ...]


def counties_in(root: Path) -> list[str]:
    """The counties that have a folder under `root`."""
    return sorted(path.name for path in (root / "counties").glob("*") if path.is_dir())


def read_school_year(path: Path) -> SchoolCalendar:
    """The school days of the file; Refused with every fault."""
    found, _ = read_checked(path, SchoolYearFile)
    return SchoolCalendar(tuple(term.interval for term in found.terms), tuple(one.interval for one in found.breaks))


def read_targets(path: Path) -> tuple[tuple[Target, ...], Lines]:
    """The targets of the file, with the line of each; Refused with every fault."""
    found, lines = read_checked(path, TargetsFile)
    return found.targets, lines
