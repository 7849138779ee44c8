"""How is a service's longer text shown, and is it in the reader's language? `{% load directory %}`"""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from ovi.foundation.text import Trilingual

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
