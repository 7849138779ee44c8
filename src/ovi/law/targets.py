"""Which stricter goals has a county set beside the law, and on which day do they fall? Never in the law's place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Protocol, Self

from pydantic import Field, model_validator

from ovi.foundation.calendar import SchoolCalendar
from ovi.foundation.intervals import DateInterval
from ovi.law.clocks import due_on, last_day
from ovi.law.rules import Filled, Law, Name, Part, Row, RuleId
from ovi.law.vocabulary import RuleStatus, TimeUnit

# Every kind of month, leap day and holiday comes round within this many start days.
_DAYS_TRIED = 4 * 366


class Target(Part):
    """A goal (tavoite) that a county sets itself for the clocks of some rules; half-open like the law's rows."""

    id: Filled
    rule_ids: Annotated[tuple[RuleId, ...], Field(min_length=1)]
    names: Name
    amount: Annotated[int, Field(ge=1)]
    unit: TimeUnit
    valid_from: date
    valid_to: date | None
    source: Filled
    verified_on: date
    status: RuleStatus
    note: str = ""

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.valid_to is not None and self.valid_to <= self.valid_from:
            raise ValueError("valid_to must be later than valid_from: it is the first day without the target")
        if self.unit in (TimeUnit.SAME_DAY, TimeUnit.IMMEDIATELY, TimeUnit.WITHOUT_DELAY):
            raise ValueError("a target counts days or months")
        return self

    @property
    def validity(self) -> DateInterval:
        """The days on which a clock that starts has this target."""
        return DateInterval(self.valid_from, self.valid_to)


class Started(Protocol):
    """A clock, computed or stored: which rule it follows and the day it started."""

    @property
    def rule_id(self) -> str: ...
    @property
    def starts_on(self) -> date: ...


@dataclass(frozen=True, slots=True)
class TargetDue:
    """One target of one clock. `due_on` is None where the school days are not known."""

    target: Target
    rule_id: str
    due_on: date | None


def targets_for(
    clocks: Iterable[Started], targets: Sequence[Target], school: SchoolCalendar | None = None
) -> list[TargetDue]:
    """The targets of the clocks, in the order of the clocks; those in force on the day a clock starts."""
    found = []
    for clock in clocks:
        for target in targets:
            if clock.rule_id in target.rule_ids and target.validity.contains(clock.starts_on):
                day = last_day(target.amount, target.unit, clock.starts_on, school)
                found.append(TargetDue(target, clock.rule_id, day if isinstance(day, date) else None))
    return found


def late_targets(targets: Sequence[Target], law: Law) -> Iterator[tuple[int, str]]:
    """(index, what) of each target that names no rule we know, or falls later than the law on some start day."""
    known = {rule.id: rule for rule in law.rules}
    for index, target in enumerate(targets):
        for rule_id in target.rule_ids:
            if rule_id not in known:
                yield index, f"{target.id} names {rule_id}, which is no rule of the law"
                continue
            for row in known[rule_id].rows:
                if row.never_in_force is None and (day := _first_late_start(target, row, law)):
                    what = f"{target.id} is later than {rule_id} allows for a clock that starts on {day}"
                    yield index, f"{what}: a target may only be stricter than the law"


def _first_late_start(target: Target, row: Row, law: Law) -> date | None:
    day = max(target.valid_from, row.valid_from)
    for _ in range(_DAYS_TRIED):
        if not (target.validity.contains(day) and row.validity.contains(day)):
            return None
        lawful, wanted = due_on(row, day, law), last_day(target.amount, target.unit, day, law.school)
        if isinstance(lawful, date) and isinstance(wanted, date) and wanted > lawful:
            return day
        day += timedelta(days=1)
    return None
