"""When may a notice leave? Not in the quiet hours of Finland, unless the person waits for it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from ovi.foundation.calendar import HELSINKI
from ovi.plumbing.settings import settings


def leaves_at(instant: datetime, *, at_once: bool) -> datetime:
    """`instant`, or the end of the quiet hours that it falls in; on the wall clock, so a changed clock moves it too."""
    first, last = settings().quiet_from, settings().quiet_to
    local = instant.astimezone(HELSINKI)
    quiet = first <= local.hour < last if first < last else (local.hour >= first or local.hour < last)
    if at_once or first == last or not quiet:
        return instant
    day = local.date() + timedelta(days=1) if local.hour >= last else local.date()
    return datetime.combine(day, time(last), tzinfo=HELSINKI).astimezone(UTC)
