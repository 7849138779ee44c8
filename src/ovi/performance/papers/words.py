"""How does a paper speak fi, sv and en where no Django runs? From the room's own compiled texts."""

from __future__ import annotations

import gettext
from datetime import date
from functools import lru_cache
from pathlib import Path

from ovi.design import numbers
from ovi.engines.indicators.results import IndicatorResult

_LOCALE = Path(__file__).resolve().parents[1] / "locale"
FEW = "<5"


class Words:
    """The texts and number forms of one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        # English is the msgid. A missing file of another language is a defect and raises.
        self._texts = gettext.translation("django", _LOCALE, [language], fallback=language == "en")

    def gettext(self, text: str) -> str:
        return self._texts.gettext(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self._texts.ngettext(one, many, count)

    def count(self, count: int | None) -> str:
        """A count of people; withheld ones are "<5"."""
        return FEW if count is None else numbers.said_number(count, self.language)

    def share(self, share: float | None) -> str:
        return numbers.said_share(share, self.language)

    def days(self, days: float | None) -> str:
        return numbers.said_days(days, self.language)

    def day(self, day: date) -> str:
        """31.12.2025; in English 31 Dec 2025."""
        return f"{day.day} {day:%b %Y}" if self.language == "en" else f"{day.day}.{day.month}.{day.year}"

    def month(self, month: str) -> str:
        """12/2025; in English Dec 2025."""
        on = date.fromisoformat(f"{month}-01")
        return f"{on:%b %Y}" if self.language == "en" else f"{on.month}/{on.year}"

    def months(self, row: IndicatorResult) -> str:
        """The month of a figure, or first and last of those it was merged from."""
        merged = row.extra.get("merged_months") or [row.month]
        first, last = self.month(merged[0]), self.month(merged[-1])
        return first if first == last else f"{first}–{last}"

    def value(self, row: IndicatorResult | None) -> str:
        """A share as it may be told: itself, a range where counts are withheld, "<5" where the row is."""
        if row is None:
            return numbers.NOTHING
        if row.hidden == "row":
            return FEW
        if row.hidden == "counts" and "value_low" in row.extra:
            return numbers.said_range(row.extra["value_low"], row.extra["value_high"], self.language)
        return self.share(row.value)

    def within(self, row: IndicatorResult) -> str:
        """How many came within the limit, or between which counts."""
        if row.hidden == "counts" and row.n is not None and "value_low" in row.extra:
            low, high = (round(row.extra[end] * row.n) for end in ("value_low", "value_high"))
            return f"{self.count(low)}–{self.count(high)}"
        return self.count(row.numerator)


@lru_cache(maxsize=3)
def words(language: str) -> Words:
    """The words of fi, sv or en."""
    return Words(language)
