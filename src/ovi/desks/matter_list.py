"""Which of a person's matters are on this page of the list? By state and by whose turn; the choice is in the URL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.paginator import Page, Paginator

PAGE_SIZE = 20
FEW = 5  # so few matters need no filters
SHOWN = ("", "running", "ended", "yours")


class MatterList:
    """Open matters whole, ended ones by the page."""

    def __init__(self, asked: Mapping[str, str], told: Sequence[dict[str, Any]]) -> None:
        self.shown = asked.get("shown", "") if asked.get("shown", "") in SHOWN else ""
        self.running = [one for one in told if not one["ended"]] if self.shown != "ended" else []
        if self.shown == "yours":
            self.running = [one for one in self.running if one["yours"]]
        ended = [one for one in told if one["ended"]] if self.shown in ("", "ended") else []
        self.page: Page[dict[str, Any]] = Paginator(ended, PAGE_SIZE).get_page(asked.get("page"))
        self.filters = len(told) > FEW or bool(self.shown)
