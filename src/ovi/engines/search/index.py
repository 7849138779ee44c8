"""Which services answer a person's words, best first, and why?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import tantivy

from ovi.engines.search.analysers import Analyser, Word, all_words, analyser_for, fold, telling
from ovi.engines.search.language import LanguageIndex
from ovi.engines.search.lexicon import Lexicon
from ovi.engines.search.model import CLASS_FACET, FIELD_WEIGHTS, Document, Hit, Match, SearchResult, fingerprint
from ovi.engines.search.reasons import Slot, reasons, slots
from ovi.engines.search.suggest import did_you_mean
from ovi.foundation.text import LANGUAGES

_ALL_PARTS = 0.8  # "lasten neuvola" answers "lastenneuvola" nearly as well as the word itself
_PART = 0.3  # one part of a compound tells far less than the whole word
_CLASS = 12.0  # a service class that the lexicon names tells about as much as a word in the summary
_REST = 0.2  # what a match adds beside a better one
_SPARE = 5  # hits fetched for each one shown, so that groups can be folded
_MOST_CHARACTERS = 4_000  # a pasted letter is searched by its beginning


class SearchIndex:
    """An index in memory over a few hundred to some ten thousand services; safe to share between threads."""

    def __init__(
        self,
        documents: Sequence[Document],
        languages: Sequence[str],
        lexicon: Lexicon,
        analysers: Mapping[str, Analyser],
    ) -> None:
        self.fingerprint = fingerprint(documents, lexicon.version)
        self._documents = {document.id: document for document in documents}
        if len(self._documents) < len(documents):
            raise ValueError("two documents have the same id")
        self._languages = {
            lang: LanguageIndex(lang, analysers.get(lang) or analyser_for(lang), documents, lexicon)
            for lang in languages
        }
        self._schema = self._make_schema()
        self._index = tantivy.Index(self._schema)
        self._fill(documents)

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

    def _make_schema(self) -> tantivy.Schema:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("facet", tokenizer_name="raw", index_option="basic")
        for lang in self._languages:
            for name in FIELD_WEIGHTS:
                builder.add_text_field(f"{name}_{lang}", tokenizer_name="whitespace", index_option="freq")
        return builder.build()

    def _fill(self, documents: Sequence[Document]) -> None:
        writer = self._index.writer(num_threads=1)  # one thread: the same order and scores every time
        for document in documents:
            row = tantivy.Document()
            row.add_text("id", document.id)
            for name, values in document.facets.items():
                for value in values:
                    row.add_text("facet", f"{name}={value}")
            for lang, part in self._languages.items():
                texts = document.texts.get(lang, {})
                if unknown := set(texts) - set(FIELD_WEIGHTS):
                    raise ValueError(f"document {document.id}: unknown field {', '.join(sorted(unknown))}")
                for name, text in texts.items():
                    row.add_text(f"{name}_{lang}", part.stream(text))
            writer.add_document(row)
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def search(
        self, query: str, language: str, limit: int = 10, filters: Mapping[str, Collection[str]] | None = None
    ) -> SearchResult:
        """Documents that answer the query, best first.

        `filters` narrows by facet: every named facet must have one of its values. When nothing is found in
        `language`, the others are tried, and the result says in which language it was found. Raises
        ValueError only for a language that the index does not have.
        """
        if language not in self._languages:
            raise ValueError(f"the index has no language {language!r}")
        asked = query[:_MOST_CHARACTERS]
        order = [language, *(lang for lang in self._languages if lang != language)]
        for lang in order:
            if hits := self._hits(asked, self._languages[lang], limit, filters or {}):
                return SearchResult(hits, self._question(asked, lang), self._name(lang), lang)
        questions = (self._question(asked, lang) for lang in order)
        question = next((found for found in questions if found), None)
        return SearchResult((), question, self._name(language), language)

    def _name(self, language: str) -> str:
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

    def _hits(
        self, query: str, part: LanguageIndex, limit: int, filters: Mapping[str, Collection[str]]
    ) -> tuple[Hit, ...]:
        asked = slots(query, part)
        if not asked or limit < 1:
            return ()
        searcher = self._index.searcher()
        wanted = self._filtered(self._query(asked, part), filters)
        found = searcher.search(wanted, limit * _SPARE).hits
        scored = ((str(searcher.doc(address)["id"][0]), float(score)) for score, address in found)
        ids = self._one_per_group(scored)[:limit]
        return tuple(Hit(id_, round(score, 4), self._reasons(id_, asked, part)) for id_, score in ids)

    def _reasons(self, id_: str, asked: Sequence[Slot], part: LanguageIndex) -> tuple[Match, ...]:
        return reasons(self._texts(id_, part), asked, part, self._documents[id_].facets.get(CLASS_FACET, ()))

    def _one_per_group(self, scored: Iterable[tuple[str, float]]) -> list[tuple[str, float]]:
        """Best first, a group only once: five copies of one service are one answer."""
        best: dict[str, tuple[str, float]] = {}
        for id_, score in scored:
            best.setdefault(self._documents[id_].group or f"id {id_}", (id_, score))
        return list(best.values())

    def _texts(self, id_: str, part: LanguageIndex) -> Mapping[str, str]:
        return self._documents[id_].texts.get(part.language, {})

    def _query(self, asked: Sequence[Slot], part: LanguageIndex) -> tantivy.Query:
        clauses = [(tantivy.Occur.Should, self._slot_query(slot, part)) for slot in asked]
        return tantivy.Query.boolean_query(clauses, minimum_number_should_match=_least(len(asked)))

    def _slot_query(self, slot: Slot, part: LanguageIndex) -> tantivy.Query:
        """Any term in any field; the best field counts, the others add a little."""
        fields = [
            tantivy.Query.boost_query(
                _best([self._term_query(term, f"{name}_{part.language}", slot.loose, part) for term in slot.terms]),
                weight * slot.weight,
            )
            for name, weight in FIELD_WEIGHTS.items()
        ]
        return _best([*fields, *(self._class_query(code, slot.weight) for code in slot.classes)])

    def _class_query(self, code: str, weight: float) -> tantivy.Query:
        """The lexicon may name a service class: then its services answer even where none of the words is met."""
        held = tantivy.Query.term_query(self._schema, "facet", f"{CLASS_FACET}={code}", index_option="basic")
        return tantivy.Query.const_score_query(held, _CLASS * weight)

    def _term_query(self, term: Sequence[Word], field: str, loose: bool, part: LanguageIndex) -> tantivy.Query:
        return _all([self._word_query(word, field, loose, part) for word in term])

    def _word_query(self, word: Word, field: str, loose: bool, part: LanguageIndex) -> tantivy.Query:
        """The word whole; or all parts of a compound, wherever they stand; or, loosely, one part."""
        base, parts = part.keys_of(fold(word.surface))
        ways = [self._key(field, key) for key in base]
        if len(parts) > 1:
            ways.append(tantivy.Query.boost_query(_all([self._key(field, key) for key in parts]), _ALL_PARTS))
        if loose:
            ways += [tantivy.Query.boost_query(self._key(field, key), _PART) for key in parts]
        return _best(ways)

    def _key(self, field: str, key: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, key, index_option="freq")

    def _filtered(self, query: tantivy.Query, filters: Mapping[str, Collection[str]]) -> tantivy.Query:
        clauses = [(tantivy.Occur.Must, query)]
        for name, values in filters.items():
            any_of = [
                (
                    tantivy.Occur.Should,
                    tantivy.Query.term_query(self._schema, "facet", f"{name}={value}", index_option="basic"),
                )
                for value in values
            ]
            within = tantivy.Query.boolean_query(any_of) if any_of else tantivy.Query.empty_query()
            clauses.append((tantivy.Occur.Must, tantivy.Query.const_score_query(within, 0.0)))
        return tantivy.Query.boolean_query(clauses)


def _best(queries: list[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries, _REST)


def _all(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _least(asked: int) -> int:
    """How many of the things asked must be met: one in a short question, a quarter of them in a long one."""
    return max(1, asked // 4)
