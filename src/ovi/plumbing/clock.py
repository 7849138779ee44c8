"""What time is it? The only place that asks; everything else is given `now`."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ovi.foundation.calendar import helsinki_date


def now() -> datetime:
    """This instant in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251 - this is the one place


def today() -> date:
    """Today's date as people in Finland know it."""
    return helsinki_date(now())
