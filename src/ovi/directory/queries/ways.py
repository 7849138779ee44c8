"""By which themes and life events does one come to services without words? Names and addresses for the front page."""

from __future__ import annotations

from dataclasses import dataclass

from ovi.directory.choice import Choice
from ovi.directory.classifications import codes_named
from ovi.directory.tray import life_event_classes, themes
from ovi.foundation.text import Trilingual


@dataclass(frozen=True, slots=True)
class FrontWay:
    """A theme or a life event: its name, and the query part of its list's address."""

    name: Trilingual
    address: str
    icon: str = ""


def front_themes() -> list[FrontWay]:
    """The eight themes of wellbeing. No query."""
    return [FrontWay(one.name, Choice(shelf=one.id).address(), one.icon) for one in themes().values()]


def front_life_events() -> list[FrontWay]:
    """The life events that have services by their classes. No query."""
    names = dict(codes_named("KE"))
    return [FrontWay(names[code], Choice(event=code).address()) for code in life_event_classes() if code in names]
