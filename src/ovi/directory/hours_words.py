"""How are opening hours said: "Open now, closes at 16", "Mon–Fri 8–16", "Sat 6 Dec (Independence Day): closed"?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from ovi.design.dates import WEEKDAYS, page_language, said_date
from ovi.directory.opening_hours import DAY_MINUTES, said_day, same_days
from ovi.directory.openings import Opening
from ovi.directory.service_hours import HourRule, ServiceHours
from ovi.foundation.calendar import HELSINKI, helsinki_date
from ovi.foundation.named_days import named_days
from ovi.foundation.text import Trilingual

_EXCEPTIONS_AHEAD_DAYS = 60
_NBSP = "\N{NO-BREAK SPACE}"
HOLIDAY_NAMES: dict[str, Any] = {
    "NewYearDay": pgettext_lazy("holiday", "New Year's Day"),
    "Epiphany": pgettext_lazy("holiday", "Epiphany"),
    "MaundyThursday": pgettext_lazy("holiday", "Maundy Thursday"),
    "GoodFriday": pgettext_lazy("holiday", "Good Friday"),
    "EasterSunday": pgettext_lazy("holiday", "Easter Sunday"),
    "EasterMonday": pgettext_lazy("holiday", "Easter Monday"),
    "MayDayEve": pgettext_lazy("holiday", "May Day Eve"),
    "MayDay": pgettext_lazy("holiday", "May Day"),
    "AscensionDay": pgettext_lazy("holiday", "Ascension Day"),
    "WhitSunday": pgettext_lazy("holiday", "Whit Sunday"),
    "MidsummerEve": pgettext_lazy("holiday", "Midsummer Eve"),
    "MidsummerDay": pgettext_lazy("holiday", "Midsummer Day"),
    "AllSaintsDay": pgettext_lazy("holiday", "All Saints' Day"),
    "IndependenceDay": pgettext_lazy("holiday", "Independence Day"),
    "ChristmasEve": pgettext_lazy("holiday", "Christmas Eve"),
    "ChristmasDay": pgettext_lazy("holiday", "Christmas Day"),
    "SecondDayOfChristmas": pgettext_lazy("holiday", "St Stephen's Day"),
    "NewYearEve": pgettext_lazy("holiday", "New Year's Eve"),
}


@dataclass(frozen=True, slots=True)
class HoursLine:
    """One line of hours: the days it is about (may be empty), what is said of them, and the source's own words."""

    days: str
    said: str
    info: Trilingual = Trilingual()


def said_opening(now_is: Opening, now: datetime, *, somewhere: bool = False) -> str:
    """'Open now, closes at 16', 'Closed now, opens tomorrow at 8'; empty where nothing is known.

    `somewhere`: the hours are those of many places, of which only some may be open.
    """
    if now_is.open and somewhere:
        return _("Open now in some places")
    if now_is.open:
        if now_is.until is None:
            return _("Open now, day and night")
        return _("Open now, closes %(when)s") % {"when": _when(now_is.until, now)}
    if now_is.open is False:
        if now_is.next_at is None:
            return _("Not open in the coming weeks")
        return _("Closed now, opens %(when)s") % {"when": _when(now_is.next_at, now)}
    return _("Today is a public holiday: the hours may differ") if now_is.holiday else ""


def _when(instant: datetime, now: datetime) -> str:
    there, today = instant.astimezone(HELSINKI), helsinki_date(now)
    clock = _clock(there)
    if there.date() == today or (there.date() == today + timedelta(days=1) and there.hour + there.minute == 0):
        return clock if there.date() == today else _("at midnight")
    if there.date() == today + timedelta(days=1):
        return _("tomorrow %(clock)s") % {"clock": clock}
    return f"{said_date(there.date(), today=today, language=page_language())} {clock}"


def _clock(there: datetime) -> str:
    word, mark = {"fi": ("klo", "."), "sv": ("kl.", "."), "en": ("at", ":")}[page_language()]
    minutes = "" if there.minute == 0 and mark == "." else f"{mark}{there.minute:02d}"
    return f"{word}{_NBSP}{there.hour}{minutes}"


def weekly_lines(hours: ServiceHours, today: date) -> list[HoursLine]:
    """The ordinary weeks in few lines, those that are over left out."""
    rules = [rule for rule in hours.weekly if rule.valid_to is None or rule.valid_to > today]
    return [line for rule in rules for line in _lines(rule, today)]


