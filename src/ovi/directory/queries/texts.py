"""How are the three columns of one text read?"""

from __future__ import annotations

from typing import Any

from ovi.foundation.text import LANGUAGES, Trilingual


def trilingual(row: Any, name: str) -> Trilingual:
    """The three columns of one text of a row."""
    return Trilingual(*(getattr(row, f"{name}_{language}", "") or "" for language in LANGUAGES))
