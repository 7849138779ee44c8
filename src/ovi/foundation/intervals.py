"""Which days does a period cover, and do two periods meet? Half-open: the end is the first day outside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DateInterval:
    """The days from `start` (inside) to `end` (outside); no end means that it goes on."""

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period must end after it starts: {self.start} to {self.end}")

    def contains(self, day: date) -> bool:
        """Is `day` inside?"""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: DateInterval) -> bool:
        """Do the two share at least one day?"""
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def gap(self, other: DateInterval) -> DateInterval | None:
        """The days between the two; None when they touch or overlap."""
        first, second = sorted((self, other), key=lambda period: period.start)
        if first.end is None or first.end >= second.start:
            return None
        return DateInterval(first.end, second.start)
