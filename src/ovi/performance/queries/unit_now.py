"""How does one unit stand now? Its open queue, the limits that run out next, and why limits were passed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from ovi.law.standing import AT_RISK_MIN_DAYS, AT_RISK_SHARE
from ovi.performance.queries.queue import (
    LATE_SEEN_DAYS,
    LATENESS_SQL,
    QUEUE_SQL,
    WARNING_DAYS,
    WARNINGS_SQL,
    EarlyWarning,
    Lateness,
    Queue,
    QueueLine,
)


@dataclass(frozen=True, slots=True)
class UnitNow:
    """The unit's cases by service line: standing, limits of the next two weeks, lateness of the last three months."""

    queue: Queue
    warnings: tuple[EarlyWarning, ...]
    late: tuple[Lateness, ...]


_ALL = """
with queue as ({queue}), warning as ({warning}), late as ({late})
select (select json_agg(queue) from queue), (select json_agg(warning) from warning), (select json_agg(late) from late)
"""


def unit_now(unit_id: int, *, today: date) -> UnitNow:
    """How this unit stands today. One query."""
    first, second, third = (today + timedelta(days=days) for days in WARNING_DAYS)
    given: dict[str, date | int] = {
        "today": today, "unit": unit_id, "share": AT_RISK_SHARE, "days": AT_RISK_MIN_DAYS, "first": first,
        "second": second, "third": third, "since": today - timedelta(days=LATE_SEEN_DAYS),
    }  # fmt: skip
    statement = _ALL.format(queue=QUEUE_SQL.format(group="c.service_line"), warning=WARNINGS_SQL, late=LATENESS_SQL)
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        queue, warnings, late = cursor.fetchone() or (None, None, None)
    return UnitNow(
        Queue(tuple(QueueLine(*row.values()) for row in queue or ())),
        tuple(_warning(*row.values()) for row in warnings or ()),
        tuple(Lateness(*row.values()) for row in late or ()),
    )


def _warning(unit: str, line: str, late: int, soon: int, week: int, fortnight: int, booked: int) -> EarlyWarning:
    return EarlyWarning(unit, line, late, (soon, week, fortnight), booked)
