"""Which search keys does a written word have, so that its inflected and compound forms meet?

Finnish goes through libvoikko where the system has it (base forms and compound parts), else through the table of
our own words (word_table.py) and Snowball; Swedish and English go through Snowball stems. Voikko brings
nearly all inflected forms to their base form, Snowball alone little more than half, so each analyser says its name.
"""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Protocol

import Stemmer

from ovi.engines.search.stopwords import STOPWORDS

MAX_WORD = 60  # longer "words" are links or noise; cut, so that no input can grow the index without bound
CACHED_WORDS = 65_536
_SHORTEST_FIRST, _SHORTEST_HEAD = 4, 5  # of a compound that Voikko does not know; shorter ones come by chance
_TOKEN = re.compile(r"\w+(?:[-'’]\w+)*")
_WORDBASE = re.compile(r"\(([^()+]+)\)")  # "(lapsi)"; a base that starts with + is an ending, not a word
_ALGORITHMS = {"fi": "finnish", "sv": "swedish", "en": "english"}


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


class SnowballAnalyser:
    """Stems by Snowball; knows no compounds and no spelling."""

    splits_compounds = False

    def __init__(self, language: str) -> None:
        self.language = language
        self.name = f"snowball-{language}"
        self.edition = version("PyStemmer")
        self._local = threading.local()  # the stemmer keeps the word it works on in itself
        self.keys: Callable[[str], Keys] = lru_cache(CACHED_WORDS)(self._keys)

    def stem(self, word: str) -> str:
        """The stem of one folded word."""
        if not hasattr(self._local, "stemmer"):
            self._local.stemmer = Stemmer.Stemmer(_ALGORITHMS[self.language])
        return str(self._local.stemmer.stemWord(word)) or word

    def _keys(self, word: str) -> Keys:
        pieces = [piece for piece in re.split(r"[-'’]", word) if len(piece) > 2] if not word.isalnum() else []
        return Keys((self.stem(word),), tuple(dict.fromkeys(map(self.stem, pieces))))

    def suggest(self, word: str) -> tuple[str, ...]:
        """Snowball has no dictionary and so no opinion."""
        return ()


class VoikkoAnalyser:
    """Base forms and compound parts by libvoikko.

    A libvoikko handle is not thread-safe: four threads on one handle gave wrong analyses and then brought the
    process down (catalogue §4.1), hence one handle per thread.
    """

    language = "fi"
    name = "voikko"
    splits_compounds = True

    def __init__(self) -> None:
        self._local = threading.local()
        self._fallback = SnowballAnalyser("fi")
        handle = self._handle()  # fails here and now where the library or the dictionary is missing
        self.edition = f"{handle.getVersion()} {[(d.language, d.variant, d.description) for d in handle.listDicts()]}"
        self.keys: Callable[[str], Keys] = lru_cache(CACHED_WORDS)(self._keys)

    def _handle(self) -> Any:
        if not hasattr(self._local, "voikko"):
            from libvoikko import Voikko  # type: ignore[import-untyped, unused-ignore]

            self._local.voikko = Voikko("fi")
        return self._local.voikko

    def _keys(self, word: str) -> Keys:
        analyses = self._handle().analyze(word)
        if not analyses:
            return self._unknown(word)
        bases = dict.fromkeys(fold(found["BASEFORM"]) for found in analyses)
        parts = dict.fromkeys(part for found in analyses for part in _parts(found))
        return Keys(tuple(bases), tuple(part for part in parts if part not in bases and len(part) > 1), known=True)

    def _unknown(self, word: str) -> Keys:
        """A stem; for a hyphenated word ("nepsy-valmennusta") also the keys of its pieces.

        A new compound whose head Voikko knows ("sotekeskuksen") gets the base form of that head.
        """
        stem = self._fallback.stem(word)
        if "-" not in word:
            for cut in range(_SHORTEST_FIRST, len(word) - _SHORTEST_HEAD + 1):
                if head := self._handle().analyze(word[cut:]):
                    bases = tuple(dict.fromkeys(fold(found["BASEFORM"]) for found in head))
                    return Keys((stem, *(word[:cut] + base for base in bases)), bases)
            return Keys((stem,))
        return pieces_of(word, self.keys, stem)

    def suggest(self, word: str) -> tuple[str, ...]:
        """Voikko's suggestions, best first; slow for long words (4 ms typically), so ask sparingly."""
        return tuple(self._handle().suggest(word))


def _parts(analysis: dict[str, str]) -> Iterator[str]:
    """The base of each piece of a compound ("lasten" → "lapsi") and its head as in the base form."""
    for base in _WORDBASE.findall(analysis.get("WORDBASES", "")):
        yield from (fold(piece) for piece in base.split("="))
    lengths = [len(piece) for piece in analysis.get("STRUCTURE", "").replace("-", "=").split("=") if piece]
    if len(lengths) > 1:
        yield fold(analysis["BASEFORM"].replace("-", "")[sum(lengths[:-1]) :])


def pieces_of(word: str, keys: Callable[[str], Keys], stem: str) -> Keys:
    """A hyphenated word that nobody knows: its stem, and as parts the keys of its pieces."""
    pieces = [keys(piece) for piece in word.split("-") if len(piece) > 1]
    return Keys((stem,), tuple(dict.fromkeys(key for piece in pieces for key in (*piece.base, *piece.parts))))


def analyser_for(language: str, *, voikko: bool = True) -> Analyser:
    """The best analyser that this machine has for a language; `voikko=False` takes the table for Finnish."""
    if language not in _ALGORITHMS:
        raise ValueError(f"no analyser for language {language!r}; there is one for {', '.join(_ALGORITHMS)}")
    if language != "fi":
        return SnowballAnalyser(language)
    if voikko:
        try:
            return VoikkoAnalyser()
        except Exception:  # noqa: BLE001, S110 - libvoikko raises OSError or its own errors; each means "not here"
            pass
    from ovi.engines.search.word_table import TableAnalyser  # it builds on this module

    return TableAnalyser()
