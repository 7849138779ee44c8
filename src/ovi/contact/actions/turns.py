"""When is the next sending's turn? Counted in one statement, so that two at once are two."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from ovi.contact.models import Turn


def take_turn(*, key: str, free: int, gap: timedelta, window: timedelta, longest: timedelta, now: datetime) -> datetime:
    """Count one sending: its turn is now for the first `free` of a `window`, then `gap` after the one before it."""
    given: dict[str, Any] = {
        "key": key, "free": free, "gap": gap, "longest": now + longest, "until": now + window, "now": now,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        count, next_at = cursor.fetchone()
    return next_at if count > free else now


def forget_turns(*, now: datetime) -> int:
    """Delete what was counted longer ago than counts."""
    return Turn.objects.filter(until__lt=now).delete()[0]


_COUNT = """
insert into contact_turn as turn (key, count, next_at, until) values (%(key)s, 1, null, %(until)s)
on conflict (key) do update set
  count = case when turn.until <= %(now)s then 1 else turn.count + 1 end,
  next_at = case when turn.until <= %(now)s or turn.count < %(free)s then turn.next_at
                 else least(greatest(%(now)s, turn.next_at) + %(gap)s, %(longest)s) end,
  until = case when turn.until <= %(now)s then %(until)s else turn.until end
returning count, next_at
"""
