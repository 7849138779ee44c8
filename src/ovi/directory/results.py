"""What does the list show for a choice: which services, why, how far, open until when, reached how?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ovi.directory.choice import Choice
from ovi.directory.geography import municipality_of_postal_code
from ovi.directory.narrowing import Near, Point, filters, nearest
from ovi.directory.openings import Opening
from ovi.directory.queries import ServiceCard, activities_of, cards, channels_of_many
from ovi.directory.queries.catalogue import ActivityView
from ovi.directory.queries.channels import ChannelView
from ovi.directory.queries.offers import Offer, Picture
from ovi.directory.search import Found, FoundService, Limits, everything, find
from ovi.engines.search import Match
from ovi.engines.search import Near as Position
from ovi.foundation.text import Trilingual, sort_key

_TELLING = 3
_PLACES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Listing:
    """Everything found, in order; the cards are made for one page only."""

    offers: tuple[Offer, ...]
    found: Found | None
    hits: Mapping[int, FoundService]
    point: Point | None
    point_exact: bool
    place_unknown: bool
    municipality: str

    def near(self, offer: Offer) -> Near | None:
        """How far the offer is from where the reader asked."""
        return nearest(offer, self.point, point_exact=self.point_exact) if self.point else None


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
    """The services of the choice: the index finds and narrows, with words and without them."""
    point, exact = _point(choice, now_is)
    limits = Limits(
        filters(choice),
        near=Position(*point, nearest_first=choice.sort == "near") if point else None,
        open_at=now if choice.open else None,
        open_in=choice.municipality,
    )
    found = find(choice.q, limits, language=language) if choice.q else None
    ids = [one.id for one in found.services] if found else everything(limits)
    offers = [offer for one in ids if (offer := now_is.offers.get(one))]
    return Listing(
        offers=tuple(_in_order(own_first(offers), choice, language, kept)),
        found=found,
        hits={one.id: one for one in found.services} if found else {},
        point=point,
        point_exact=exact,
        place_unknown=bool(choice.near) and not choice.at and point is None,
        municipality=choice.municipality,
    )


def own_first(offers: list[Offer]) -> list[Offer]:
    """A national description gives way to a service of the same name that somebody offers here."""
    own = {offer.name.fi.casefold() for offer in offers if not offer.national}
    return [offer for offer in offers if not (offer.national and offer.name.fi.casefold() in own)]


def _in_order(offers: list[Offer], choice: Choice, language: str, kept: frozenset[str]) -> list[Offer]:
    """As found, or by name; then those that tell they meet the reader's needs come first.

    Without words national descriptions are shown only where something narrows, and after what is offered here.
    The needs are those the reader keeps (step-free, hearing); nothing is read from their words.
    """
    if choice.sort == "name" or not (choice.q or choice.sort == "near"):
        offers = in_alphabet(offers, language)
    if not choice.q:
        offers = [one for one in offers if choice.narrowed or not one.national]
        offers = sorted(offers, key=lambda one: one.national)
    return sorted(offers, key=lambda one: len(kept - one.needs)) if kept else offers


def in_alphabet(offers: Iterable[Offer], language: str) -> list[Offer]:
    """By name in the language."""
    return sorted(offers, key=lambda one: (sort_key(one.name.in_(language)), one.id))


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
    known, channels, activities = cards(ids), channels_of_many(ids), activities_of(one.id for one in page if one.meets)
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
    near = found.near(offer)
    towns = _towns(offer, now_is, first=found.municipality or (near.spot.municipality if near else ""))
    return Result(
        number=number,
        card=card,
        offer=offer,
        why=_telling(hit.why) if (hit := found.hits.get(offer.id)) else (),
        near=near,
        opening=now_is.openings.best(offer.hours_in(found.municipality), now),
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
