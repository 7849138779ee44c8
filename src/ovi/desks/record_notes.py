"""What is a note that goes into the record system? A title and parts under the record's own headings, as plain text
to paste or as a PDF. Nothing is typed twice (design §1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ovi.design.pdf import Document, Facts, Paragraph
from ovi.foundation.definitions import definitions_root, read_yaml


@dataclass(frozen=True, slots=True)
class RecordNote:
    """One note: `parts` are (heading, text), in the record's order, none of them empty."""

    id: str
    title: str
    parts: tuple[tuple[str, str], ...]

    @property
    def text(self) -> str:
        """The note as it is pasted: the title, then each heading on a line of its own above its text."""
        return "\n\n".join([self.title, *(f"{heading}\n{text}" for heading, text in self.parts)])

    @property
    def rows(self) -> int:
        """How tall its field is on the page."""
        return min(20, self.text.count("\n") + 2)

    def document(self, *, number: str, language: str, sender: str, page_of: str, about: str, footer: str) -> Document:
        """The note on paper. `about` says whom and which matter it concerns, without an identity code."""
        facts = Facts(self.parts)
        return Document(f"{self.title}, {number}", language, sender, page_of, [Paragraph(about), facts], footer)


def record_note(note_id: str, kind: str, when: str, language: str, parts: Iterable[tuple[str, str]]) -> RecordNote:
    """A note of a kind with its (part, text) pairs under the headings of definitions/codes/record_headings.yaml.

    The record is kept in Finnish or Swedish: with the pages in English the headings are Finnish.
    """
    headings = _headings()[kind]
    kept = "sv" if language == "sv" else "fi"
    said = tuple((headings[part][kept], text.strip()) for part, text in parts if text.strip())
    return RecordNote(note_id, f"{headings['title'][kept]} {when}", said)


@lru_cache(maxsize=1)
def _headings() -> dict[str, Any]:
    found: dict[str, Any] = read_yaml(definitions_root() / "codes" / "record_headings.yaml")["headings"]
    return found
