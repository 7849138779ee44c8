"""Which stem has a word by Snowball?"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from functools import lru_cache
from importlib.metadata import version

import Stemmer

from ovi.engines.search.analysers.words import CACHED_WORDS, Keys

ALGORITHMS = {"fi": "finnish", "sv": "swedish", "en": "english"}


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
            self._local.stemmer = Stemmer.Stemmer(ALGORITHMS[self.language])
        return str(self._local.stemmer.stemWord(word)) or word

    def _keys(self, word: str) -> Keys:
        pieces = [piece for piece in re.split(r"[-'’]", word) if len(piece) > 2] if not word.isalnum() else []
        return Keys((self.stem(word),), tuple(dict.fromkeys(map(self.stem, pieces))))

    def suggest(self, word: str) -> tuple[str, ...]:
        """Snowball has no dictionary and so no opinion."""
        return ()
