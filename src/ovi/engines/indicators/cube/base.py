"""Which cube does a definition read? Those that count the same events from the same day to the same day share one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ovi.engines.indicators.definition import Definition, ShareWithin
from ovi.engines.indicators.percentiles import CAP

VERSION = 1
DIMENSIONS = ("unit", "profession", "service_line")


@dataclass(frozen=True, slots=True)
class Base:
    """The events that a cube counts. Professions and service lines are its dimensions, not its conditions."""

    start: str
    stop: str
    covered_classes: tuple[str, ...]
    urgency: str | None
    licensed: bool | None
    not_modes: tuple[str, ...]

    @property
    def key(self) -> str:
        """A short name that changes with the content and with the form of the cube."""
        written = json.dumps({**asdict(self), "version": VERSION, "cap": CAP}, sort_keys=True)
        return hashlib.sha256(written.encode()).hexdigest()[:12]


def base_of(definition: Definition, by: Sequence[str]) -> Base | None:
    """The base of a definition grouped so; None when only the facts can answer.

    A histogram of days knows no due days: limits in months and of clocks go to the facts, as do other groupings.
    """
    if not isinstance(definition, ShareWithin) or definition.limit.days is None or definition.limit.days >= CAP:
        return None
    if set(by) - {"month", *DIMENSIONS}:
        return None
    chosen = definition.population
    return Base(
        definition.start, definition.stop, chosen.covered_classes, chosen.urgency, chosen.licensed, chosen.not_modes
    )
