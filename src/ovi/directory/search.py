"""Which services answer what a person asked: words, place, time, language, cost?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from ovi.directory.classifications import class_name
from ovi.directory.models import Service
from ovi.directory.queries import trilingual
from ovi.directory.search_index import index
from ovi.engines.search import CLASS_FACET, Hit, Match, Near

MOST = 100  # nobody pages further; they ask otherwise or ask a human


@dataclass(frozen=True, slots=True)
class Limits:
    """What narrows a search beside words.

    `within` (narrowing.filters): for each facet that is named, any of its values will do.
    `near` gives distances and may narrow to a radius or put the nearest first; `open_at` keeps what is open then, in
    the municipality `open_in` if there is one.
    """

    within: Mapping[str, Collection[str]] = field(default_factory=dict)
    near: Near | None = None
    open_at: datetime | None = None
    open_in: str = ""


_NONE = Limits()


@dataclass(frozen=True, slots=True)
class FoundService:
    """One found service, and the words that it was found by."""

    id: int
    score: float
    distance_km: float | None
    hit: Hit
    language: str

    @property
    def why(self) -> tuple[Match, ...]:
        """The words that answered; worked out when asked, so ask only for what is shown."""
        return tuple(_named(match, self.language) for match in self.hit.why)


def _named(match: Match, language: str) -> Match:
    """A service class by its name, as people read it."""
    name = class_name(match.found).in_(language) if match.field == CLASS_FACET else ""
    return replace(match, found=name) if name else match


@dataclass(frozen=True, slots=True)
class Found:
    """The services, best first; `language` is the one whose texts answered; a question back if a word is unknown.

    `instead`: nothing answered the words as written, so these answer `did_you_mean`; the page must say so.
    """

    services: tuple[FoundService, ...]
    did_you_mean: str | None
    language: str
    instead: bool


def find(query: str, limits: Limits = _NONE, *, language: str, limit: int = MOST) -> Found:
    """Services for the words, best first, within the limits."""
    result = index().search(
        query, language, limit, limits.within, near=limits.near, open_at=limits.open_at, open_in=limits.open_in
    )
    hits = tuple(FoundService(int(hit.id), hit.score, hit.distance_km, hit, language) for hit in result.hits)
    return Found(hits, result.did_you_mean, result.language, result.instead)


def everything(limits: Limits = _NONE) -> list[int]:
    """All services within the limits, the nearest first if so asked."""
    found = index().everything(limits.within, near=limits.near, open_at=limits.open_at, open_in=limits.open_in)
    return [int(one) for one in found]


def rows(query: str, *, language: str, limit: int) -> list[dict[str, Any]]:
    """What `ovi search --json` prints (design §7). `id` is the source's own, the same in every installation."""
    found = find(query, language=language, limit=limit)
    services = Service.objects.defer("raw").in_bulk([one.id for one in found.services])
    return [
        {
            "id": services[one.id].source_id,
            "source": services[one.id].source,
            "name": trilingual(services[one.id], "name").in_(language),
            "service_classes": services[one.id].service_classes,
            "score": one.score,
            "why": [asdict(match) for match in one.why],
        }
        for one in found.services
        if one.id in services
    ]
