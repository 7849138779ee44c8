"""How were the lawful limits of social welfare kept in a half-year? The list that is published twice a year.

Counted from the raw clocks of the cases, by the rule each follows. A clock belongs to the half-year in which it was
due; one without a number in the law belongs to that in which it started.

Counts 1–4 are not published (design §5.7). A small row is not joined with an earlier half-year: that one has been
published by itself, and subtraction would give the small counts away. Its number of limits stays, and what is
small is told as "fewer than five".
"""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection

from ovi.engines.indicators.deadlines import REGISTERS, Deadline, K, half_year, published

__all__ = ["Deadline", "K", "deadlines", "half_year", "published"]


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
