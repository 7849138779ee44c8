"""Which statutory clocks run for a matter, from which day, and when are they due?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ovi.foundation.calendar import (
    HELSINKI,
    SchoolCalendar,
    add_months,
    add_working_days,
    is_working_day,
    working_day_from,
)
from ovi.foundation.text import Trilingual
from ovi.law.matters import START_FIELD, Matter, day_of
from ovi.law.rules import Law, Row, Rule
from ovi.law.scopes import Obstacle, WhyNot, kind_obstacle, scope_obstacle
from ovi.law.vocabulary import ClockStart, ClockStop, RuleStatus, TimeUnit


class NoDue(StrEnum):
    """Why a clock has no due date."""

    NO_NUMBER = "no_number"
    NO_SCHOOL_DAYS = "no_school_days"


@dataclass(frozen=True, slots=True)
class Clock:
    """One running limit. `due_on` is the last lawful day; None where there is none, and `no_due` says why.

    `legal_ref` is the Finnish reference, `reference` the same in three languages; `version` is the content
    hash of the law file, so that a stored clock can say which text it was computed by.
    """

    rule_id: str
    name: Trilingual
    legal_ref: str
    reference: Trilingual
    status: RuleStatus
    start: ClockStart
    starts_on: date
    stop: ClockStop
    due_on: date | None
    valid_from: date
    version: str
    no_due: NoDue | None = None


@dataclass(frozen=True, slots=True)
class NotApplied:
    """A rule that does not apply, with the kind of reason and the reason in (English) words."""

    rule_id: str
    code: WhyNot
    why: str


def clocks_for(matter: Matter, law: Law) -> tuple[list[Clock], list[NotApplied]]:
    """Every rule of `law` exactly once: as a clock of `matter`, or with the reason why it does not apply.

    The row in force on the day the clock starts decides, also when the law changes while the clock runs.
    """
    clocks: list[Clock] = []
    not_applied: list[NotApplied] = []
    for rule in law.rules:
        judged = _judge(rule, matter, law)
        if isinstance(judged, Clock):
            clocks.append(judged)
        else:
            not_applied.append(NotApplied(rule.id, *judged))
    return clocks, not_applied


def last_day(
    amount: int | None, unit: TimeUnit | None, starts_on: date, school: SchoolCalendar | None = None
) -> date | NoDue:
    """The last day of a limit that starts on `starts_on`, which is day 0; or why it has none."""
    if unit in (TimeUnit.SAME_DAY, TimeUnit.IMMEDIATELY):
        return starts_on
    if amount is None:
        return NoDue.NO_NUMBER
    if unit is TimeUnit.CALENDAR_DAYS:
        return starts_on + timedelta(days=amount)
    if unit is TimeUnit.WORKING_DAYS:
        return add_working_days(starts_on, amount)
    if unit is TimeUnit.SCHOOL_DAYS:
        return school and school.add(starts_on, amount) or NoDue.NO_SCHOOL_DAYS
    return add_months(starts_on, amount)


def due_on(row: Row, starts_on: date, law: Law) -> date | NoDue:
    """The last lawful day of a clock that follows `row`, as the choices of `law` read it; or why it has none."""
    found = last_day(row.amount, row.unit, starts_on, law.school)
    counted = row.unit in (TimeUnit.CALENDAR_DAYS, TimeUnit.MONTHS)
    if counted and isinstance(found, date) and law.choices.deadline_on_free_day == "next_working_day":
        return working_day_from(found)
    return found


def start_day(row: Row, moment: date) -> date:
    """The day on which the clock of `row` starts when its event happens at `moment`, a day or an instant.

    Out of office hours the row decides: from arrival, or the next working day. A bare day is within hours.
    """
    day = day_of(moment)
    if row.office_hours is None:
        return day
    if not isinstance(moment, datetime) or not is_working_day(day):
        return working_day_from(day)
    late = moment.astimezone(HELSINKI).time() >= row.office_hours.closes
    return working_day_from(day + timedelta(days=1)) if late else day


def _judge(rule: Rule, matter: Matter, law: Law) -> Clock | Obstacle:
    """The clock that the row in force gives, or what is in its way: kind of matter, start, dates."""
    rows = [row for row in rule.rows if row.never_in_force is None]
    if not rows:
        return WhyNot.NEVER_IN_FORCE, f"never came into force: {rule.rows[-1].never_in_force}"
    row, starts_on = _row_in_force(rows, matter)
    if starts_on is None or not row.validity.contains(starts_on):
        field = START_FIELD[row.start]
        missing = (WhyNot.MISSING, f"{field} is missing")
        not_in_force = (WhyNot.NOT_IN_FORCE, f"not in force on {starts_on}")
        return kind_obstacle(row.scope, matter) or (missing if starts_on is None else not_in_force)
    aged_on = _age_day(matter, starts_on, law)
    return scope_obstacle(row.scope, matter, aged_on) or _clock(rule, row, starts_on, law)


def _age_day(matter: Matter, starts_on: date, law: Law) -> date:
    """The day on which age is judged. The same for the whole wait: who turns 23 while waiting keeps the limit."""
    if law.choices.age_day == "contact" and matter.contact_at is not None:
        return day_of(matter.contact_at)
    return starts_on


def _row_in_force(rows: list[Row], matter: Matter) -> tuple[Row, date | None]:
    """The row in force on the day its own clock starts, otherwise the newest row; with that day."""
    starts_on: date | None = None
    for row in rows:
        moment: date | None = getattr(matter, START_FIELD[row.start])
        starts_on = None if moment is None else start_day(row, moment)
        if starts_on is not None and row.validity.contains(starts_on):
            return row, starts_on
    return rows[-1], starts_on


def _clock(rule: Rule, row: Row, starts_on: date, law: Law) -> Clock:
    reference = rule.reference(row)
    due = due_on(row, starts_on, law)
    return Clock(
        rule_id=rule.id,
        name=row.names,
        legal_ref=reference.fi,
        reference=reference,
        status=row.status,
        start=row.start,
        starts_on=starts_on,
        stop=row.stop,
        due_on=None if isinstance(due, NoDue) else due,
        valid_from=row.valid_from,
        version=rule.version,
        no_due=due if isinstance(due, NoDue) else None,
    )
