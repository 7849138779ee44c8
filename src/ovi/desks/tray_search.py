"""Which services does a professional see when they search the tray? The residents' own search, their own filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from ovi.directory import queries
from ovi.directory.choice import Choice
from ovi.directory.narrowing import filters_in_the_work
from ovi.directory.queries import ServiceCard
from ovi.directory.queries.offers import picture
from ovi.directory.results import in_alphabet, own_first
from ovi.directory.search import Limits, everything, find
from ovi.directory.service_lines import LINES
from ovi.foundation.text import Trilingual
from ovi.plumbing.settings import settings

_A_PAGE = 10
_QUERY_MAX = 300


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What the professional asked. `places` and `groups` are the choices of the form."""

    question: str
    line: str
    municipality: str
    group: str
    places: Sequence[tuple[str, Trilingual]]
    groups: Sequence[queries.TargetGroup]


@dataclass(frozen=True, slots=True)
class TrayResults:
    """One page of services as cards, how many there are in all, and a question back for an unknown word."""

    page: Page[Any]
    count: int
    did_you_mean: str | None
    narrowing: Narrowing


def tray_search(
    asked: QueryDict,
    *,
    language: str,
    home: Trilingual | None = None,
    line: str = "",
    among: Sequence[int] | None = None,
    by_place: bool = True,
) -> TrayResults:
    """The services for what stands in the address. At first narrowed to the client's `home` municipality, if it
    may be known, and without a question to the service `line`; `among`: only these, as a saved list has them."""
    narrowing = _narrowing(asked, language, home, line if among is None else "", by_place)
    ids, meant = _ids(narrowing, language, among)
    return TrayResults(_page(ids, asked.get("page")), len(ids), meant, narrowing)


def _page(ids: Sequence[int], number: str | None) -> Page[Any]:
    """One page as cards: only these are asked of the database."""
    page = Paginator(ids, _A_PAGE).get_page(number)
    page.object_list = cards_in_order(page.object_list)  # type: ignore[assignment, arg-type]
    return page


def cards_in_order(ids: Sequence[int]) -> list[ServiceCard]:
    """The services of a list as cards, in the list's order."""
    cards = queries.cards(list(ids))
    return [cards[pk] for pk in ids if pk in cards]


def _narrowing(asked: QueryDict, language: str, home: Trilingual | None, line: str, by_place: bool) -> Narrowing:
    # With a non-disclosure order no place may stand in an address beside the number of the matter.
    places = queries.municipalities(settings().county) if by_place else []
    groups = queries.target_groups(language)
    at_home = next((code for code, name in places if home is not None and name == home), "")
    municipality = asked.get("municipality", at_home)
    chosen = asked.get("line", "" if asked.get("q") else line)
    return Narrowing(
        question=asked.get("q", "").replace("\x00", "").strip()[:_QUERY_MAX],
        line=chosen if chosen in LINES else "",
        municipality=municipality if municipality in dict(places) else "",
        group=asked.get("group", "") if asked.get("group") in {one.code for one in groups} else "",
        places=places,
        groups=groups,
    )


def _ids(narrowing: Narrowing, language: str, among: Sequence[int] | None) -> tuple[list[int], str | None]:
    """What answers, in order, and a question back. Without words: the list as it was kept, else what is offered."""
    choice = Choice(
        q=narrowing.question, line=narrowing.line, municipality=narrowing.municipality, group=narrowing.group
    )
    limits = Limits(filters_in_the_work(choice))
    found = find(choice.q, limits, language=language) if choice.q else None
    ids = [one.id for one in found.services] if found else everything(limits)
    if among is not None:
        ids = [pk for pk in (ids if found else among) if pk in set(among) & set(ids)]
        return ids, found.did_you_mean if found else None
    offers = picture().offers
    known = own_first([offers[pk] for pk in ids if pk in offers])
    if found is None:
        known = in_alphabet([one for one in known if not one.national], language)
    return [one.id for one in known], found.did_you_mean if found else None
