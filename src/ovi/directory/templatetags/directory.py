"""How is a service's longer text shown, and is it in the reader's language? `{% load directory %}`"""

from __future__ import annotations

from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ovi.design.dates import WEEKDAYS, page_language
from ovi.directory.channel_names import CHANNEL_NAMES
from ovi.directory.opening_hours import said_day, same_days
from ovi.directory.queries import UnitInfoView, closures_now
from ovi.directory.service_lines import LINES
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.text import Trilingual
from ovi.plumbing import clock

register = template.Library()


@register.filter
def other_language(value: Trilingual) -> bool:
    """Is the text there, but only in another language than the page's?"""
    text, language = value.best(get_language() or "fi")
    return bool(text) and language != get_language()


@register.filter
def names(unit: Trilingual, municipality: Trilingual) -> bool:
    """Does the unit's name already say where it is ("Rehabilitation, Akaa")? Then the town is not said twice."""
    language = get_language() or "fi"
    return municipality.in_(language).casefold() in unit.in_(language).casefold()


@register.filter
def paragraphs(value: Trilingual) -> SafeString:
    """The text by paragraphs, with lists as lists, marked with its language where it is not the page's."""
    text, language = value.best(get_language() or "fi")
    blocks = [_block(part.strip()) for part in text.split("\n\n") if part.strip()]
    inner = format_html_join("\n", "{}", ((block,) for block in blocks))
    return inner if language == get_language() else format_html('<div class="flow" lang="{}">{}</div>', language, inner)


def _block(part: str) -> SafeString:
    lines = [line.strip() for line in part.split("\n")]
    if all(line.startswith("- ") for line in lines):
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line[2:],) for line in lines)))
    return format_html("<p>{}</p>", format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)))


@register.inclusion_tag("directory/opening.html")
def opening(info: UnitInfoView, today: date) -> dict[str, Any]:
    """A unit's notice and hours: the week in few lines, then the exceptions of the next weeks."""
    language = page_language()
    weeks = [
        (
            CHANNEL_NAMES[channel],
            [(_said_days(first, last, language), said_day(day)) for first, last, day in same_days(week)],
        )
        for channel, week in info.hours.weekly.items()
        if channel in CHANNEL_NAMES
    ]
    coming = [(one.on, CHANNEL_NAMES[one.channel], said_day(one.spans)) for one in info.coming(today)]
    return {"info": info, "weeks": weeks, "coming": coming, "today": today}


@register.inclusion_tag("directory/closures.html")
def closed_channels() -> dict[str, Any]:
    """A banner for the staff: every channel that is closed now."""
    now = clock.now()
    rows = [(CHANNEL_NAMES[one.channel], LINES.get(one.service_line), one) for one in closures_now(now=now)]
    return {"rows": rows, "today": helsinki_date(now)}


def _said_days(first: int, last: int, language: str) -> str:
    days = WEEKDAYS[language]
    return days[first] if first == last else f"{days[first]}\N{EN DASH}{days[last]}"
