"""Who waits now, and how do their lawful limits stand? Counted from the cases themselves, not from a snapshot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from ovi.law.standing import AT_RISK_MIN_DAYS, AT_RISK_SHARE


@dataclass(frozen=True, slots=True)
class QueueLine:
    """The open cases of one service line, by how their nearest running clock stands; `no_limit` has no number."""

    service_line: str
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
        """The service line with most overdue cases, then most at risk; None when neither is anywhere."""
        worst = max(self.lines, key=lambda line: (line.breached, line.at_risk, line.service_line), default=None)
        return worst if worst and (worst.breached or worst.at_risk) else None


# The standing of ovi.law.standing, in SQL: at risk in the last fifth of the period, at least its last two days.
_QUEUE = """
with worst as (
  select c.id, c.service_line, min(case
      when k.id is null then 4
      when k.due_on is null then 3
      when k.due_on < %(today)s then 0
      when %(today)s >= k.starts_on
           and k.due_on - %(today)s <= greatest((k.due_on - k.starts_on) / %(share)s, %(days)s) then 1
      else 2 end) as standing
  from casework_case c left join casework_caseclock k on k.case_id = c.id and k.stopped_on is null
  where c.state <> 'closed' group by c.id)
select service_line, count(*) filter (where standing = 0), count(*) filter (where standing = 1),
  count(*) filter (where standing = 2), count(*) filter (where standing = 3), count(*) filter (where standing = 4)
from worst group by service_line order by service_line
"""


def open_queue(*, today: date) -> Queue:
    """Every case that is not closed, by service line and standing. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {"today": today, "share": AT_RISK_SHARE, "days": AT_RISK_MIN_DAYS})
        return Queue(tuple(QueueLine(*row) for row in cursor.fetchall()))
