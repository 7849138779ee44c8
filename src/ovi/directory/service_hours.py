"""When is a channel of the catalogue open? Rules as sources give them: weekly, over midnight, exceptions, holidays.

Times are minutes of the day in Finland; a span is half-open, and its end is over 1440 where it runs past midnight.
The county's own units keep simpler hours that people write: opening_hours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ovi.foundation.calendar import HELSINKI
from ovi.foundation.named_days import named_days
from ovi.foundation.text import LANGUAGES, Trilingual

DAY_MINUTES = 24 * 60
_LONGEST_DAYS = 7  # a span may run from Friday afternoon to Monday morning, never round the week
ANY_DAY = -1
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class HourSpan:
    """From `start` on a weekday (Monday 0, ANY_DAY in exceptions) to `end`, both from that day's midnight."""

    weekday: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class HourRule:
    """One set of hours, in force during [valid_from, valid_to). `weeks`: "odd" or "even" ISO weeks, else every week.

    An `exception` takes the place of the week on its dates, a `holiday` on the day of that name (named_days).
    `weekdays` (Monday 0) narrow an exception that speaks of some days of its period only.
    """

    spans: tuple[HourSpan, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    exception: bool = False
    holiday: str = ""
    closed: bool = False
    always: bool = False
    reservation: bool = False
    weeks: str = ""
    weekdays: tuple[int, ...] = ()
    info: Trilingual = Trilingual()

    def in_force(self, day: date) -> bool:
        """Does the rule's period cover the day, and is the day the right week or holiday?"""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day >= self.valid_to):
            return False
        if self.weekdays and day.weekday() not in self.weekdays:
            return False
        if self.holiday and named_days(day.year).get(self.holiday) != day:
            return False
        return not self.weeks or (day.isocalendar().week % 2 == 1) == (self.weeks == "odd")

    def begin_on(self, day: date) -> Iterator[Span]:
        """The spans that begin on the day, which is in force."""
        if self.always:
            yield 0, DAY_MINUTES
        elif not self.closed:
            yield from ((one.start, one.end) for one in self.spans if one.weekday in (ANY_DAY, day.weekday()))


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """All hours of a channel, or of one service in it. Without rules nothing is known, which is not closed."""

    rules: tuple[HourRule, ...] = ()

    @property
    def known(self) -> bool:
        """Does the source tell any hours by which open and closed can be judged?"""
        return any(rule.always or rule.spans or rule.closed for rule in self.rules)

    @property
    def by_reservation(self) -> bool:
        """Is anything of it open by reservation only?"""
        return any(rule.reservation for rule in self.rules)

    @property
    def weekly(self) -> tuple[HourRule, ...]:
        """The rules of ordinary weeks."""
        return tuple(rule for rule in self.rules if not rule.exception and not rule.holiday)

    @property
    def exceptions(self) -> tuple[HourRule, ...]:
        """Dated exceptions and named holidays."""
        return tuple(rule for rule in self.rules if rule.exception or rule.holiday)

    def special_on(self, day: date) -> tuple[HourRule, ...]:
        """The exceptions that rule the day; a dated one goes before a holiday."""
        found = [rule for rule in self.exceptions if rule.in_force(day)]
        return tuple(rule for rule in found if rule.exception) or tuple(found)

    def beginning(self, day: date) -> tuple[Span, ...]:
        """The spans that begin on the day, in order; an end over 1440 is the next day's."""
        special = self.special_on(day)
        if any(rule.closed for rule in special):
            return ()
        rules = special or [rule for rule in self.weekly if rule.in_force(day)]
        return tuple(sorted({span for rule in rules for span in rule.begin_on(day)}))

    def on(self, day: date) -> tuple[Span, ...]:
        """The day's own spans and what runs on from days before, within 0–1440, joined where they touch."""
        found = [(start, min(end, DAY_MINUTES)) for start, end in self.beginning(day)]
        for back in range(1, _LONGEST_DAYS + 1):
            for _, end in self._running_on(day, back):
                found.append((0, min(end - back * DAY_MINUTES, DAY_MINUTES)))
        return _joined(found)

    def _running_on(self, day: date, back: int) -> Iterator[Span]:
        # The night of an ordinary evening belongs to the day it began; a duty over many days gives way to an exception.
        special = bool(self.special_on(day))
        for start, end in self.beginning(day - timedelta(days=back)):
            if end > back * DAY_MINUTES and not (special and end - start > DAY_MINUTES):
                yield start, end

    def open_at(self, instant: datetime) -> bool | None:
        """Open at the instant? None where no hours are known."""
        if not self.known:
            return None
        there = instant.astimezone(HELSINKI)
        minute = there.hour * 60 + there.minute
        return any(start <= minute < end for start, end in self.on(there.date()))

    def as_json(self) -> list[dict[str, Any]]:
        """As it is stored; empty fields are left out."""
        return [_rule_as_json(rule) for rule in self.rules]

    @classmethod
    def of_json(cls, stored: Sequence[Mapping[str, Any]]) -> ServiceHours:
        """The reverse of `as_json`."""
        return cls(tuple(_rule_of_json(row) for row in stored))


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


_FLAGS = ("exception", "closed", "always", "reservation")


def _rule_as_json(rule: HourRule) -> dict[str, Any]:
    row: dict[str, Any] = {name: True for name in _FLAGS if getattr(rule, name)}
    row |= {name: getattr(rule, name) for name in ("holiday", "weeks") if getattr(rule, name)}
    row |= {name: day.isoformat() for name in ("valid_from", "valid_to") if (day := getattr(rule, name))}
    if rule.spans:
        row["spans"] = [[one.weekday, one.start, one.end] for one in rule.spans]
    if rule.weekdays:
        row["weekdays"] = list(rule.weekdays)
    info = {lang: text for lang in LANGUAGES if (text := getattr(rule.info, lang))}
    return row | ({"info": info} if info else {})


def _rule_of_json(row: Mapping[str, Any]) -> HourRule:
    return HourRule(
        spans=tuple(HourSpan(*one) for one in row.get("spans", ())),
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
        exception=bool(row.get("exception")),
        holiday=row.get("holiday", ""),
        closed=bool(row.get("closed")),
        always=bool(row.get("always")),
        reservation=bool(row.get("reservation")),
        weeks=row.get("weeks", ""),
        weekdays=tuple(row.get("weekdays", ())),
        info=Trilingual.of(row.get("info", {})),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
