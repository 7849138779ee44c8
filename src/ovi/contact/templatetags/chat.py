"""How is what happened in a chat said on a page? `{% load chat %}`"""

from __future__ import annotations

from django import template

from ovi.contact.chat_words import happened
from ovi.contact.queries import Line

register = template.Library()


@register.filter
def chat_event(line: Line) -> str:
    """One sentence of an event in the chat."""
    return happened(line.line, author=line.author, side=line.side)
