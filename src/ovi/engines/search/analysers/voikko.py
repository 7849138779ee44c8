"""Which base forms and parts has a Finnish word by libvoikko?"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from ovi.engines.search.analysers.snowball import SnowballAnalyser
from ovi.engines.search.analysers.words import CACHED_WORDS, Keys, fold, pieces_of

_SHORTEST_FIRST, _SHORTEST_HEAD = 4, 5  # of a compound that Voikko does not know; shorter ones come by chance
_WORDBASE = re.compile(r"\(([^()+]+)\)")  # "(lapsi)"; a base that starts with + is an ending, not a word


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
