"""What is a panel of the case page?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Column(StrEnum):
    """NOW: what is to be done. FACTS: what rests beside it. PAST: what has happened."""

    NOW = "now"
    FACTS = "facts"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Panel:
    """One section of the page: its template reads `panel`, which is `content`."""

    column: Column
    template: str
    content: Any
