"""Which services answer a person's words? One index a process, made anew when the catalogue has changed."""

from __future__ import annotations

import threading
from dataclasses import asdict, dataclass
from typing import Any

from ovi.directory.classifications import class_name, service_class_codes
from ovi.directory.models import Service
from ovi.directory.queries import catalogue_fingerprint, trilingual
from ovi.directory.service_lines import line_name
from ovi.directory.states import ServiceSource, ServiceState
from ovi.engines.search import CLASS_FACET, Document, Lexicon, Match, SearchIndex
from ovi.foundation.definitions import definitions_root
from ovi.foundation.text import LANGUAGES

_MOST = 100  # nobody pages further; they ask otherwise or ask a human


@dataclass(frozen=True, slots=True)
class FoundService:
    """One found service, and the words that it was found by."""

    id: int
    score: float
    why: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """The services, best first; `language` is the one whose texts answered; a question back if a word is unknown."""

    services: tuple[FoundService, ...]
    did_you_mean: str | None
    language: str


def find(query: str, *, language: str, limit: int = _MOST, line: str = "") -> Found:
    """Services for the words, best first, optionally of one service line. One query, more when the index is old."""
    filters = {"line": [line]} if line else None
    result = index().search(query, language, limit, filters)
    hits = tuple(FoundService(int(hit.id), hit.score, hit.why) for hit in result.hits)
    return Found(hits, result.did_you_mean, result.language)


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


_lock = threading.Lock()
_made: tuple[str, SearchIndex] | None = None


def index() -> SearchIndex:
    """The index of the catalogue as it is now."""
    global _made
    version = catalogue_fingerprint()
    made = _made
    if made is not None and made[0] == version:
        return made[1]
    with _lock:  # one thread makes it, the others wait for it rather than make it too
        if _made is None or _made[0] != version:
            rows = Service.objects.filter(state=ServiceState.ACTIVE).defer("raw").order_by("pk")
            _made = version, SearchIndex.build([_document(row) for row in rows], LANGUAGES, lexicon=_lexicon())
        return _made[1]


def _lexicon() -> Lexicon:
    return Lexicon.load(definitions_root() / "lexicon", service_class_codes())


def _document(row: Service) -> Document:
    texts = {language: _texts(row, language) for language in LANGUAGES}
    # The national catalogue has several descriptions of one name; a reader cannot tell them apart in a list.
    group = f"{row.source} {(row.name_fi or row.name_sv).casefold()}" if row.source == ServiceSource.PTV else ""
    facets = {CLASS_FACET: list(row.service_classes), "line": [row.service_line] if row.service_line else []}
    return Document(str(row.pk), texts, facets, group)


def _texts(row: Service, language: str) -> dict[str, str]:
    classes = [getattr(class_name(code), language) for code in row.service_classes]
    line = [getattr(line_name(row.service_line), language)] if row.service_line else []
    return {
        "name": getattr(trilingual(row, "name"), language),
        "terms": ". ".join([*getattr(row, f"keywords_{language}"), *line, *filter(None, classes)]),
        "summary": getattr(trilingual(row, "summary"), language),
        "body": f"{getattr(row, f'description_{language}')}\n{getattr(row, f'how_{language}')}",
    }