def coming_exceptions(hours: ServiceHours, today: date) -> list[HoursLine]:
    """The exceptions and named holidays of the next two months, nearest first; one line a period of closing."""
    dated = sorted(_coming(hours, today), key=lambda one: one[0])
    return [line for _first, line in dated]


def _lines(rule: HourRule, today: date) -> Iterator[HoursLine]:
    about = " ".join(filter(None, (_period(rule, today), _weeks(rule))))
    if rule.always:
        yield HoursLine(about, _("always open"), rule.info)
    elif rule.closed:
        yield HoursLine(about, _("closed"), rule.info)
    elif rule.reservation and not rule.spans:
        yield HoursLine(about, _("by appointment only"), rule.info)
    else:
        told = [HoursLine(_joined(about, days), said) for days, said in _week(rule)]
        if rule.reservation:
            told = [HoursLine(one.days, _("%(hours)s, by appointment") % {"hours": one.said}) for one in told]
        yield from told[:-1]
        if told:
            yield HoursLine(told[-1].days, told[-1].said, rule.info)


def _week(rule: HourRule) -> Iterator[tuple[str, str]]:
    week: list[list[tuple[int, int]]] = [[] for _number in range(7)]
    long = []
    for one in rule.spans:
        if one.end - one.start > DAY_MINUTES:
            long.append(one)
        else:
            week[one.weekday].append((one.start, one.end))
    for first, last, day in same_days([tuple(sorted(spans)) for spans in week]):
        yield _days(first, last), said_day(tuple((start, _within(end)) for start, end in day))
    for one in long:
        days, end = divmod(one.end, DAY_MINUTES)
        names = WEEKDAYS[page_language()]
        until = f"{names[(one.weekday + days) % 7]} {_plain(end)}"
        yield "", f"{names[one.weekday]} {_plain(one.start)} \N{EN DASH} {until}"


def _coming(hours: ServiceHours, today: date) -> Iterator[tuple[date, HoursLine]]:
    until = today + timedelta(days=_EXCEPTIONS_AHEAD_DAYS)
    for rule in hours.exceptions:
        if rule.holiday:
            for year in {today.year, until.year}:
                on = named_days(year).get(rule.holiday)
                if on and today <= on < until and rule.in_force(on) and rule in hours.special_on(on):
                    name = HOLIDAY_NAMES.get(rule.holiday, rule.holiday)
                    yield on, HoursLine(f"{_date(on, today)} ({name})", _on(rule, on), rule.info)
        elif rule.valid_from and rule.valid_from < until and (rule.valid_to is None or rule.valid_to > today):
            yield max(rule.valid_from, today), HoursLine(_period(rule, today), _on(rule, rule.valid_from), rule.info)


def _on(rule: HourRule, day: date) -> str:
    if rule.closed:
        return _("closed")
    if rule.always:
        return _("open day and night")
    spans = tuple((start, _within(end)) for start, end in sorted(rule.begin_on(day)))
    return said_day(spans) if spans else ", ".join(f"{days} {said}" for days, said in _week(rule)) or _("closed")


def _within(end: int) -> int:
    """Over midnight one says '20–2'."""
    return end - DAY_MINUTES if end > DAY_MINUTES else end


def _period(rule: HourRule, today: date) -> str:
    last = rule.valid_to - timedelta(days=1) if rule.valid_to else None
    if rule.valid_from and last == rule.valid_from:
        return _date(rule.valid_from, today)
    if rule.valid_from and last:
        return f"{_date(rule.valid_from, today)}\N{EN DASH}{_date(last, today)}"
    if last:
        return _("until %(day)s") % {"day": _date(last, today)}
    if rule.valid_from and rule.valid_from > today:
        return _("from %(day)s") % {"day": _date(rule.valid_from, today)}
    return ""


def _weeks(rule: HourRule) -> str:
    return {"odd": _("odd weeks"), "even": _("even weeks")}.get(rule.weeks, "")


def _joined(about: str, days: str) -> str:
    return f"{about}, {days}" if about and days else about or days


def _days(first: int, last: int) -> str:
    names = WEEKDAYS[page_language()]
    return names[first] if first == last else f"{names[first]}\N{EN DASH}{names[last]}"


def _date(day: date, today: date) -> str:
    return said_date(day, today=today, language=page_language())


def _plain(minutes: int) -> str:
    return said_day(((minutes, minutes + 1),)).split("\N{EN DASH}", maxsplit=1)[0]
