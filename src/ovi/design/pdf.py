"""How does a page become paper? A document of plain blocks as an accessible PDF (PDF/UA-1: tagged, titled, in its
language).

The caller gives texts, never mark-up: they reach the typesetter as data, so nothing that a person has written can
change how the paper is set. Same document and moment, same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
_TEMPLATE = _HERE / "document.typ"
_FONTS = _HERE / "static" / "design" / "vendor" / "pdf"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the document's own; level 2 or 3."""

    text: str
    level: int = 2
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line ends are kept."""

    text: str
    small: bool = False
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of name and value."""

    pairs: Sequence[tuple[str, str]]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list of points."""

    texts: Sequence[str]
    kind: str = field(default="items", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption above; `numeric` are the columns set to the right. The head repeats on each page."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()
    kind: str = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as SVG; `alt` says what it shows to who does not see it. Its numbers stand in a table beside it."""

    svg: str
    alt: str
    kind: str = field(default="picture", init=False)


Block = Heading | Paragraph | Facts | Items | Table | Picture


@dataclass(frozen=True, slots=True)
class Document:
    """One paper: its title, language, what stands at the top and bottom of each page, and its blocks.

    `page_of` is a sentence with {page} and {pages}; `large` sets large type for readers who need it.
    """

    title: str
    language: str
    sender: str
    page_of: str
    blocks: Sequence[Block]
    footer: str = ""
    large: bool = False


def pdf(document: Document, *, now: datetime) -> bytes:
    """The document as PDF/UA-1."""
    given: dict[str, Any] = asdict(document)
    before, _, after = document.page_of.partition("{page}")
    middle, _, end = after.partition("{pages}")
    given["page_of"] = [before, middle, end]
    return typeset(_TEMPLATE, {"document": json.dumps(given, ensure_ascii=False)}, now)


def typeset(template: Path, inputs: dict[str, str], now: datetime) -> bytes:
    """What the template makes of these inputs; texts reach it as data only.

    The standard forbids a character that no font of ours can show (an emoji, Arabic in somebody's own words). Such a
    paper is set with the machine's fonts too and keeps its tags and its text, but does not claim the standard.
    """
    try:
        return _set(template, inputs, now, pdf_standards=["ua-1"], ignore_system_fonts=True)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        return _set(template, inputs, now)


def _set(template: Path, inputs: dict[str, str], now: datetime, **more: Any) -> bytes:
    made: bytes = typst.compile(
        template, font_paths=[_FONTS], timestamp=int(now.timestamp()), sys_inputs=inputs, **more
    )
    return made
