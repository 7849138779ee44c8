"""How does a resident find a service?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ovi.directory.choice import Choice, read_choice
from ovi.directory.classifications import class_name
from ovi.directory.forms import WAY_NAMES, TrayForm, language_name
from ovi.directory.hours_words import said_opening
from ovi.directory.kept_needs import kept_needs
from ovi.directory.pages_counting import OPENED_FROM, count_search
from ovi.directory.queries.offers import Picture, Spot, picture
from ovi.directory.results import Listing, Result, listing, results, without_each
from ovi.directory.service_lines import LINES
from ovi.directory.tray import Need, needs
from ovi.directory.tray_map import Dot, draw
from ovi.foundation.text import Trilingual
from ovi.plumbing import clock

A_PAGE = 10
_SPOTS_OF_ONE = 5  # a service given in forty places would cover the others on the map


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that narrows the list: what it is, the address without it, and how many services that gives."""

    label: str
    href: str
    count: int = 0

    @property
    def widens(self) -> str:
        """'Leave out: Open now (14 services)'."""
        told = ngettext("%(count)d service", "%(count)d services", self.count) % {"count": self.count}
        return f"{self.label} ({told})"


@require_GET
def services(request: HttpRequest) -> HttpResponse:
    """Search results; without a question, what is offered here in alphabetical order."""
    now, now_is, language = clock.now(), picture(), get_language() or "fi"
    kept = kept_needs(request)
    choice = read_choice(request.GET, request.GET.getlist("needs"), now_is.municipalities)
    found = listing(choice, now_is, language=language, kept=kept.needs, now=now)
    digest = _counted(request, choice, found, language)
    page = Paginator(found.offers, A_PAGE).get_page(request.GET.get("page"))
    shown = results(found, page.object_list, now_is, first=page.start_index() if found.offers else 1, now=now)
    context = {
        "choice": choice,
        "question": choice.q,
        "found_by": f"?{OPENED_FROM}={digest}" if digest else "",
        "heading": _heading(choice),
        "shelf": choice.shelf_chosen,
        "topics": _topics(choice),
        "found": found,
        "did_you_mean": _did_you_mean(choice, found),
        "instead": bool(found.found and found.found.instead),
        "page": page,
        "count": len(found.offers),
        "rows": [_row(one, kept.needs, now) for one in shown],
        "today": clock.today(),
        "chips": _chips(choice, now_is),
        "wider": _wider(choice, now_is, language, now) if not found.offers else [],
        "filters": _filters(replace(choice, q=""), language, tuple(now_is.municipalities.items()), now_is.languages),
        "map": _map(shown, choice, now_is, language),
        "kept": [one for one in needs().values() if one.id in kept.needs],
        "other_language": _other_language(found, language),
        "themes": list(LINES.values()) if not found.offers or not (choice.q or choice.narrowed) else [],
    }
    return render(request, "directory/services.html", context)


@lru_cache(maxsize=64)
def _filters(
    choice: Choice, language: str, municipalities: tuple[tuple[str, Trilingual], ...], languages: frozenset[str]
) -> SafeString:
    """The form's filters as they stand in the page: the same for most readers, and a fifth of the page's cost."""
    context = {
        "choice": choice,
        "form": TrayForm(choice, dict(municipalities), languages),
        "hidden": [(name, value) for name in ("line", "topic", "area", "at") if (value := getattr(choice, name))],
        "towns": [name.in_(language) for _code, name in municipalities],
    }
    return render_to_string("directory/filters.html", context)


def _counted(request: HttpRequest, choice: Choice, found: Listing, language: str) -> str:
    """What the words themselves found is counted, whatever else narrows the list; another spelling's finds are none."""
    answered = len(found.found.services) if found.found and not found.found.instead else 0
    return count_search(request, choice.q, language=language, found=answered, municipality=choice.municipality)


def _row(one: Result, kept: frozenset[str], now: datetime) -> tuple[Result, str, str, list[Need]]:
    """A result, when it is open, how far it is, and the needs that it tells to meet."""
    met = [need for need in needs().values() if need.id in one.offer.needs & (kept or one.offer.needs)]
    return one, said_opening(one.opening, now, somewhere=one.somewhere), said_near(one), met


def _topics(choice: Choice) -> list[tuple[Trilingual, str, bool]]:
    """The parts of the theme or view: name, address, and whether it is the one shown."""
    topics = choice.shelf_chosen.topics if choice.shelf_chosen else ()
    return [
        (topic.name, choice.address(topic=str(number)), topic is choice.topic_chosen)
        for number, topic in enumerate(topics, start=1)
    ]


def _heading(choice: Choice) -> object:
    """The one thing that the list is about, if it is about one."""
    if choice.shelf_chosen:
        return choice.shelf_chosen.name
    if choice.event or choice.area:
        return class_name(choice.event or choice.area)
    return LINES[choice.line].name if choice.line else ""


