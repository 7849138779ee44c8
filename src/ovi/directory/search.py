"""Which services answer a person's words, within what else they asked: place, time, language, cost?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from ovi.directory.classifications import class_name
from ovi.directory.models import Service
from ovi.directory.queries import trilingual
from ovi.directory.search_index import index
from ovi.directory.searchable import EVERYWHERE
from ovi.engines.search import CLASS_FACET, Hit, Match, Near

MOST = 100  # nobody pages further; they ask otherwise or ask a human


# By what a search may be narrowed: facet names of searchable._facets.
NARROWS = ("line", "municipality", "target", "life", "language", "channel", "cost", "accessible", "class", "source")


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


def find(
    query: str,
    *,
    language: str,
    limit: int = MOST,
    line: str = "",
    within: Mapping[str, Collection[str]] | None = None,
    near: Near | None = None,
    open_at: datetime | None = None,
) -> Found:
    """Services for the words, best first. `within`: for each of NARROWS that is named, any of its values will do.

    `near` gives distances and may narrow to a radius or put the nearest first; `open_at` keeps what is open then.
    """
    filters = {name: list(values) for name, values in (within or {}).items()} | ({"line": [line]} if line else {})
    if filters.get("municipality"):
        filters["municipality"].append(EVERYWHERE)
    result = index().search(query, language, limit, filters, near=near, open_at=open_at)
    hits = tuple(FoundService(int(hit.id), hit.score, hit.distance_km, hit, language) for hit in result.hits)
    return Found(hits, result.did_you_mean, result.language, result.instead)


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
