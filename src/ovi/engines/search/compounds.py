"""How is a compound split when the analyser cannot: by words that the catalogue itself uses?

"tandläkartid" becomes "tandläkar" + "tid" when both stems occur in the texts. Used for Swedish, and for
Finnish without Voikko; bench/search_quality.py shows what it is worth.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

_SHORTEST = 4  # shorter pieces split by chance ("ansökan" → "an" + "sökan")


class CompoundSplitter:
    """Splits a word in two where both halves are known stems; the split with the longest head word wins."""

    def __init__(self, stems: Collection[str], stem: Callable[[str], str]) -> None:
        self._stems = frozenset(stems)
        self._stem = stem

    def split(self, word: str) -> tuple[str, ...]:
        """The stems of the two halves, or nothing."""
        for cut in range(_SHORTEST, len(word) - 2):
            head = self._stem(word[cut:])
            if len(word) - cut < 3 or head not in self._stems:
                continue
            for start in {word[:cut], word[:cut].removesuffix("s")}:
                first = self._stem(start)
                if len(first) >= 3 and first in self._stems:
                    return (first, head)
        return ()
