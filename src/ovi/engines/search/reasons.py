"""What was asked, thing by thing, and which word of a found text answers each?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from ovi.engines.search.analysers import Word, all_words, fold, telling, tokens
from ovi.engines.search.language import LanguageIndex
from ovi.engines.search.model import CLASS_FACET, FIELD_WEIGHTS, Match

ADDED_WEIGHT = 0.7  # a term that the lexicon added tells less than the person's own word
_Written = tuple[str, str, tuple[str, ...], tuple[str, ...]]  # field, word as written, its base keys, its part keys
_MOST_WORDS = 48  # enough for several sentences; a pasted letter is searched by its beginning


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing asked for: any of its terms will do, with all words of that term, or any of its service classes."""

    terms: tuple[tuple[Word, ...], ...]
    weight: float
    asked: str
    added_by: str | None = None
    classes: tuple[str, ...] = ()

    @property
    def loose(self) -> bool:
        """A person's own word may be answered by a part of it; what the lexicon adds must be met whole."""
        return self.added_by is None


def slots(query: str, part: LanguageIndex) -> list[Slot]:
    """The person's own telling words, then what the lexicon adds to them."""
    words = all_words(query, part.analyser)[:_MOST_WORDS]
    own = [Slot(((word,),), 1.0, word.surface) for word in telling(words, part.language)]
    return own + [Slot(a.terms, ADDED_WEIGHT, a.said, a.entry_id, a.classes) for a in part.lexicon.added(words)]


def reasons(
    texts: Mapping[str, str], asked: Sequence[Slot], part: LanguageIndex, classes: Collection[str] = ()
) -> tuple[Match, ...]:
    """For each thing asked, the best word that answers it: a whole word before a part, name before body.

    Where no word answers, a service class of the document that the lexicon names: its code, field "class".
    """
    written = [(name, token, *part.read[token]) for name in FIELD_WEIGHTS for token in tokens(texts.get(name, ""))]
    found = (_reason(slot, written, part) or _by_class(slot, classes) for slot in asked)
    return tuple(match for match in found if match)


def _reason(slot: Slot, written: Sequence[_Written], part: LanguageIndex) -> Match | None:
    keys = [part.keys_of(fold(word.surface)) for term in slot.terms for word in term]
    whole = frozenset(chain.from_iterable(base for base, _ in keys))
    any_key = whole.union(chain.from_iterable(parts for _, parts in keys))
    for name, token, base, _ in written:
        if not whole.isdisjoint(base):
            return Match(slot.asked, token, name, slot.added_by)
    for name, token, base, parts in written:
        if not (any_key.isdisjoint(base) and any_key.isdisjoint(parts)):
            return Match(slot.asked, token, name, slot.added_by)
    return None


def _by_class(slot: Slot, classes: Collection[str]) -> Match | None:
    code = next((code for code in slot.classes if code in classes), None)
    return Match(slot.asked, code, CLASS_FACET, slot.added_by) if code else None
