"""Which official terms do people mean by their everyday words ("en saa unta" → unettomuus)?

The lexicon is content: experts edit the YAML, and its version goes into the index's fingerprint. It only adds
terms to a search; it never decides what anyone needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ovi.engines.search.analysers import Analyser, Keys, Word, all_words, telling
from ovi.foundation.definitions import content_hash, read_yaml
from ovi.foundation.refusals import Fault, Refused


class Side(BaseModel):
    """One language's half of an entry: what people say, and the terms that it means."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    said: tuple[str, ...] = Field(min_length=1)
    means: tuple[str, ...] = Field(min_length=1)


class Entry(BaseModel):
    """One everyday matter in up to three languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    id: str = Field(pattern=r"^[a-z0-9-]+$")
    fi: Side | None = None
    sv: Side | None = None
    en: Side | None = None

    def side(self, language: str) -> Side | None:
        """The entry in one language."""
        found: Side | None = getattr(self, language, None)
        return found


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All entries of one version."""

    version: str = ""
    entries: tuple[Entry, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Lexicon:
        """From a YAML file with `entries`; refused whole with every fault (Refused "lexicon.broken")."""
        content = read_yaml(path)
        rows = content.get("entries") if isinstance(content, dict) else None
        if not isinstance(rows, list):
            raise Refused(f"{path} has no list of entries.", code="lexicon.broken")
        entries, faults = [], []
        for number, row in enumerate(rows, start=1):
            try:
                entries.append(Entry.model_validate(row))
            except ValidationError as error:
                faults += [
                    Fault(f"{path.name}: entry {number}, {'.'.join(map(str, e['loc']))}", e["msg"])
                    for e in error.errors()
                ]
        seen: set[str] = set()
        for entry in entries:
            if entry.id in seen:
                faults.append(Fault(f"{path.name}: {entry.id}", "the id is used twice"))
            seen.add(entry.id)
        if faults:
            raise Refused(f"{path.name} has {len(faults)} faults.", code="lexicon.broken", faults=faults)
        return cls(content_hash(path), tuple(entries))


@dataclass(frozen=True, slots=True)
class Added:
    """Terms that the lexicon adds to a search, and the words that called for them."""

    entry_id: str
    said: str
    terms: tuple[tuple[Word, ...], ...]  # each term is one or more words that belong together


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
        for entry in lexicon.entries:
            if not (side := entry.side(language)):
                continue
            self._means[entry.id] = tuple(tuple(telling(all_words(term, analyser), language)) for term in side.means)
            # The first term names the matter, so it calls for the others as well: masennus → mielenterveys.
            for said in (*side.said, side.means[0]):
                keys = tuple(_base(word.keys) for word in _needed(all_words(said, analyser), language))
                for key in keys[0] if keys else ():
                    self._phrases.setdefault(key, []).append(_Phrase(said, keys, entry.id))

    def added(self, words: Sequence[Word]) -> tuple[Added, ...]:
        """Entries of which one phrase has all its words among these, in any order and inflection.

        Give all words of the query, small ones too.
        """
        found: dict[str, Added] = {}
        for phrase in self._called(words):
            found.setdefault(phrase.entry_id, Added(phrase.entry_id, phrase.said, self._means[phrase.entry_id]))
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
