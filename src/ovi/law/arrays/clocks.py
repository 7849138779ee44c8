"""Which clocks run for many matters, from which day, and when are they due? The twin of `ovi.law.clocks`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ovi.law.arrays.columns import Codes, Columns
from ovi.law.arrays.days import (
    NULL_DAY,
    Days,
    as_number,
    birthday,
    look_up,
    months_on,
    next_working_day,
    school_days_on,
    working_days_on,
)
from ovi.law.arrays.kinds import MISSING, OUT_OF_SCOPE, WHY_CODES, Kinds
from ovi.law.matters import START_FIELD
from ovi.law.rules import Condition, Law, OfficeHours, Row, Rule, Scope
from ovi.law.scopes import WhyNot
from ovi.law.vocabulary import TimeUnit

Cases = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class ClockTable:
    """Every clock of many matters, a line each, rule by rule and within a rule in the order of the matters.

    `case`: place of the matter. `limit`: place in `limits` of the rule and row that the clock follows.
    `start_day`, `due_day`: day numbers; NULL_DAY where the law names no number. `why`: one line a rule of the
    law (as `law.rules`), one column a matter: 0 where it gives a clock, otherwise the code of WHY_CODES.
    """

    case: NDArray[np.int32]
    limit: NDArray[np.int16]
    start_day: Days
    due_day: Days
    limits: tuple[tuple[Rule, Row], ...]
    why: NDArray[np.int8]

    def of_limit(self, told: Callable[[Rule, Row], Any]) -> NDArray[Any]:
        """What `told` says of each clock's rule and row, e.g. `lambda rule, row: row.stop.value`: one call a row."""
        return np.array([told(rule, row) for rule, row in self.limits])[self.limit]


def clocks_of_many(matters: Columns, law: Law) -> ClockTable:
    """All clocks that `clocks_for` would give each of the matters. Whole columns at a time, no case by itself."""
    sheet = _Sheet(matters, law)
    why = np.empty((len(law.rules), matters.size), np.int8)
    limits: list[tuple[Rule, Row]] = []
    parts: list[tuple[Cases, int, Days, Days]] = []
    for codes, rule in zip(why, law.rules, strict=True):
        rows = [row for row in rule.rows if row.never_in_force is None]
        if not rows:
            codes[:] = WHY_CODES[WhyNot.NEVER_IN_FORCE]
        for row, cases in _rows_in_force(rows, sheet):
            running, starts = sheet.judge(row, cases, codes)
            parts.append((running, len(limits), starts, _due(row, starts, law)))
            limits.append((rule, row))
    return ClockTable(
        case=_joined([cases for cases, *_ in parts], np.int32),
        limit=np.repeat(np.arange(len(parts), dtype=np.int16), [len(cases) for cases, *_ in parts]),
        start_day=_joined([starts for *_, starts, _ in parts], np.int32),
        due_day=_joined([due for *_, due in parts], np.int32),
        limits=tuple(limits),
        why=why,
    )


