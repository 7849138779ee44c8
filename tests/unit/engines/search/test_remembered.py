"""Does a later process answer from what an earlier one analysed, and bear a damaged file?"""

from __future__ import annotations

from pathlib import Path

import pytest

from ovi.engines.search.analysers import Keys
from ovi.engines.search.remembered import Remembered

WORDS = ["lastenneuvolassa", "hampaaseen", "qxqx"]


class Counting:
    """A real analyser's shape that counts how often it is asked."""

    name, language, edition, splits_compounds = "counting", "fi", "1", True

    def __init__(self) -> None:
        self.asked: list[str] = []

    def keys(self, word: str) -> Keys:
        self.asked.append(word)
        return Keys((word[:4],), (word[4:],), known=word != "qxqx")

    def suggest(self, word: str) -> tuple[str, ...]:
        return (word.upper(),)


def remembering(folder: Path, words: list[str]) -> Remembered:
    """As after making an index over these words."""
    kept = Remembered(Counting(), folder)
    for word in words:
        kept.keys(word)
    kept.remember()
    return kept


def test_the_next_process_asks_no_more(tmp_path: Path) -> None:
    first = Remembered(Counting(), tmp_path)
    said = {word: first.keys(word) for word in WORDS}
    first.remember()
    later = Counting()
    second = Remembered(later, tmp_path)
    assert {word: second.keys(word) for word in WORDS} == said
    assert later.asked == []
    assert second.keys("uusi") == Keys(("uusi",), ("",), known=True)
    assert second.suggest("a") == ("A",)


def test_only_words_of_the_catalogue_are_kept(tmp_path: Path) -> None:
    remembering(tmp_path, WORDS)
    kept = remembering(tmp_path, WORDS[:1])
    kept.keys("a person's own word")
    kept.remember()
    later = Counting()
    third = Remembered(later, tmp_path)
    third.keys(WORDS[0])
    third.keys(WORDS[1])
    assert later.asked == [WORDS[1]]
    assert len(list(tmp_path.iterdir())) == 1


def test_another_dictionary_is_another_file(tmp_path: Path) -> None:
    remembering(tmp_path, WORDS)
    newer = Counting()
    newer.edition = "2"
    Remembered(newer, tmp_path).keys(WORDS[0])
    assert newer.asked == [WORDS[0]]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"a": 1}', b'{"a": [1]}', b"\xff\xfe", b"null"])
def test_a_damaged_file_is_no_file(tmp_path: Path, content: bytes) -> None:
    kept = remembering(tmp_path, WORDS)
    next(tmp_path.iterdir()).write_bytes(content)
    again = Counting()
    assert Remembered(again, tmp_path).keys(WORDS[0]) == kept.keys(WORDS[0])
    assert again.asked == [WORDS[0]]
