"""When does a group meet next, for whom is it, and how many fit in?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from ovi.directory.queries.catalogue import ActivityTime, ActivityView
from ovi.foundation.calendar import HELSINKI, add_months

_SHOWN = 4
# Where a source does not tell when a series ends, nobody is promised after a year that it still goes on.
_LONGEST_DAYS = 366
_EVERY_DAYS = {"P1D": 1, "P1W": 7, "P2W": 14, "P3W": 21, "P4W": 28}


@dataclass(frozen=True, slots=True)
class Meeting:
    """One time the group meets, by the clock of Finland."""

    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Meetings:
    """What a page tells of a group's times. `over`: all its times are past."""

    coming: tuple[Meeting, ...]
    rhythm: str
    ages: str
    capacity: int | None
    registration_url: str
    over: bool


def meetings(activity: ActivityView, *, now: datetime) -> Meetings:
    """The group's next times and the rest of what it tells of itself."""
    coming = sorted((one for time in activity.times for one in _from(time, now)), key=lambda one: one.starts_at)
    rhythms = {time.recurrence for time in activity.times if time.recurrence}
    return Meetings(
        coming=tuple(coming[:_SHOWN]),
        rhythm=_rhythm(rhythms.pop()) if len(rhythms) == 1 else "",
        ages=_ages(activity.age_from, activity.age_to),
        capacity=activity.capacity,
        registration_url=activity.registration_url,
        over=bool(activity.times) and not coming,
    )


def _from(time: ActivityTime, now: datetime) -> Iterator[Meeting]:
    """The time itself and, of a series, the next ones; a series keeps its hour when the clock is turned."""
    first = time.starts_at.astimezone(HELSINKI)
    length = time.ends_at - time.starts_at if time.ends_at else timedelta()
    last = time.until or first.date() + timedelta(days=_LONGEST_DAYS)
    for starts in _series(first, time.recurrence, last):
        if starts.date() in time.excepted:
            continue
        ends = starts + length
        if max(starts, ends) > now:
            yield Meeting(starts, ends if length else None)


def _series(first: datetime, recurrence: str, last: date) -> Iterator[datetime]:
    days = _EVERY_DAYS.get(recurrence)
    number, on = 0, first.date()
    while number == 0 or on <= last:
        yield first.replace(year=on.year, month=on.month, day=on.day)
        number += 1
        if days:
            on = first.date() + timedelta(days=days * number)
        elif recurrence == "P1M":
            on = add_months(first.date(), number)
        else:
            return


def _rhythm(recurrence: str) -> str:
    return {
        "P1D": _("every day"),
        "P1W": _("every week"),
        "P2W": _("every other week"),
        "P3W": _("every third week"),
        "P4W": _("every fourth week"),
        "P1M": _("every month"),
    }.get(recurrence, "")


def _ages(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return _("For ages %(least)d to %(most)d") % {"least": least, "most": most}
    if least is not None:
        return _("From the age of %(least)d") % {"least": least}
    return _("Up to the age of %(most)d") % {"most": most} if most is not None else ""
