"""When is a channel of a unit open? Weekly hours with exceptions by date, read from what a person writes, and checked.

Times are minutes of the day in Finland; a span is half-open. "8–11, 12–15.30" is two spans, an empty text is closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext_noop

from ovi.directory.states import HOURED
from ovi.foundation.refusals import Fault

Span = tuple[int, int]
Day = tuple[Span, ...]
DAY_MINUTES = 24 * 60
_SPAN = re.compile(r"(\d{1,2})(?:[.:](\d{2}))?\s*[-\N{EN DASH}]\s*(\d{1,2})(?:[.:](\d{2}))?")
CLOSED_WEEK: tuple[Day, ...] = ((),) * 7


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One day on which a channel keeps other hours; no span means closed all day."""

    on: date
    channel: str
    spans: Day


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of one unit: for each channel seven days from Monday, and the exceptions."""

    weekly: Mapping[str, tuple[Day, ...]] = field(default_factory=dict)
    exceptions: tuple[Exceptional, ...] = ()

    def on(self, channel: str, day: date) -> Day:
        """The spans in which the channel is open that day; an exception takes the place of the week."""
        for one in self.exceptions:
            if one.on == day and one.channel == channel:
                return one.spans
        return self.weekly.get(channel, CLOSED_WEEK)[day.weekday()]

    def as_json(self) -> dict[str, Any]:
        """As it is stored in a version of the unit's information."""
        return {
            "weekly": {
                channel: [[list(span) for span in day] for day in week] for channel, week in self.weekly.items()
            },
            "exceptions": [
                {"on": one.on.isoformat(), "channel": one.channel, "spans": [list(span) for span in one.spans]}
                for one in self.exceptions
            ],
        }

    @classmethod
    def of_json(cls, stored: Mapping[str, Any]) -> Hours:
        """The reverse of `as_json`."""
        weekly = {
            channel: tuple(tuple((a, b) for a, b in day) for day in week)
            for channel, week in stored.get("weekly", {}).items()
        }
        exceptions = tuple(
            Exceptional(date.fromisoformat(one["on"]), one["channel"], tuple((a, b) for a, b in one["spans"]))
            for one in stored.get("exceptions", ())
        )
        return cls(weekly, exceptions)


def read_day(text: str) -> Day | None:
    """The spans that a person wrote; None where the text is no opening hours at all."""
    spans = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        match = _SPAN.fullmatch(part)
        if match is None:
            return None
        hour, minute, to_hour, to_minute = (int(group or 0) for group in match.groups())
        if minute > 59 or to_minute > 59:
            return None
        spans.append((hour * 60 + minute, to_hour * 60 + to_minute))
    return tuple(spans)


def said_day(day: Day) -> str:
    """The spans as a person writes them: '8–11, 12–15.30'."""
    return ", ".join(f"{_said(start)}\N{EN DASH}{_said(end)}" for start, end in day)


def _said(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour}.{minute:02d}" if minute else str(hour)


def same_days(week: Sequence[Day]) -> list[tuple[int, int, Day]]:
    """Neighbouring weekdays with the same hours as (first, last, spans); closed days are left out."""
    runs: list[tuple[int, int, Day]] = []
    for number, day in enumerate(week):
        if runs and runs[-1][2] == day and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number, day)
        elif day:
            runs.append((number, number, day))
    return runs


def day_faults(day: Iterable[Span], where: str) -> list[Fault]:
    """What is wrong with one day's spans, all of it."""
    spans = sorted(day)
    faults = [Fault(where, _ENDS) for start, end in spans if end <= start]
    faults += [Fault(where, _OUTSIDE) for start, end in spans if start < 0 or end > DAY_MINUTES]
    faults += [Fault(where, _OVERLAP) for first, second in pairwise(spans) if second[0] < first[1]]
    return faults


def faults_of(hours: Hours) -> list[Fault]:
    """Every fault of a unit's hours: unknown channels, spans that end too early or overlap, a day said twice."""
    faults = [Fault(channel, _CHANNEL) for channel in hours.weekly if channel not in set(HOURED)]
    for channel, week in hours.weekly.items():
        faults += [Fault(channel, _SEVEN)] if len(week) != 7 else []
        faults += [one for number, day in enumerate(week) for one in day_faults(day, f"{channel}-{number}")]
    seen: set[tuple[date, str]] = set()
    for one in hours.exceptions:
        where = f"{one.on.isoformat()} {one.channel}"
        faults += [Fault(where, _CHANNEL)] if one.channel not in set(HOURED) else []
        faults += [Fault(where, _TWICE)] if (one.on, one.channel) in seen else []
        seen.add((one.on, one.channel))
        faults += day_faults(one.spans, where)
    return faults


_ENDS = gettext_noop("The hours end before they begin. Write first when it opens, for example 8–15.30.")
_OVERLAP = gettext_noop("Two times of the same day overlap. Join them or correct one.")
_OUTSIDE = gettext_noop("A day has 24 hours. Write for example 8–15.30.")
_CHANNEL = gettext_noop("This channel keeps no opening hours.")
_SEVEN = gettext_noop("A week has seven days.")
_TWICE = gettext_noop("The same day and channel stand twice among the exceptions. Leave one.")
