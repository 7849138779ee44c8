"""Is it open just now, until when, or when does it open next? Pure; the same for the county's units and the catalogue.

Nobody is told "open" on a guess: on a public holiday ordinary weekly hours prove nothing, so the answer is then
"not known" unless the source itself tells that day's hours (an exception, a named holiday, always open).
Pages say it by `opening`, and the search index knows it by the same `periods`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol

from ovi.directory.opening_hours import DAY_MINUTES, Day, Hours
from ovi.directory.service_hours import ServiceHours
from ovi.foundation.calendar import HELSINKI, helsinki_date, holidays

_AHEAD_DAYS = 28
_ROUND_THE_CLOCK_DAYS = 7
Period = tuple[datetime, datetime]


class Keeps(Protocol):
    """Something that keeps opening hours."""

    @property
    def known(self) -> bool: ...
    @property
    def closed(self) -> tuple[Period, ...]: ...
    def on(self, day: date) -> Day: ...
    def sure(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class UnitChannel:
    """One channel of a county's unit. `closed`: the times at which it has been switched off."""

    hours: Hours
    channel: str
    closed: tuple[Period, ...] = ()

    @property
    def known(self) -> bool:
        """Has the unit told hours of this channel?"""
        return any(self.hours.weekly.get(self.channel, ()))

    def on(self, day: date) -> Day:
        """The spans of the day."""
        return self.hours.on(self.channel, day)

    def sure(self, day: date) -> bool:
        """On a holiday only an exception is certain."""
        told = any(one.on == day and one.channel == self.channel for one in self.hours.exceptions)
        return told or day not in holidays(day.year)


@dataclass(frozen=True, slots=True)
class CatalogueChannel:
    """A channel of the national catalogue. Hours that are by reservation only are no open door."""

    hours: ServiceHours
    closed: tuple[Period, ...] = ()

    @property
    def known(self) -> bool:
        """Are there hours by which open and closed can be judged?"""
        return self.hours.known and not self.hours.by_reservation

    def on(self, day: date) -> Day:
        """The spans of the day."""
        return self.hours.on(day)

    def sure(self, day: date) -> bool:
        """On a holiday only an exception, a named holiday, or being always open is certain."""
        if day not in holidays(day.year):
            return True
        always = any(rule.always and rule.in_force(day) for rule in self.hours.weekly)
        return always or bool(self.hours.special_on(day))


@dataclass(frozen=True, slots=True)
class Opening:
    """`open` None: not known. `until` None while open: round the clock. `next_at` None: not within four weeks."""

    open: bool | None
    until: datetime | None = None
    next_at: datetime | None = None
    holiday: bool = False


def opening(hours: Keeps, now: datetime) -> Opening:
    """How it is with these hours at this instant."""
    if not hours.known:
        return Opening(None)
    today = helsinki_date(now)
    if not hours.sure(today):
        return Opening(None, holiday=True)
    for start, end in periods(hours, today, _AHEAD_DAYS):
        if start <= now < end:
            long = end - now > timedelta(days=_ROUND_THE_CLOCK_DAYS)
            return Opening(True, until=None if long else end)
        if start > now:
            return Opening(False, next_at=start)
    return Opening(False)


def soonest(found: Sequence[Opening], now: datetime) -> Opening:
    """Of several ways or places the one that helps soonest: open longest, else opening next, else nothing known."""
    if opened := [one for one in found if one.open]:
        return max(opened, key=lambda one: one.until.timestamp() if one.until else float("inf"))
    if coming := [one for one in found if one.next_at]:
        return min(coming, key=lambda one: one.next_at or now)
    return next((one for one in found if one.open is not None or one.holiday), Opening(None))


def periods(hours: Keeps, first: date, days: int) -> Iterator[Period]:
    """When it is surely open from the first day on: without uncertain holidays and what has been switched off."""
    for period in _by_hours(hours, first, days) if hours.known else ():
        yield from _without(period, hours.closed)


def _without(period: Period, closed: tuple[Period, ...]) -> Iterator[Period]:
    """What is left of a period when these times are taken out of it."""
    start, end = period
    for closes, opens in sorted(closed):
        if start < closes < end:
            yield start, closes
        if closes < end:
            start = max(start, opens)
    if start < end:
        yield start, end


def _by_hours(hours: Keeps, first: date, days: int) -> Iterator[Period]:
    """Periods as the hours say, joined over midnight."""
    held: Period | None = None
    for number in range(days):
        day = first + timedelta(days=number)
        for start, end in hours.on(day) if hours.sure(day) else ():
            period = _instant(day, start), _instant(day, end)
            if held and period[0] <= held[1]:
                held = held[0], max(held[1], period[1])
                continue
            if held:
                yield held
            held = period
    if held:
        yield held


def _instant(day: date, minutes: int) -> datetime:
    """The wall clock's minute of the day in Finland; 1440 is the next midnight. Hours are said by the clock, so on
    the nights when it is turned 8 stays 8."""
    days, minutes = divmod(minutes, DAY_MINUTES)
    return datetime.combine(day + timedelta(days=days), time(minutes // 60, minutes % 60), HELSINKI)
