"""Which services answer a person's words, best first, and why?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

import numpy as np
import tantivy
from numpy.typing import NDArray

from ovi.engines.search.analysers import Analyser, all_words, analyser_for, telling
from ovi.engines.search.asking import Asking, Filters, schema
from ovi.engines.search.language import LanguageIndex
from ovi.engines.search.lexicon import Lexicon
from ovi.engines.search.model import CELL_FACET, CLASS_FACET, FIELD_WEIGHTS, Document, Hit, Match, SearchResult
from ovi.engines.search.places import Near, OpenTimes, Places, cell, cells_within
from ovi.engines.search.reasons import Slot, reasons, slots
from ovi.engines.search.suggest import did_you_mean
from ovi.foundation.text import LANGUAGES

_SPARE = 5  # hits fetched for each one shown, so that groups can be folded
_DEEPER = 30  # times deeper a second look goes, where place or hours left too few; the third takes every match
_WORTH = 0.5  # "nearest first" puts those first that answer at least half as well as the best one
_MOST_CHARACTERS = 4_000  # a pasted letter is searched by its beginning
_WRITER_BYTES = 256_000_000


@dataclass(frozen=True, slots=True)
class _Narrowed:
    """What else was asked beside the words: facets, which documents may be shown at all, how far each is."""

    filters: Filters = field(default_factory=dict)
    mask: NDArray[np.bool_] | None = None
    distances: NDArray[np.float64] | None = None
    nearest_first: bool = False


class SearchIndex:
    """An index in memory over some hundred to some ten thousand services; safe to share between threads."""

    def __init__(
        self,
        documents: Sequence[Document],
        languages: Sequence[str],
        lexicon: Lexicon,
        analysers: Mapping[str, Analyser],
    ) -> None:
        self._documents = documents
        if len({document.id for document in documents}) < len(documents):
            raise ValueError("two documents have the same id")
        self._languages = {
            lang: LanguageIndex(lang, analysers.get(lang) or analyser_for(lang), documents, lexicon)
            for lang in languages
        }
        self._places, self._times = Places(documents), OpenTimes(documents)
        fields = schema(languages)
        self._asking = Asking(fields)
        self._index = tantivy.Index(fields)
        self._fill()

    @classmethod
    def build(
        cls,
        documents: Iterable[Document],
        languages: Sequence[str] = LANGUAGES,
        *,
        lexicon: Lexicon | None = None,
        analysers: Mapping[str, Analyser] | None = None,
    ) -> SearchIndex:
        """An index of the documents; ValueError on a repeated id, an unknown field or language."""
        return cls(list(documents), languages, lexicon or Lexicon(), analysers or {})

    def _fill(self) -> None:
        # One thread: the same order and scores every time.
        writer = self._index.writer(heap_size=_WRITER_BYTES, num_threads=1)
        for number, document in enumerate(self._documents):
            writer.add_document(self._row(number, document))
        writer.commit()
        for part in self._languages.values():
            part.stream.cache_clear()
        writer.wait_merging_threads()
        self._index.reload()

    def _row(self, number: int, document: Document) -> tantivy.Document:
        row = tantivy.Document()
        row.add_unsigned("number", number)
        for name, values in document.facets.items():
            for value in values:
                row.add_text("facet", f"{name}={value}")
        for square in {cell(*point) for point in document.points}:
            row.add_text("facet", f"{CELL_FACET}={square}")
        for lang, part in self._languages.items():
            texts = document.texts.get(lang, {})
            if unknown := set(texts) - set(FIELD_WEIGHTS):
                raise ValueError(f"document {document.id}: unknown field {', '.join(sorted(unknown))}")
            for name, text in texts.items():
                row.add_text(f"{name}_{lang}", part.stream(text))
        return row

    def search(
        self,
        query: str,
        language: str,
        limit: int = 10,
        filters: Filters | None = None,
        *,
        near: Near | None = None,
        open_at: datetime | None = None,
        open_in: str = "",
    ) -> SearchResult:
        """Documents that answer the query, best first (of equals the nearest), or the good ones by nearness first.

        `filters` narrows by facet: every named facet must have one of its values. `near` gives distances and narrows
        to a radius; `open_at` keeps what is open then, in the town `open_in` if there is one. When nothing is found in
        `language`, the others are tried, then a likelier spelling, and the result says so. Raises ValueError only for
        a language that the index does not have and for a naive instant.
        """
        if language not in self._languages:
            raise ValueError(f"the index has no language {language!r}")
        asked, narrowed = query[:_MOST_CHARACTERS], self._narrowed(filters or {}, near, open_at, open_in)
        order = [language, *(lang for lang in self._languages if lang != language)]
        for lang in order:
            if hits := self._hits(asked, self._languages[lang], limit, narrowed):
                return SearchResult(hits, self._question(asked, lang), self.analyser_name(lang), lang)
        for lang in order:
            if spelt := self._question(asked, lang):
                hits = self._hits(spelt, self._languages[lang], limit, narrowed)
                return SearchResult(hits, spelt, self.analyser_name(lang), lang, instead=bool(hits))
        return SearchResult((), None, self.analyser_name(language), language)

    def everything(
        self,
        filters: Filters | None = None,
        *,
        near: Near | None = None,
        open_at: datetime | None = None,
        open_in: str = "",
    ) -> tuple[str, ...]:
        """The ids of all documents within the narrowing of `search`, in their order or the nearest first."""
        narrowed = self._narrowed(filters or {}, near, open_at, open_in)
        searcher, most = self._index.searcher(), max(1, len(self._documents))
        hits = searcher.search(self._asking.everything(narrowed.filters), most, count=False).hits
        numbers = np.sort(np.array(searcher.fast_field_values("number", [at for _, at in hits]), dtype=np.int64))
        if not narrowed.nearest_first:
            narrowed = replace(narrowed, distances=None)
        ordered = _ordered(numbers, np.zeros(len(numbers)), narrowed)
        return tuple(self._documents[number].id for number, _, _ in self._first_of_groups(ordered, most))

    def analyser_name(self, language: str) -> str:
        """Which analyser reads a language here; shown to people and stored with measurements."""
        return self._languages[language].analyser.name

    def _question(self, query: str, language: str) -> str | None:
        part = self._languages[language]
        words = all_words(query, part.analyser)
        understood = part.lexicon.understood(words)
        return did_you_mean(
            query,
            [word for word in telling(words, language) if understood.isdisjoint(word.keys.base)],
            analyser=part.analyser,
            vocabulary=part.vocabulary,
            findable=part.findable,
        )

    def _narrowed(self, filters: Filters, near: Near | None, open_at: datetime | None, open_in: str) -> _Narrowed:
        mask = self._times.open_at(open_at, open_in) if open_at else None
        if near is None:
            return _Narrowed(filters, mask)
        distances = self._places.distances_km(near.latitude, near.longitude)
        if squares := cells_within(near):  # the index leaves out what lies far off, before distances are looked at
            filters = {**filters, CELL_FACET: squares}
        if near.within_km is not None:
            close = distances <= near.within_km
            mask = close if mask is None else mask & close
        return _Narrowed(filters, mask, distances, near.nearest_first)

    def _hits(self, query: str, part: LanguageIndex, limit: int, narrowed: _Narrowed) -> tuple[Hit, ...]:
        asked = slots(query, part)
        if not asked or limit < 1 or (narrowed.mask is not None and not narrowed.mask.any()):
            return ()
        wanted = self._asking.query(asked, part, narrowed.filters)
        return tuple(
            Hit(self._documents[number].id, round(score, 4), km, partial(self._why, number, asked, part))
            for number, score, km in self._best(wanted, limit, narrowed)
        )

    def _why(self, number: int, asked: Sequence[Slot], part: LanguageIndex) -> tuple[Match, ...]:
        document = self._documents[number]
        return reasons(document.texts.get(part.language, {}), asked, part, document.facets.get(CLASS_FACET, ()))

    def _best(self, wanted: tantivy.Query, limit: int, narrowed: _Narrowed) -> list[tuple[int, float, float | None]]:
        """(document, score, distance), as many as asked: looks deeper while place, hours or groups leave too few."""
        searcher = self._index.searcher()
        everything = max(1, len(self._documents))
        found: list[tuple[int, float, float | None]] = []
        for depth in (limit * _SPARE, limit * _SPARE * _DEEPER, everything):
            hits = searcher.search(wanted, min(depth, everything), count=False).hits
            numbers = np.array(searcher.fast_field_values("number", [at for _, at in hits]), dtype=np.int64)
            scores = np.array([score for score, _ in hits], dtype=np.float64)
            found = self._first_of_groups(_ordered(numbers, scores, narrowed), limit)
            # Nearest first: all that answer well must have been seen before the nearest of them is known.
            enough = not narrowed.nearest_first or (len(hits) > 0 and scores[-1] < _WORTH * scores[0])
            if len(hits) < depth or (len(found) >= limit and enough):
                break
        return found

    def _first_of_groups(
        self, ordered: Iterator[tuple[int, float, float | None]], limit: int
    ) -> list[tuple[int, float, float | None]]:
        """A group only once: five copies of one service are one answer."""
        first: dict[str, tuple[int, float, float | None]] = {}
        for one in ordered:
            first.setdefault(self._documents[one[0]].group or f"number {one[0]}", one)
            if len(first) == limit:
                break
        return list(first.values())


def _ordered(
    numbers: NDArray[np.int64], scores: NDArray[np.float64], narrowed: _Narrowed
) -> Iterator[tuple[int, float, float | None]]:
    """The hits that may be shown in the order asked for; equal ones in the order of the documents."""
    good = scores >= _WORTH * scores[:1]
    if narrowed.mask is not None:
        shown = narrowed.mask[numbers]
        numbers, scores, good = numbers[shown], scores[shown], good[shown]
    if narrowed.distances is None:
        yield from ((int(number), float(score), None) for number, score in zip(numbers, scores, strict=True))
        return
    km = narrowed.distances[numbers]
    order = np.lexsort((-scores, km, ~good) if narrowed.nearest_first else (km, -scores))
    for number, score, distance in zip(numbers[order], scores[order], km[order], strict=True):
        yield int(number), float(score), float(distance) if np.isfinite(distance) else None
