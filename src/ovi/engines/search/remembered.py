"""What did the analyser say of these words last time? Kept on disk, so a new process need not ask again.

Analysing is most of what making an index costs: Voikko takes a tenth of a millisecond a word.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from ovi.engines.search.analysers import Analyser, Keys


class Remembered:
    """An analyser with the answers of earlier processes; one file, replaced whole, so a reader never sees a half."""

    def __init__(self, analyser: Analyser, folder: Path) -> None:
        self._analyser = analyser
        self._path = folder / f"{analyser.name}-{_edition(analyser)}.json"
        self.edition, self.name, self.language = analyser.edition, analyser.name, analyser.language
        self.splits_compounds = analyser.splits_compounds
        self._known = _read(self._path)
        self._asked: dict[str, Keys] | None = {}

    def keys(self, word: str) -> Keys:
        """What was said of the word, or what the analyser says now."""
        found = self._known.get(word) or self._analyser.keys(word)
        if self._asked is not None:
            self._asked[word] = found
        return found

    def suggest(self, word: str) -> tuple[str, ...]:
        """Not remembered: misspellings are as many as people."""
        return self._analyser.suggest(word)

    def remember(self) -> None:
        """Keep what was asked until now, which making an index asks, and no more: people's words are not collected."""
        asked, self._asked = self._asked, None
        if asked is None or asked.keys() == self._known.keys():
            return
        self._known = asked
        rows = {word: [keys.base, keys.parts, keys.known] for word, keys in self._known.items()}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(f".{os.getpid()}.new")
        fresh.write_text(json.dumps(rows), encoding="ascii")
        fresh.replace(self._path)


def _edition(analyser: Analyser) -> str:
    """Changes with the dictionary and with our own code, either of which may give a word other keys."""
    seen = hashlib.sha256(analyser.edition.encode())
    for path in sorted(Path(__file__).with_name("analysers").glob("*.py")):
        seen.update(path.read_bytes())
    return seen.hexdigest()[:12]


def _read(path: Path) -> dict[str, Keys]:
    """An unreadable file is no file: the words are analysed again."""
    try:
        rows = json.loads(path.read_text(encoding="ascii"))
        return {word: Keys(tuple(base), tuple(parts), bool(known)) for word, (base, parts, known) in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