class _Sheet:
    """The matters with what several rows ask about them, worked out once."""

    def __init__(self, matters: Columns, law: Law) -> None:
        self.matters, self.law = matters, law
        self.kinds = Kinds(matters, law)
        self._starts: dict[tuple[str, OfficeHours | None], Days] = {}

    def starts(self, row: Row) -> Days:
        """The day on which the clock of `row` would start for each matter, as `clocks.start_day`."""
        key = START_FIELD[row.start], row.office_hours
        if key not in self._starts:
            self._starts[key] = self._start_days(*key)
        return self._starts[key]

    def _start_days(self, field: str, hours: OfficeHours | None) -> Days:
        day = self.matters.day(field)
        if hours is None:
            return day
        open_day = look_up(next_working_day(), day)
        late = (open_day == day) & (self.matters.minute(field) >= hours.closes.hour * 60 + hours.closes.minute)
        late &= day != NULL_DAY
        return np.where(late, look_up(working_days_on(1), day), open_day)

    def judge(self, row: Row, cases: Cases | None, codes: Codes) -> tuple[Cases, Days]:
        """The matters (of `cases`; None: all) whose clock runs by `row`, with its start; the others' why in `codes`.

        In the order of `clocks._judge`: the kind of matter, its start, the days of validity, then the scope.
        """
        kind = self.kinds.obstacle(row.scope)
        if cases is None:
            np.take(kind, self.kinds.of_case, out=codes)
            left = np.flatnonzero(codes == 0)
        else:
            codes[cases] = kind[self.kinds.of_case[cases]]
            left = cases[codes[cases] == 0]
        starts = self.starts(row)[left]
        found = _first(
            self._moments(row.scope, left),
            np.where(starts == NULL_DAY, MISSING, 0),
            np.where(_valid(row, starts), 0, _NOT_IN_FORCE),
        )
        inside = found == 0
        found[inside] = self._outside(row.scope, left[inside], starts[inside])
        codes[left] = found
        return left[found == 0], starts[found == 0]

    def _outside(self, scope: Scope, cases: Cases, starts: Days) -> Codes:
        """As `scopes.scope_obstacle` for matters whose kind and moments are known to be covered."""
        on = self._age_days(cases, starts)
        found = self._ages(scope, cases, on)
        for condition in scope.unless:
            found[(found == 0) & (self._obstacle(condition, cases, on) == 0)] = OUT_OF_SCOPE
        if not scope.any_of:
            return found
        each = np.stack([self._obstacle(condition, cases, on) for condition in scope.any_of])
        none = np.where((each == MISSING).any(axis=0), MISSING, OUT_OF_SCOPE)
        return _first(found, np.where((each != 0).all(axis=0), none, 0))

    def _age_days(self, cases: Cases, starts: Days) -> Days:
        """As `clocks._age_day`."""
        if self.law.choices.age_day != "contact":
            return starts
        contact = self.matters.day("contact_at")[cases]
        return np.where(contact == NULL_DAY, starts, contact)

    def _obstacle(self, condition: Condition, cases: Cases, on: Days) -> Codes:
        """As `scopes._obstacle`."""
        of_kind = self.kinds.obstacle(condition)[self.kinds.of_case[cases]]
        return _first(of_kind, self._moments(condition, cases), self._ages(condition, cases, on))

    def _moments(self, condition: Condition, cases: Cases) -> Codes:
        """What of the moments that must be given, or must not be, is otherwise."""
        given = [self.matters.day(name)[cases] == NULL_DAY for name in condition.given]
        lacking = [self.matters.day(name)[cases] != NULL_DAY for name in condition.lacking]
        found = np.zeros(len(cases), np.int8)
        for there in lacking:
            found[there] = OUT_OF_SCOPE
        for absent in given:
            found[absent] = MISSING
        return found

    def _ages(self, condition: Condition, cases: Cases, on: Days) -> Codes:
        found = np.zeros(len(cases), np.int8)
        if condition.age_from is None and condition.age_under is None:
            return found
        born = self.matters.day("birth_date")[cases]
        if condition.age_from is not None:
            found[on < look_up(birthday(condition.age_from), born)] = OUT_OF_SCOPE
        if condition.age_under is not None:
            found[on >= look_up(birthday(condition.age_under), born)] = OUT_OF_SCOPE
        found[born == NULL_DAY] = MISSING
        return found


_NOT_IN_FORCE = WHY_CODES[WhyNot.NOT_IN_FORCE]


def _rows_in_force(rows: list[Row], sheet: _Sheet) -> list[tuple[Row, Cases | None]]:
    """Each row with the matters that it decides: the first in force on the day its clock starts, else the newest."""
    if len(rows) < 2:
        return [(row, None) for row in rows]
    chosen = np.full(sheet.matters.size, len(rows) - 1, np.int16)
    for place in reversed(range(len(rows))):
        starts = sheet.starts(rows[place])
        chosen[(starts != NULL_DAY) & _valid(rows[place], starts)] = place
    return [(row, np.flatnonzero(chosen == place)) for place, row in enumerate(rows)]


def _valid(row: Row, starts: Days) -> NDArray[np.bool_]:
    valid = starts >= as_number(row.valid_from)
    return valid if row.valid_to is None else valid & (starts < as_number(row.valid_to))


def _due(row: Row, starts: Days, law: Law) -> Days:
    """As `clocks.due_on`; NULL_DAY for whatever reason there is none."""
    if row.unit in (TimeUnit.SAME_DAY, TimeUnit.IMMEDIATELY):
        return starts
    if row.amount is None:
        return np.full(len(starts), NULL_DAY, np.int32)
    if row.unit is TimeUnit.WORKING_DAYS:
        return look_up(working_days_on(row.amount), starts)
    if row.unit is TimeUnit.SCHOOL_DAYS:
        return look_up(school_days_on(law.school, row.amount), starts)
    due = look_up(months_on(row.amount), starts) if row.unit is TimeUnit.MONTHS else starts + np.int32(row.amount)
    return look_up(next_working_day(), due) if law.choices.deadline_on_free_day == "next_working_day" else due


def _first(*codes: NDArray[Any]) -> Codes:
    """The first code that is not 0, matter by matter."""
    found = codes[0].astype(np.int8)
    for later in codes[1:]:
        found = np.where(found == 0, later, found).astype(np.int8, copy=False)
    return found


def _joined(parts: list[Any], kind: type[np.integer[Any]]) -> Any:
    return np.concatenate([np.empty(0, kind), *parts], dtype=kind)
