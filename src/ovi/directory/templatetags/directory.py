"""How is a service's longer text shown, and is it in the reader's language? `{% load directory %}`"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy

from ovi.design.dates import WEEKDAYS, page_language
from ovi.directory.channel_names import CHANNEL_NAMES
from ovi.directory.meetings import meetings
from ovi.directory.next_step import dialled as dialled_number
from ovi.directory.opening_hours import said_day, same_days
from ovi.directory.queries import UnitInfoView, closures_now
from ovi.directory.queries.catalogue import ActivityView
from ovi.directory.queries.channels import ChannelView
from ovi.directory.service_lines import LINES
from ovi.directory.states import ChannelKind
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.text import LANGUAGES, Trilingual
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


_KIND_ICONS = {
    ChannelKind.E_CHANNEL: "external",
    ChannelKind.WEB_PAGE: "external",
    ChannelKind.PRINTABLE_FORM: "document",
    ChannelKind.PHONE: "phone",
    ChannelKind.SERVICE_LOCATION: "place",
}
# What a source tells beside its longer texts, in the order a reader asks.
_DETAILS = {
    "requirements": pgettext_lazy("heading of a service's page", "What is required"),
    "processing_time": pgettext_lazy("heading of a service's page", "How long it takes"),
    "deadline": pgettext_lazy("heading of a service's page", "By when"),
    "validity": pgettext_lazy("heading of a service's page", "How long it holds"),
}


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind of channel."""
    return _KIND_ICONS[ChannelKind(kind)]


@register.filter
def dialled(number: str) -> str:
    """The number as an address to call."""
    return dialled_number(number)


@register.filter
def speaks(channel: ChannelView, language: str) -> bool:
    """Has the channel a telephone for this language?"""
    return any(phone.language in (language, "") for phone in channel.contacts.phones)


@register.filter
def detail(details: Mapping[str, Any], name: str) -> Trilingual | None:
    """One trilingual text of a service's details; nothing if the source does not tell it."""
    stored = details.get(name)
    texts = {lang: text for lang, text in stored.items() if lang in LANGUAGES} if isinstance(stored, Mapping) else {}
    return Trilingual.of(texts) if any(texts.values()) else None


@register.filter
def told(details: Mapping[str, Any]) -> Iterator[tuple[Any, Trilingual]]:
    """What else the source tells, as heading and text."""
    return ((heading, text) for name, heading in _DETAILS.items() if (text := detail(details, name)))


@register.filter(expects_localtime=True)
def clock_time(instant: datetime) -> str:
    """'17' or '17.30' after the moment at which something begins."""
    mark = ":" if page_language() == "en" else "."
    return f"{instant.hour}{mark}{instant.minute:02d}"


@register.inclusion_tag("directory/group_times.html")
def group_times(activity: ActivityView) -> dict[str, Any]:
    """When a group meets next, for whom, and how many fit in."""
    now = clock.now()
    return {"meets": meetings(activity, now=now), "today": helsinki_date(now)}