def _did_you_mean(choice: Choice, found: Listing) -> Chip | None:
    asked = found.found.did_you_mean if found.found else None
    return Chip(asked, choice.address(q=asked)) if asked else None


def _other_language(found: Listing, language: str) -> str:
    """The language in which the words were found, if it is not the page's."""
    if not found.found or not found.offers or found.found.language == language:
        return ""
    return {
        "fi": _("The words were found only in Finnish texts."),
        "sv": _("The words were found only in Swedish texts."),
        "en": _("The words were found only in English texts."),
    }[found.found.language]


def said_near(one: Result) -> str:
    """'about 2 km away', 'in the same municipality'; empty where distance is not asked or known."""
    if one.near is None:
        return ""
    if not one.near.exact and one.near.km < 1:
        return _("in the same municipality")
    if one.near.km < 1:
        return _("less than 1 km away")
    return _("about %(km)d km away") % {"km": round(one.near.km)}


def _chips(choice: Choice, now_is: Picture) -> list[Chip]:
    return [Chip(_said(name, choice, now_is), left.address()) for name, left in without_each(choice)]


def _wider(choice: Choice, now_is: Picture, language: str, now: datetime) -> list[Chip]:
    """What would be found if one of the filters were left out; only those that help."""
    found = []
    for name, left in without_each(choice):
        count = len(listing(left, now_is, language=language, kept=frozenset(), now=now).offers)
        if count:
            found.append(Chip(_said(name, choice, now_is), left.address(), count))
    return found


def _said(name: str, choice: Choice, now_is: Picture) -> str:
    """A filter as the reader knows it."""
    language = get_language() or "fi"
    value = getattr(choice, name, "")
    if name.startswith("needs:"):
        return needs()[name.removeprefix("needs:")].name.in_(language)
    if name in ("group", "event", "area"):
        return class_name(value).in_(language)
    said: dict[str, Any] = {
        "line": lambda: LINES[value].name.in_(language),
        "shelf": lambda: choice.shelf_chosen.name.in_(language) if choice.shelf_chosen else "",
        "topic": lambda: choice.topic_chosen.name.in_(language) if choice.topic_chosen else "",
        "municipality": lambda: now_is.municipalities[value].in_(language),
        "language": lambda: language_name(value),
        "way": lambda: str(WAY_NAMES[value]),
        "free": lambda: _("Free of charge"),
        "open": lambda: _("Open now"),
        "groups": lambda: _("Groups with meeting times"),
        "near": lambda: _("Near to %(place)s") % {"place": value},
        "at": lambda: _("Near to your position"),
    }
    return str(said[name]())


def _map(shown: list[Result], choice: Choice, now_is: Picture, language: str) -> object:
    """The places of this page's services; the municipality's dot stands for those with no exact place or too many."""
    dots = [dot for one in shown for dot in _exact(one, choice, language)]
    by_town: dict[str, list[Result]] = {}
    for one in shown:
        if not _exact_spots(one, choice):
            for code in {spot.municipality for spot in one.offer.spots}:
                by_town.setdefault(code, []).append(one)
    for code, many in by_town.items():
        if code in now_is.centres and choice.municipality in ("", code):
            dots.append(_town(code, many, choice, now_is, language))
    if choice.point and dots:
        dots.append(Dot(*choice.point, "", _("Your position, roughly"), "", here=True))
    codes = {code: name.in_(language) for code, name in now_is.municipalities.items()}
    return draw(dots, title=_("Map of the services on this page"), municipalities=codes)


def _exact_spots(one: Result, choice: Choice) -> list[Spot]:
    """The exact places to draw: those of the chosen town, or the nearest; none where there are too many to tell."""
    spots = [
        spot
        for spot in one.offer.spots
        if spot.exact and (not choice.municipality or spot.municipality in ("", choice.municipality))
    ]
    if len(spots) > _SPOTS_OF_ONE and one.near and one.near.spot.exact:
        return [one.near.spot]
    return spots if len(spots) <= _SPOTS_OF_ONE else []


def _exact(one: Result, choice: Choice, language: str) -> list[Dot]:
    spots = _exact_spots(one, choice)
    href, label = reverse("service", args=[one.card.id]), f"{one.number}. {one.card.name.in_(language)}"
    return [Dot(spot.latitude, spot.longitude, str(one.number), label, href, exact=True) for spot in spots]


def _town(code: str, many: list[Result], choice: Choice, now_is: Picture, language: str) -> Dot:
    count = len(many)
    told = ngettext("%(count)d service of this page", "%(count)d services of this page", count) % {"count": count}
    label = f"{now_is.municipalities[code].in_(language)}: {told}"
    href = reverse("services") + choice.address(municipality=code)
    return Dot(*now_is.centres[code], str(count), label, href)
