"""How are days and clock times said to people, in Finnish, Swedish and English?

Weekdays are our own table: Django's Swedish ones are Sweden's ("tis"), in Finland one writes "ti".
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext, ngettext

WEEKDAYS = {
    "fi": ("ma", "ti", "ke", "to", "pe", "la", "su"),
    "sv": ("må", "ti", "on", "to", "fr", "lö", "sö"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_NBSP = "\N{NO-BREAK SPACE}"


def page_language() -> str:
    """The language of the page being made: fi, sv or en."""
    language = (translation.get_language() or "fi")[:2]
    return language if language in WEEKDAYS else "fi"


def said_date(day: date, *, today: date | None, language: str) -> str:
    """'ti 3.2.' within the year of `today`, else 'ti 3.2.2026'."""
    weekday = WEEKDAYS[language][day.weekday()]
    with_year = today is None or today.year != day.year
    if language == "en":
        text = f"{weekday} {day.day} {_MONTHS[day.month - 1]}" + (f" {day.year}" if with_year else "")
    else:
        # Swedish in Finland writes no full stop after the month when the year is left out.
        tail = str(day.year) if with_year else ""
        dot = "." if tail or language == "fi" else ""
        text = f"{weekday} {day.day}.{day.month}{dot}{tail}"
    return text.replace(" ", _NBSP)


def said_time(instant: datetime, *, language: str) -> str:
    """'klo 9.12', 'kl. 9.12', 'at 9:12'; the instant must already be in the reader's time zone."""
    word, mark = {"fi": ("klo", "."), "sv": ("kl.", "."), "en": ("at", ":")}[language]
    return f"{word}{_NBSP}{instant.hour}{mark}{instant.minute:02d}"


def said_moment(instant: datetime, *, today: date | None, language: str) -> str:
    """Day and clock time: 'ti 3.2. klo 9.12'."""
    day = said_date(instant.date(), today=today, language=language)
    return f"{day} {said_time(instant, language=language)}"


def said_days_left(day: date, *, today: date) -> str:
    """'12 days left', 'today', 'tomorrow', '3 days late', in the language of the page."""
    days = (day - today).days
    if days == 0:
        return gettext("today")
    if days == 1:
        return gettext("tomorrow")
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
