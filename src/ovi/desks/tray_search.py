"""Which services does a professional see when they search the tray? The residents' own search, narrowed further."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from ovi.directory import queries
from ovi.directory.queries import ServiceCard
from ovi.directory.search import find
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
    ids = queries.narrowed(ids, municipality=narrowing.municipality, target_group=narrowing.group)
    cards = cards_in_order(ids)
    # A national description gives way to the county's own service of the same name, as it does for residents.
    own = {card.name.fi.casefold() for card in cards if not card.national}
    cards = [card for card in cards if not (card.national and card.name.fi.casefold() in own)]
    return TrayResults(Paginator(cards, _A_PAGE).get_page(asked.get("page")), len(cards), meant, narrowing)


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
    if narrowing.question:
        found = find(narrowing.question, language=language, line=narrowing.line)
        ids = [one.id for one in found.services if among is None or one.id in among]
        return ids, found.did_you_mean
    if among is not None:
        return list(among), None
    return queries.in_order(queries.names_of_own(line=narrowing.line), language), None
