"""What does an indicator answer? A frozen row per month and stratum, traceable to its definition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

# "": all shown · "counts": n shown, numerator withheld, share given as a range · "row": nothing shown
Hidden = Literal["", "counts", "row"]


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """A share for share_within, days for third_next_available; None where withheld or undefined.

    `month` is "2026-01", a merged "2026-01..2026-03", or None for the whole period. `extra` is what belongs
    beside the figure: coverage, median_wait_days, value_low/value_high; for T3 share_within, share_182,
    measurements; merged_months and merged_strata where rows were merged.
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
