"""What is a word to a search: as it was written, and the keys by which its inflected and compound forms meet?"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from ovi.engines.search.stopwords import STOPWORDS

MAX_WORD = 60  # longer "words" are links or noise; cut, so that no input can grow the index without bound
CACHED_WORDS = 65_536
_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one word: base forms, parts of a compound, and whether the analyser knows the word."""

    base: tuple[str, ...]
    parts: tuple[str, ...] = ()
    known: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it was written, with its keys."""

    surface: str
    keys: Keys


class Analyser(Protocol):
    """What every analyser offers; `name` is shown to people and stored with measurements.

    `edition`: of the library and dictionary or table behind it.
    """

    name: str
    edition: str
    language: str
    splits_compounds: bool

    def keys(self, word: str) -> Keys:
        """The keys of one folded word (see `fold`)."""

    def suggest(self, word: str) -> tuple[str, ...]:
        """Spellings that the analyser would rather see; empty when it has no opinion."""


def fold(word: str) -> str:
    """Case and compatibility forms folded away, å ä ö kept, length bounded."""
    return unicodedata.normalize("NFKC", word).casefold()[:MAX_WORD]


def tokens(text: str) -> list[str]:
    """The words of a text as written, in any script; emoji and punctuation are no words."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text))


def all_words(text: str, analyser: Analyser) -> list[Word]:
    """The distinct words of a text, in the order in which they first come."""
    found: dict[str, str] = {}
    for token in tokens(text):
        found.setdefault(fold(token), token)
    return [Word(surface, analyser.keys(folded)) for folded, surface in found.items()]


def telling(words: Sequence[Word], language: str) -> list[Word]:
    """The words that carry meaning; if there are only small words, those."""
    return [word for word in words if fold(word.surface) not in STOPWORDS[language]] or list(words)


def pieces_of(word: str, keys: Callable[[str], Keys], stem: str) -> Keys:
    """A hyphenated word that nobody knows: its stem, and as parts the keys of its pieces."""
    pieces = [keys(piece) for piece in word.split("-") if len(piece) > 1]
    return Keys((stem,), tuple(dict.fromkeys(key for piece in pieces for key in (*piece.base, *piece.parts))))
