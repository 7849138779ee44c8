"""What does an indicator answer? A frozen row per month and stratum, traceable to its definition."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

# "": all shown · "counts": n shown, numerator withheld, share given as a range · "row": nothing shown
Hidden = Literal["", "counts", "row"]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One figure; None where withheld or undefined.

    By kind: `value` is a share, days, a count, euros or an index (Definition.shown_as); `n` how many it rests on.
    `month` is "2026-01", a merged "2026-01..2026-03", or None for the whole period. `extra` is what belongs
    beside the figure: coverage, median_wait_days, p90_wait_days, bands, beside, people, sustainable, expected,
    value_low/value_high; for T3 share_within, share_182, measurements; merged_months and
    merged_strata where rows were merged.
    """

    indicator_id: str
    definition_hash: str
    snapshot_id: str
    engine: str
    month: str | None
    strata: Mapping[str, str | int | None]
    numerator: int | None
    denominator: int | None
    value: float | None
    n: int | None
    hidden: Hidden = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def suppressed(self) -> bool:
        return self.hidden != ""

    def as_json(self) -> dict[str, Any]:
        """Plain values for JSON, `suppressed` included."""
        return {**asdict(self), "suppressed": self.suppressed}


def ordered(rows: Iterable[IndicatorResult]) -> list[IndicatorResult]:
    """By strata, then month."""
    return sorted(rows, key=lambda row: [str(value) for value in (*row.strata.values(), row.month)])
