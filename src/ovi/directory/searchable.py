"""What of a service is searched? Rows of the directory, with what they may be narrowed by, as search documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from ovi.directory.classifications import class_name
from ovi.directory.models import Service
from ovi.directory.narrowing import facets
from ovi.directory.openings import CatalogueChannel, Keeps, periods
from ovi.directory.queries import ConceptView, concepts, trilingual
from ovi.directory.queries.offers import Offer, Picture
from ovi.directory.service_lines import line_name
from ovi.directory.states import ServiceState
from ovi.engines.search import Document
from ovi.foundation.text import LANGUAGES

HORIZON_DAYS = 7  # so many days of hours an index knows; it is made anew every day
_Span = tuple[int, int]


def documents(now_is: Picture, today: date) -> Iterator[Document]:
    """Every active service of the picture, with its hours of the coming days. Two queries."""
    spans, other_words = Spans(today), concepts()
    for row in Service.objects.filter(state=ServiceState.ACTIVE).defer("raw", "details").order_by("pk").iterator():
        if offer := now_is.offers.get(row.pk):  # else it came after the picture, and the next look sees it
            yield _document(row, offer, spans, [other_words[uri] for uri in row.ontology_terms if uri in other_words])


def _document(row: Service, offer: Offer, spans: Spans, words: Sequence[ConceptView]) -> Document:
    open_in: dict[str, set[_Span]] = {}
    for one in offer.hours:
        open_in.setdefault(one.municipality, set()).update(spans.of(one.hours))
    return Document(
        id=str(row.pk),
        texts={language: texts(row, language, words) for language in LANGUAGES},
        facets=facets(offer),
        # The national catalogue has several descriptions of one name; a reader cannot tell them apart in a list.
        group=f"{row.source} {(row.name_fi or row.name_sv).casefold()}" if offer.national and not offer.ways else "",
        points=tuple((spot.latitude, spot.longitude) for spot in offer.spots),
        open=sorted(open_in.pop("", ())),
        open_in={town: sorted(kept) for town, kept in open_in.items()},
    )


def texts(row: Service, language: str, words: Sequence[ConceptView] = ()) -> dict[str, str]:
    """The texts of a service in one language by weighted field; `words`: what people call its ontology terms."""
    classes = [getattr(class_name(code), language) for code in row.service_classes]
    line = [getattr(line_name(row.service_line), language)] if row.service_line else []
    called = [alternative for word in words for alternative in word.alternatives.get(language, ())]
    return {
        "name": getattr(trilingual(row, "name"), language),
        "terms": ". ".join([*getattr(row, f"keywords_{language}"), *line, *filter(None, classes), *called]),
        "summary": getattr(trilingual(row, "summary"), language),
        "body": f"{getattr(row, f'description_{language}')}\n{getattr(row, f'how_{language}')}",
    }


class Spans:
    """The open spans of the coming days in minutes since 1970 UTC. Places share hours: each is reckoned once."""

    def __init__(self, today: date) -> None:
        self._today = today
        self._known: dict[object, list[_Span]] = {}

    def of(self, hours: Keeps) -> list[_Span]:
        """When the hours are surely open. A unit's cannot be hashed; the picture holds them, so their id stands."""
        key = hours if isinstance(hours, CatalogueChannel) else id(hours)
        if key not in self._known:
            found = periods(hours, self._today, HORIZON_DAYS)
            self._known[key] = [(_minute(start), _minute(end)) for start, end in found]
        return self._known[key]


def _minute(instant: datetime) -> int:
    return int(instant.timestamp() // 60)
