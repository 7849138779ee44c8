"""How do letters become paper? Each on its own page, its address where the window of the envelope is, as one PDF."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ovi.design.pdf import typeset

_TEMPLATE = Path(__file__).parent / "letters.typ"


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter. `address`: its lines as in the window; a blank line in `body` begins a new paragraph."""

    address: Sequence[str]
    date: str
    language: str
    subject: str
    body: str
    large: bool = False


def letters_pdf(
    letters: Sequence[LetterPage], *, title: str, sender: Sequence[str], language: str, now: datetime
) -> bytes:
    """The letters in their order as PDF/UA-1; `sender` are the lines of the return address."""
    given = {
        "title": title, "sender": list(sender), "language": language, "letters": [asdict(one) for one in letters],
    }  # fmt: skip
    return typeset(_TEMPLATE, {"letters": json.dumps(given, ensure_ascii=False)}, now)
