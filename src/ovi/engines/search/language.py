"""What is known of one language in an index: its analyser, the words of the texts, their keys?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain

from ovi.engines.search.analysers import Analyser, SnowballAnalyser, Word, fold, tokens
from ovi.engines.search.compounds import CompoundSplitter
from ovi.engines.search.lexicon import Lexicon, LexiconMatcher
from ovi.engines.search.model import Document

_REPEATED_TEXTS = 4_096  # many places give one service with the same summary


class LanguageIndex:
    """The words of all documents in one language, analysed once."""

    def __init__(self, language: str, analyser: Analyser, documents: Sequence[Document], lexicon: Lexicon) -> None:
        self.language, self.analyser = language, analyser
        # Many places give the same service with the same text: each text is read once.
        texts = set(chain.from_iterable(document.texts.get(language, {}).values() for document in documents))
        surfaces = set(chain.from_iterable(map(tokens, texts)))
        words = {fold(surface) for surface in surfaces}
        self.splitter = self._splitter(words)
        self.keys = {word: self.keys_of(word) for word in words}
        self.read = {surface: self.keys[fold(surface)] for surface in surfaces}
        self._written = {surface: " ".join(chain(*keys)) for surface, keys in self.read.items()}
        self.known_keys = frozenset(chain.from_iterable(base + parts for base, parts in self.keys.values()))
        self.vocabulary = sorted(word for word in words if len(word) > 3 and word.isalpha())
        self.lexicon = LexiconMatcher(lexicon, language, analyser)
        self.stream = lru_cache(_REPEATED_TEXTS)(self._stream)

    def _splitter(self, words: Iterable[str]) -> CompoundSplitter | None:
        if not isinstance(self.analyser, SnowballAnalyser) or self.language == "en":
            return None
        return CompoundSplitter({self.analyser.stem(w) for w in words if len(w) > 2}, self.analyser.stem)

    def keys_of(self, word: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Base keys and part keys of a folded word."""
        keys = self.analyser.keys(word)
        return keys.base, keys.parts or (self.splitter.split(word) if self.splitter else ())

    def _stream(self, text: str) -> str:
        """A text as keys for the index, separated by spaces."""
        return " ".join(map(self._written.__getitem__, tokens(text)))

    def findable(self, word: Word) -> bool:
        """Whether the word, a part of it or something the lexicon knows it as is in the texts."""
        base, parts = self.keys_of(fold(word.surface))
        if self.analyser.splits_compounds and not word.keys.known:
            parts = ()  # "hamaslääkäri" holds lääkäri, and is still to be asked about
        return not self.known_keys.isdisjoint(base + parts) or bool(self.lexicon.added([word]))
