"""How is what a person asked put to the index: which words in which fields, how much of it must be met?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import tantivy

from ovi.engines.search.analysers import Word, fold
from ovi.engines.search.language import LanguageIndex
from ovi.engines.search.model import CLASS_FACET, FIELD_WEIGHTS
from ovi.engines.search.reasons import Slot

_ALL_PARTS = 0.8  # "lasten neuvola" answers "lastenneuvola" nearly as well as the word itself
_PART = 0.3  # one part of a compound tells far less than the whole word
_CLASS = 12.0  # a service class that the lexicon names tells about as much as a word in the summary
_REST = 0.2  # what a match adds beside a better one

Filters = Mapping[str, Collection[str]]


def schema(languages: Sequence[str]) -> tantivy.Schema:
    """The fields of an index: the document's number, its facets, and each weighted field in each language."""
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("number", fast=True)
    builder.add_text_field("facet", tokenizer_name="raw", index_option="basic")
    for language in languages:
        for name in FIELD_WEIGHTS:
            builder.add_text_field(f"{name}_{language}", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class Asking:
    """Makes queries for one schema."""

    def __init__(self, fields: tantivy.Schema) -> None:
        self._schema = fields
        self._added: dict[tuple[str, str], tantivy.Query] = {}

    def query(self, asked: Sequence[Slot], part: LanguageIndex, filters: Filters) -> tantivy.Query:
        """Enough of the things asked, within the filters; a filter narrows and changes no score."""
        clauses = [(tantivy.Occur.Should, self._slot(slot, part)) for slot in asked]
        words = tantivy.Query.boolean_query(clauses, minimum_number_should_match=_least(len(asked)))
        return _all([words, *self._within(filters)])

    def everything(self, filters: Filters) -> tantivy.Query:
        """All within the filters, whatever is written in it."""
        return _all(self._within(filters) or [tantivy.Query.all_query()])

    def _within(self, filters: Filters) -> list[tantivy.Query]:
        return [self._facet(name, values) for name, values in filters.items()]

    def _facet(self, name: str, values: Collection[str]) -> tantivy.Query:
        terms = [
            tantivy.Query.term_query(self._schema, "facet", f"{name}={value}", index_option="basic") for value in values
        ]
        any_of = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return tantivy.Query.const_score_query(any_of if terms else tantivy.Query.empty_query(), 0.0)

    def _slot(self, slot: Slot, part: LanguageIndex) -> tantivy.Query:
        """What the lexicon adds is the same whoever asks, so it is made once."""
        if slot.added_by is None:
            return self._made(slot, part)
        held = self._added.get((part.language, slot.added_by))
        return held or self._added.setdefault((part.language, slot.added_by), self._made(slot, part))

    def _made(self, slot: Slot, part: LanguageIndex) -> tantivy.Query:
        """Any term in any field; the best field counts, the others add a little."""
        terms = [term for term in slot.terms if all(self._written(word, part) for word in term)]
        fields = [
            tantivy.Query.boost_query(
                _best([self._term(term, f"{name}_{part.language}", slot.loose, part) for term in terms]),
                weight * slot.weight,
            )
            for name, weight in FIELD_WEIGHTS.items()
            if terms
        ]
        return _best([*fields, *(self._class(code, slot.weight) for code in slot.classes)])

    def _written(self, word: Word, part: LanguageIndex) -> bool:
        """Whether any key of the word stands in the texts; asking for others costs time and finds nothing."""
        base, parts = part.keys_of(fold(word.surface))
        return not (part.known_keys.isdisjoint(base) and part.known_keys.isdisjoint(parts))

    def _class(self, code: str, weight: float) -> tantivy.Query:
        """The lexicon may name a service class: then its services answer even where none of the words is met."""
        return tantivy.Query.const_score_query(self._facet(CLASS_FACET, [code]), _CLASS * weight)

    def _term(self, term: Sequence[Word], field: str, loose: bool, part: LanguageIndex) -> tantivy.Query:
        return _all([self._word(word, field, loose, part) for word in term])

    def _word(self, word: Word, field: str, loose: bool, part: LanguageIndex) -> tantivy.Query:
        """The word whole; or all parts of a compound, wherever they stand; or, loosely, one part."""
        base, parts = part.keys_of(fold(word.surface))
        ways = [self._key(field, key) for key in base if key in part.known_keys]
        if len(parts) > 1 and part.known_keys.issuperset(parts):
            ways.append(tantivy.Query.boost_query(_all([self._key(field, key) for key in parts]), _ALL_PARTS))
        if loose:
            ways += [tantivy.Query.boost_query(self._key(field, key), _PART) for key in parts if key in part.known_keys]
        return _best(ways)

    def _key(self, field: str, key: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, key, index_option="freq")


def _best(queries: list[tantivy.Query]) -> tantivy.Query:
    if not queries:
        return tantivy.Query.empty_query()
    return queries[0] if len(queries) == 1 else tantivy.Query.disjunction_max_query(queries, _REST)


def _all(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query) for query in queries])


def _least(asked: int) -> int:
    """How many of the things asked must be met: one in a short question, a quarter of them in a long one."""
    return max(1, asked // 4)
