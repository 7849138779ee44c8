"""What does the list show for a choice: which services, why, how far, open until when, reached how?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ovi.directory.choice import Choice
from ovi.directory.geography import municipality_of_postal_code
from ovi.directory.narrowing import Near, Point, in_order, narrow, nearest
from ovi.directory.openings import Opening, best_opening
from ovi.directory.queries import ServiceCard, activities_of, cards, channels_of_many
from ovi.directory.queries.catalogue import ActivityView
from ovi.directory.queries.channels import ChannelView
from ovi.directory.queries.offers import Offer, Picture
from ovi.directory.search import MOST, Found, FoundService, find
from ovi.engines.search import Match
from ovi.foundation.text import Trilingual, sort_key

_MOST_NARROWED = 1000  # where filters follow, the search gives more than anybody pages through
_TELLING = 3
_PLACES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything found, in order; the cards are made for one page only."""

    offers: tuple[Offer, ...]
    found: Found | None
    hits: Mapping[int, FoundService]
    near: Mapping[int, Near]
    place_unknown: bool
    municipality: str


@dataclass(frozen=True, slots=True)
class Result:
    """One service on the page of results."""

    number: int
    card: ServiceCard
    offer: Offer
    why: tuple[Match, ...]
    near: Near | None
    opening: Opening
    somewhere: bool
    channels: tuple[ChannelView, ...]
    activity: ActivityView | None
    towns: tuple[Trilingual, ...]
    more_towns: int

    @property
    def phone(self) -> str:
        """The first telephone of its channels."""
        phones = (phone for channel in self.channels for phone in channel.contacts.phones if phone.kind == "phone")
        return next((phone.number for phone in phones), "")

    @property
    def streets(self) -> tuple[tuple[Trilingual, Trilingual], ...]:
        """The first visiting addresses with their municipality."""
        found = (place for channel in self.channels for place in channel.addresses if not place.postal)
        return tuple((place.street, place.municipality) for place in found)[:2]


def listing(choice: Choice, now_is: Picture, *, language: str, kept: frozenset[str], now: datetime) -> Listing:
    """The services of the choice. One query for words, none without."""
    found = None
    if choice.q:
        most = _MOST_NARROWED if choice.narrowed else MOST
        found = find(choice.q, language=language, line=choice.line, limit=most)
    every = _asked(found, now_is) if found else _in_alphabet(now_is, choice, language)
    left = narrow(every, choice, now=now)
    point, exact = _point(choice, now_is)
    near = {one.id: far for one in left if (far := nearest(one, point, point_exact=exact))} if point else {}
    return Listing(
        offers=tuple(in_order(left, sort=choice.sort, language=language, near=near, kept=kept)),
        found=found,
        hits={one.id: one for one in found.services} if found else {},
        near=near,
        place_unknown=bool(choice.near) and not choice.at and point is None,
        municipality=choice.municipality,
    )


def _asked(found: Found, now_is: Picture) -> list[Offer]:
    """The hits; a national description gives way to the county's own service of the same name."""
    every = [offer for one in found.services if (offer := now_is.offers.get(one.id))]
    own = {offer.name.fi.casefold() for offer in every if not offer.national}
    return [offer for offer in every if not (offer.national and offer.name.fi.casefold() in own)]


def _in_alphabet(now_is: Picture, choice: Choice, language: str) -> list[Offer]:
    """All that is offered here; national descriptions only where something narrows, after the others."""
    every = [offer for offer in now_is.offers.values() if choice.narrowed or not offer.national]
    own = {offer.name.fi.casefold() for offer in every if not offer.national}
    alone = {offer.name.fi.casefold(): offer.id for offer in every if offer.national}
    kept = [
        offer
        for offer in every
        if not offer.national or (offer.name.fi.casefold() not in own and alone[offer.name.fi.casefold()] == offer.id)
    ]
    return sorted(kept, key=lambda offer: (offer.national, sort_key(offer.name.in_(language)), offer.id))


def _point(choice: Choice, now_is: Picture) -> tuple[Point | None, bool]:
    """From where distances are counted, and whether it is exact: the reader's position, else a town or postal code."""
    if choice.point:
        return choice.point, True
    asked = choice.near.casefold()
    code = municipality_of_postal_code().get(asked) or next(
        (code for code, name in now_is.municipalities.items() if asked and asked in _names(name)), ""
    )
    return now_is.centres.get(code), False


def _names(name: Trilingual) -> set[str]:
    return {name.fi.casefold(), name.sv.casefold(), name.en.casefold()}


def results(found: Listing, offers: Iterable[Offer], now_is: Picture, *, first: int, now: datetime) -> list[Result]:
    """The cards of one page, numbered from `first`. Five queries."""
    page = list(offers)
    ids = [offer.id for offer in page]
    known, channels, activities = cards(ids), channels_of_many(ids), activities_of(ids)
    return [
        _result(number, offer, known[offer.id], found, now_is, channels, activities, now)
        for number, offer in enumerate((one for one in page if one.id in known), start=first)
    ]


def _result(
    number: int,
    offer: Offer,
    card: ServiceCard,
    found: Listing,
    now_is: Picture,
    channels: Mapping[int, tuple[ChannelView, ...]],
    activities: Mapping[int, ActivityView],
    now: datetime,
) -> Result:
    near = found.near.get(offer.id)
    towns = _towns(offer, now_is, first=found.municipality or (near.spot.municipality if near else ""))
    return Result(
        number=number,
        card=card,
        offer=offer,
        why=_telling(hit.why) if (hit := found.hits.get(offer.id)) else (),
        near=near,
        opening=best_opening(offer.hours_in(found.municipality), now),
        somewhere=offer.open_somewhere(found.municipality),
        channels=channels.get(offer.id, ()),
        activity=activities.get(offer.id),
        towns=tuple(towns[:_PLACES_SHOWN]),
        more_towns=max(0, len(towns) - _PLACES_SHOWN),
    )


def _towns(offer: Offer, now_is: Picture, *, first: str) -> list[Trilingual]:
    """Where it is given, the town that the reader asked about before the others."""
    codes = [code for code in now_is.municipalities if code in (offer.municipalities or ())]
    return [now_is.municipalities[code] for code in sorted(codes, key=lambda code: code != first)]


def _telling(matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """The first different words that answered."""
    return tuple({match.found.casefold(): match for match in reversed(matches)}.values())[::-1][:_TELLING]


def without_each(choice: Choice) -> list[tuple[str, Choice]]:
    """Every filter by name with the choice that leaves it out: for the chips, and for widening."""
    names = [name for name in choice.__dataclass_fields__ if name not in ("q", "sort", "needs")]
    left = [(name, _without(choice, name)) for name in names if getattr(choice, name)]
    return left + [(f"needs:{one}", replace(choice, needs=choice.needs - {one})) for one in sorted(choice.needs)]


def _without(choice: Choice, name: str) -> Choice:
    # A topic is a part of its shelf: without the shelf it says nothing.
    cleared: dict[str, Any] = {name: ""} | ({"topic": ""} if name == "shelf" else {})
    return replace(choice, **cleared)
