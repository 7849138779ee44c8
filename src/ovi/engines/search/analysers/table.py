"""Which base form and parts does our own table give a Finnish word, where the system has no Voikko?

The table (words_fi.xz, made by tools/token_table.py from the words of our catalogue and lexicon) holds base forms with
their parts and inflected forms, and endings with what most of our words do to them. A word that is not in it is read as
a compound of words that are ("kuntosali" + "vuoroista"), else by its ending ("-uudesta" → "-uus"), and keeps its
Snowball stem beside the guess.
"""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from ovi.engines.search.analysers.snowball import SnowballAnalyser
from ovi.engines.search.analysers.words import CACHED_WORDS, Keys, pieces_of

_SHORTEST_FIRST, _SHORTEST_HEAD = 3, 4  # letters of a compound's pieces; shorter ones come by chance
_LONGEST_ENDING = 9
_MOST_READINGS = 3  # of a form with many readings ("lasta": lapsi, lasta, la) the table's first few
_DEEPEST = 3  # pieces that are split again: a word of sixty letters must not be tried in every way

Reading = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class WordTable:
    """Readings of each form, and the change that each ending calls for: letters to cut, letters to add."""

    forms: Mapping[str, tuple[Reading, ...]]
    endings: Mapping[str, tuple[int, str]]
    edition: str

    @classmethod
    def load(cls) -> WordTable:
        """The table that ships with the package."""
        packed = files(__package__).joinpath("words_fi.xz").read_bytes()
        words, _, endings = lzma.decompress(packed).decode().partition("\n#\n")
        forms: dict[str, tuple[Reading, ...]] = {}
        for line in words.split("\n"):
            base, parts, written = line.split("\t")
            reading: Reading = (base, tuple(filter(None, parts.split("+"))))
            for form in (base, *written.split()):
                if reading not in (held := forms.get(form, ())):
                    forms[form] = (*held, reading)
        rows = (line.split("\t") for line in endings.split("\n") if line)
        return cls(
            forms, {ending: (int(cut), add) for ending, cut, add in rows}, hashlib.sha256(packed).hexdigest()[:12]
        )

    def ending(self, word: str) -> str | None:
        """The word with its longest known ending put back into base form."""
        for length in range(min(_LONGEST_ENDING, len(word) - 2), 1, -1):
            if change := self.endings.get(word[-length:]):
                cut, add = change
                return word[: len(word) - cut] + add
        return None


class TableAnalyser:
    """Finnish by the shipped table, compounds of its words, endings learnt from it, then Snowball."""

    language = "fi"
    name = "table-fi"
    splits_compounds = True

    def __init__(self) -> None:
        self._table = WordTable.load()
        self.edition = self._table.edition
        self._snowball = SnowballAnalyser("fi")
        self.keys = lru_cache(CACHED_WORDS)(self._keys)

    def _keys(self, word: str) -> Keys:
        if readings := self._table.forms.get(word):
            return _of(readings[:_MOST_READINGS])
        if "-" in word:
            return pieces_of(word, self.keys, self._snowball.stem(word))
        return self._compound(word, _DEEPEST) or self._guess(word)

    def _compound(self, word: str, depth: int) -> Keys | None:
        """Two known words, the longest head first; the first of them may itself be a compound."""
        for cut, head in self._cuts(word):
            if first := self._first(word[:cut], depth - 1):
                bases = tuple(dict.fromkeys(word[:cut] + base for base in head.base))
                parts = dict.fromkeys((*head.base, *first.base, *head.parts, *first.parts))
                return Keys(bases, tuple(part for part in parts if part not in bases), known=True)
        return None

    def _cuts(self, word: str) -> Iterator[tuple[int, Keys]]:
        for cut in range(_SHORTEST_FIRST, len(word) - _SHORTEST_HEAD + 1):
            if readings := self._table.forms.get(word[cut:]):
                yield cut, _of(readings[:_MOST_READINGS])

    def _first(self, start: str, depth: int) -> Keys | None:
        if readings := self._table.forms.get(start):
            return _of(readings[:1])
        return self._compound(start, depth) if depth > 0 else None

    def _guess(self, word: str) -> Keys:
        """A head that we know after letters that we do not, or the ending put right; and the stem, should both err."""
        stem = self._snowball.stem(word)
        for cut, head in self._cuts(word):
            if cut > _SHORTEST_FIRST and len(word) - cut > _SHORTEST_HEAD:
                bases = dict.fromkeys((*(word[:cut] + base for base in head.base), stem))
                return Keys(tuple(bases), tuple(part for part in head.base if part not in bases))
        return Keys(tuple(dict.fromkeys(filter(None, (self._table.ending(word), stem)))))

    def suggest(self, word: str) -> tuple[str, ...]:
        """No spelling of its own: the catalogue's words are asked by distance."""
        return ()


def _of(readings: tuple[Reading, ...]) -> Keys:
    bases = tuple(dict.fromkeys(base for base, _ in readings))
    parts = dict.fromkeys(part for _, found in readings for part in found)
    return Keys(bases, tuple(part for part in parts if part not in bases), known=True)
