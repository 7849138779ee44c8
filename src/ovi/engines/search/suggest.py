"""Did the person mean another spelling? Only ever a question back, never a silent change of the search."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from rapidfuzz import fuzz, process

from ovi.engines.search.analysers import Analyser, Word, fold

_MOST_WORDS = 3  # a spelling look-up costs milliseconds; a query of nonsense must not cost seconds
_LONGEST = 30
_CLOSE = 78  # share of letters in common: one slip in a word of six letters, two in a long one
_CLOSE_SHORT = 85  # in a short word another letter makes another word ("bowel", "towel"); a missing one is a slip
_SHORT = 5


def did_you_mean(
    query: str,
    words: Sequence[Word],
    *,
    analyser: Analyser,
    vocabulary: Sequence[str],
    findable: Callable[[Word], bool],
) -> str | None:
    """The query with unknown words replaced by near words of the catalogue; None if there is nothing to ask.

    A word that can be found, or that the analyser knows as a real word, is left alone.
    """
    doubtful = [word for word in words if not word.keys.known and not findable(word)]
    asked = query
    for word in doubtful[:_MOST_WORDS]:
        if better := _nearest(fold(word.surface), analyser, vocabulary, findable):
            asked = _replaced(asked, word.surface, better)
    return asked if asked != query else None


def _replaced(text: str, word: str, by: str) -> str:
    # A function as replacement, because a plain one would read backslashes.
    return re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", lambda _: by, text)


def _nearest(word: str, analyser: Analyser, vocabulary: Sequence[str], findable: Callable[[Word], bool]) -> str | None:
    if not 3 < len(word) <= _LONGEST or not word.isalpha():
        return None
    for offered in analyser.suggest(word):
        folded = fold(offered)
        if " " not in folded and findable(Word(folded, analyser.keys(folded))):
            return folded
    cutoff = _CLOSE_SHORT if len(word) <= _SHORT else _CLOSE
    nearest = process.extractOne(word, vocabulary, scorer=fuzz.ratio, score_cutoff=cutoff)
    return nearest[0] if nearest else None
