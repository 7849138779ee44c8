"""Which needs, and which free times, are counted by the two measures of access?"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from ovi.engines.facts import codes
from ovi.engines.indicators.definition.common import Frozen, require_known
from ovi.engines.indicators.definition.sources import SOURCES

# Name that people and commands use → column of the facts.
NEED_STRATIFIERS = SOURCES["need"].stratifiers
SLOT_STRATIFIERS = {
    "unit": "unit",
    "municipality": "municipality",
    "county": "county",
    "service_line": "service_line",
    "profession": "profession",
    "measured_day": "measured_day",
}


class NeedPopulation(Frozen):
    """Which needs are counted; an empty list sets no condition. Null never meets a condition of a list."""

    service_lines: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    covered_classes: tuple[str, ...] = ()
    urgency: str | None = None
    licensed: bool | None = None
    not_modes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _known_codes(self) -> Self:
        require_known("service_lines", self.service_lines, codes.SERVICE_LINES)
        require_known("professions", self.professions, codes.PROFESSIONS)
        require_known("covered_classes", self.covered_classes, codes.COVERED_CLASSES)
        require_known("not_modes", self.not_modes, codes.MODES)
        require_known("urgency", (self.urgency,) if self.urgency else (), codes.URGENCIES)
        return self


class SlotPopulation(Frozen):
    """Which open books and which of their free times are counted."""

    service_lines: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    urgency: Literal["non_urgent", "urgent"] = "non_urgent"
    bookable: Literal["general"] = "general"

    @model_validator(mode="after")
    def _known_codes(self) -> Self:
        require_known("service_lines", self.service_lines, codes.SERVICE_LINES)
        require_known("professions", self.professions, codes.PROFESSIONS)
        return self
