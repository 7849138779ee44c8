"""How were the lawful limits of social welfare kept in a half-year? The list that is published twice a year.

Counted from the raw clocks of the cases, by the rule each follows. A clock belongs to the half-year in which it was
due; one without a number in the law belongs to that in which it started.

Counts 1–4 are not published (design §5.7). A small row is not joined with an earlier half-year: that one has been
published by itself, and subtraction would give the small counts away. Its number of limits stays, and what is
small is told as "fewer than five".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

K = 5
REGISTERS = ("social_welfare", "student_welfare")


@dataclass(frozen=True, slots=True)
class Deadline:
    """One rule in a half-year: how many limits fell `due`, and how they were kept. None: too few to be told.

    `missed` = `late` (done, but late) + `waiting` (past the day and not done). `low` and `high` bound what is not
    told of `in_time`. `unlimited` have no number in the law.
    """

    rule_id: str
    due: int | None
    in_time: int | None
    missed: int | None
    late: int | None
    waiting: int | None
    unlimited: int | None
    median_days_late: int | None
    low: int = 0
    high: int = 0

    @property
    def missed_low(self) -> int:
        """The bounds of `missed` that follow from those of `in_time`."""
        return (self.due or 0) - self.high

    @property
    def missed_high(self) -> int:
        return (self.due or 0) - self.low


def half_year(day: date, *, back: int = 0) -> tuple[date, date]:
    """The half-year [since, until) that holds the day, or one before it."""
    number = day.year * 2 + (day.month > 6) - back
    return _first(number), _first(number + 1)


def _first(number: int) -> date:
    return date(number // 2, 1 + 6 * (number % 2), 1)


def published(rule_id: str, in_time: int, late: int, waiting: int, unlimited: int, median: int | None) -> Deadline:
    """The counts as they may be published."""
    due, missed = in_time + late + waiting, late + waiting
    told_unlimited = None if _small(unlimited) else unlimited
    if _small(due):
        return Deadline(rule_id, None, None, None, None, None, told_unlimited, None)
    if _small(in_time) or _small(missed):
        low, high = _bounds(in_time, due)
        return Deadline(rule_id, due, None, None, None, None, told_unlimited, None, low, high)
    split = not (_small(late) or _small(waiting))
    return Deadline(
        rule_id, due, in_time, missed, late if split else None, waiting if split else None, told_unlimited,
        median if missed else None,
    )  # fmt: skip


def deadlines(*, since: date, until: date, today: date) -> list[Deadline]:
    """Every rule with clocks that were due (or, without a number, started) in [since, until), today included at most.

    One query.
    """
    given: dict[str, date | list[str]] = {
        "since": since, "until": min(until, today + timedelta(days=1)), "today": today, "registers": list(REGISTERS)
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, given)
        return [published(*row) for row in cursor.fetchall()]


def _bounds(in_time: int, due: int) -> tuple[int, int]:
    """Between which numbers that which is not told lies; where the two small ends meet, only "neither none nor all"."""
    if due < 2 * K - 1:
        return 1, due - 1
    return (1, K - 1) if _small(in_time) else (due - K + 1, due - 1)


def _small(count: int) -> bool:
    return 0 < count < K


# A closed case whose clock never stopped was neither kept nor missed: what ended it is its close reason.
_COUNTED = """
select k.rule_id,
  count(*) filter (where k.stopped_on <= k.due_on),
  count(*) filter (where k.stopped_on > k.due_on),
  count(*) filter (where k.stopped_on is null and k.due_on < %(today)s and c.state <> 'closed'),
  count(*) filter (where k.due_on is null),
  percentile_disc(0.5) within group (order by coalesce(k.stopped_on, %(today)s) - k.due_on)
    filter (where coalesce(k.stopped_on, %(today)s) > k.due_on and (k.stopped_on is not null or c.state <> 'closed'))
from casework_caseclock k join casework_case c on c.id = k.case_id
where c.register = any(%(registers)s) and k.replaced_at is null and k.cancelled_on is null
  and coalesce(k.due_on, k.starts_on) >= %(since)s and coalesce(k.due_on, k.starts_on) < %(until)s
group by 1 order by 1
"""
