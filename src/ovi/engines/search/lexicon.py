"""Which official terms do people mean by their everyday words ("en saa unta" → unettomuus)?

The lexicon is content: experts edit the YAML, and a changed file makes the index anew. It only adds
terms to a search; it never decides what anyone needs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ovi.engines.search.analysers import Analyser, Keys, Word, all_words, telling
from ovi.engines.search.lexicon_files import Entry, read_lexicon


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of one version."""

    version: str = ""
    entries: tuple[Entry, ...] = ()

    @classmethod
    def load(cls, path: Path, classes: Collection[str] = ()) -> Lexicon:
        """From a folder of YAML files (or one file); refused whole with every fault (Refused "lexicon.broken").

        `classes` are the service classes that exist; without them the codes are not checked.
        """
        return cls(*read_lexicon(path, classes))


@dataclass(frozen=True, slots=True)
class Added:
    """What the lexicon adds to a search, and the words that called for it."""

    entry_id: str
    said: str
    terms: tuple[tuple[Word, ...], ...]  # each term is one or more words that belong together
    classes: tuple[str, ...] = ()  # service classes; a service of one of them answers too, if less than by its words


@dataclass(frozen=True, slots=True)
class _Phrase:
    said: str
    keys: tuple[frozenset[str], ...]
    entry_id: str


class LexiconMatcher:
    """A lexicon made ready for one language: finds the entries that a query calls for."""

    def __init__(self, lexicon: Lexicon, language: str, analyser: Analyser) -> None:
        self._phrases: dict[str, list[_Phrase]] = {}
        self._means: dict[str, tuple[tuple[Word, ...], ...]] = {}
        self._classes = {entry.id: entry.classes for entry in lexicon.entries}
        for entry in lexicon.entries:
            if not (side := entry.side(language)):
                continue
            self._means[entry.id] = tuple(tuple(telling(all_words(term, analyser), language)) for term in side.means)
            for said in side.said:
                keys = tuple(_base(word.keys) for word in _needed(all_words(said, analyser), language))
                for key in keys[0] if keys else ():
                    self._phrases.setdefault(key, []).append(_Phrase(said, keys, entry.id))

    def added(self, words: Sequence[Word]) -> tuple[Added, ...]:
        """Entries of which one phrase has all its words among these, in any order and inflection.

        Give all words of the query, small ones too.
        """
        found: dict[str, Added] = {}
        for phrase in self._called(words):
            id_ = phrase.entry_id
            found.setdefault(id_, Added(id_, phrase.said, self._means[id_], self._classes[id_]))
        return tuple(found.values())

    def understood(self, words: Sequence[Word]) -> frozenset[str]:
        """Keys of the words that an entry was called by: "hurts" in "my back hurts" is no slip of the pen."""
        return frozenset(key for phrase in self._called(words) for keys in phrase.keys for key in keys)

    def _called(self, words: Sequence[Word]) -> Iterator[_Phrase]:
        present = frozenset(key for word in words for key in _base(word.keys))
        for key in sorted(present):
            yield from (one for one in self._phrases.get(key, ()) if all(keys & present for keys in one.keys))


def _needed(words: list[Word], language: str) -> list[Word]:
    """Small words are left out only while two others remain ("kenelle lapset" is more than "lapset")."""
    core = telling(words, language)
    return core if len(core) > 1 else words


def _base(keys: Keys) -> frozenset[str]:
    # Base forms only: parts would let "kotihoito" call for what is said of "koti".
    return frozenset(keys.base)
