"""Who waits now, and how do their lawful limits stand? Counted from the cases themselves, not from a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from ovi.law.standing import AT_RISK_MIN_DAYS, AT_RISK_SHARE

# What the queue can be told by. Who has a non-disclosure order is in no area: "" (design §5.6).
GROUPS = {
    "service_line": "c.service_line",
    "unit": "u.slug",
    "municipality": "case when p.non_disclosure then '' else coalesce(p.municipality_id, '') end",
}
WARNING_DAYS = (2, 7, 14)
LATE_SEEN_DAYS = 92


@dataclass(frozen=True, slots=True)
class QueueLine:
    """The open cases of one group, by how their nearest running clock stands; `no_limit` has no number."""

    group: str
    breached: int
    at_risk: int
    open: int
    no_limit: int
    met: int

    @property
    def cases(self) -> int:
        return self.breached + self.at_risk + self.open + self.no_limit + self.met


@dataclass(frozen=True, slots=True)
class Queue:
    """The open queue of the county."""

    lines: tuple[QueueLine, ...]

    def total(self, standing: str) -> int:
        return sum(getattr(line, standing) for line in self.lines)

    @property
    def worst(self) -> QueueLine | None:
        """The group with most overdue cases, then most at risk; None when neither is anywhere."""
        worst = max(self.lines, key=lambda line: (line.breached, line.at_risk, line.group), default=None)
        return worst if worst and (worst.breached or worst.at_risk) else None


@dataclass(frozen=True, slots=True)
class EarlyWarning:
    """A unit and line whose limits run out: `due` counts cases due within each of WARNING_DAYS, not overlapping.

    `booked` is the number of them that already have a time booked on or before their due day: a booking stops no
    clock, but these are on their way.
    """

    unit: str
    service_line: str
    overdue: int
    due: tuple[int, ...]
    booked: int


@dataclass(frozen=True, slots=True)
class Lateness:
    """Cases of one line that are or came late in the last three months, by the reason recorded beside the clock."""

    service_line: str
    reason: str
    waiting: int
    served_late: int


# The standing of ovi.law.standing, in SQL: at risk in the last fifth of the period, at least its last two days.
# Each statement is of one unit where `unit` is given; its columns have names of their own for unit_now.
QUEUE_SQL = """
with worst as (
  select c.id, {group} as grouped, min(case
      when k.id is null then 4
      when k.due_on is null then 3
      when k.due_on < %(today)s then 0
      when %(today)s >= k.starts_on
           and k.due_on - %(today)s <= greatest((k.due_on - k.starts_on) / %(share)s, %(days)s) then 1
      else 2 end) as standing
  from casework_case c join directory_unit u on u.id = c.unit_id left join people_person p on p.id = c.person_id
    left join casework_caseclock k on k.case_id = c.id and k.stopped_on is null and k.replaced_at is null
  where c.state <> 'closed' and (%(unit)s::bigint is null or c.unit_id = %(unit)s) group by c.id, 2)
select grouped, count(*) filter (where standing = 0) as breached, count(*) filter (where standing = 1) as at_risk,
  count(*) filter (where standing = 2) as open, count(*) filter (where standing = 3) as no_limit,
  count(*) filter (where standing = 4) as met
from worst group by grouped order by grouped
"""


def open_queue(*, today: date, by: str = "service_line") -> Queue:
    """Every case that is not closed, by group (GROUPS) and standing. One query."""
    with connection.cursor() as cursor:
        statement = QUEUE_SQL.format(group=GROUPS[by])
        cursor.execute(statement, {"today": today, "unit": None, "share": AT_RISK_SHARE, "days": AT_RISK_MIN_DAYS})
        return Queue(tuple(QueueLine(*row) for row in cursor.fetchall()))


WARNINGS_SQL = """
select u.slug, c.service_line,
  count(*) filter (where c.next_due_on < %(today)s) as overdue,
  count(*) filter (where c.next_due_on between %(today)s and %(first)s) as soon,
  count(*) filter (where c.next_due_on > %(first)s and c.next_due_on <= %(second)s) as week,
  count(*) filter (where c.next_due_on > %(second)s and c.next_due_on <= %(third)s) as fortnight,
  count(*) filter (where c.next_event_at >= %(today)s
                   and (c.next_event_at at time zone 'Europe/Helsinki')::date <= c.next_due_on) as booked
from casework_case c join directory_unit u on u.id = c.unit_id
where c.state <> 'closed' and c.next_due_on <= %(third)s and (%(unit)s::bigint is null or c.unit_id = %(unit)s)
group by 1, 2 order by 3 desc, 4 desc, 5 desc, 6 desc, 1, 2
"""


def early_warnings(*, today: date) -> list[EarlyWarning]:
    """Where limits have run out or will within two weeks, the worst first. One query."""
    first, second, third = (today + timedelta(days=days) for days in WARNING_DAYS)
    with connection.cursor() as cursor:
        cursor.execute(WARNINGS_SQL, {"today": today, "unit": None, "first": first, "second": second, "third": third})
        return [
            EarlyWarning(unit, line, late, (soon, week, fortnight), booked)
            for unit, line, late, soon, week, fortnight, booked in cursor.fetchall()
        ]


LATENESS_SQL = """
select c.service_line, c.wait_reason,
  count(distinct c.id) filter (where k.stopped_on is null and c.state <> 'closed') as waiting,
  count(distinct c.id) filter (where k.stopped_on is not null) as served_late
from casework_caseclock k join casework_case c on c.id = k.case_id
where k.replaced_at is null and (%(unit)s::bigint is null or c.unit_id = %(unit)s)
  and k.due_on < coalesce(k.stopped_on, %(today)s) and (
  (k.stopped_on is null and c.state <> 'closed') or k.stopped_on >= %(since)s)
group by 1, 2 order by 3 desc, 4 desc, 1, 2
"""


def lateness(*, today: date) -> list[Lateness]:
    """Why limits were passed, as recorded: cases that wait past a limit now, and those served late lately."""
    with connection.cursor() as cursor:
        cursor.execute(LATENESS_SQL, {"today": today, "unit": None, "since": today - timedelta(days=LATE_SEEN_DAYS)})
        return [Lateness(*row) for row in cursor.fetchall()]
