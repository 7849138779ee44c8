"""What is there to look through without words: views, themes, life events and service classes?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from ovi.directory.choice import Choice
from ovi.directory.classifications import codes_named, parent
from ovi.directory.narrowing import stands_on
from ovi.directory.queries.offers import Offer, picture
from ovi.directory.tray import Shelf, themes, views
from ovi.foundation.text import Trilingual


@dataclass(frozen=True, slots=True)
class Way:
    """One way into the list, with how many services stand behind it."""

    name: Trilingual
    href: str
    count: int
    lead: Trilingual = Trilingual()
    icon: str = ""
    below: tuple[Way, ...] = ()


@require_GET
def browse(request: HttpRequest) -> HttpResponse:
    """Every way into the tray that needs no words. One query."""
    every = [offer for offer in picture().offers.values() if not offer.national]
    classes, events = _counted(offer.classes for offer in every), _counted(offer.events for offer in every)
    context = {
        "views": [_way(one, every) for one in views().values()],
        "themes": [_way(one, every) for one in themes().values()],
        "events": [
            Way(name, Choice(event=code).address(), events[code]) for code, name in codes_named("KE") if events[code]
        ],
        "classes": _tree(classes),
        "groups": sum(offer.meets for offer in every),
        "groups_href": Choice(groups="1").address(),
    }
    return render(request, "directory/browse.html", context)


def _way(shelf: Shelf, every: Iterable[Offer]) -> Way:
    count = sum(stands_on(offer, shelf) for offer in every)
    return Way(shelf.name, Choice(shelf=shelf.id).address(), count, shelf.lead, shelf.icon)


def _counted(sets: Iterable[frozenset[str]]) -> Counter[str]:
    """How many services have each code or one below it."""
    found: Counter[str] = Counter()
    for codes in sets:
        found.update(codes | {parent(code) for code in codes if parent(code)})
    return found


def _tree(counts: Counter[str]) -> list[Way]:
    """The classes that have services, the lower ones under their upper one."""
    rows = [(code, name) for code, name in codes_named("P") if counts[code]]
    return [
        Way(name, Choice(area=code).address(), counts[code], below=_below(code, rows, counts))
        for code, name in rows
        if not parent(code)
    ]


def _below(upper: str, rows: Iterable[tuple[str, Trilingual]], counts: Counter[str]) -> tuple[Way, ...]:
    return tuple(Way(name, Choice(area=code).address(), counts[code]) for code, name in rows if parent(code) == upper)
