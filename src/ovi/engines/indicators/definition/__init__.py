"""What is an indicator? A reviewed YAML file: whom it counts, from what to what, why, and its pitfalls."""

from ovi.engines.indicators.definition.common import Limit, Texts
from ovi.engines.indicators.definition.conditions import Condition, Where
from ovi.engines.indicators.definition.kinds import (
    CountOf,
    Debt,
    Definition,
    MeanOf,
    OverRows,
    ShareMarked,
    ShareWithin,
    Standardised,
    ThirdNextAvailable,
)
from ovi.engines.indicators.definition.loading import check, load_definition, load_definitions, parse_definition
from ovi.engines.indicators.definition.populations import (
    NEED_STRATIFIERS,
    SLOT_STRATIFIERS,
    NeedPopulation,
    SlotPopulation,
)
from ovi.engines.indicators.definition.sources import SOURCES, Source

__all__ = [
    "NEED_STRATIFIERS", "SLOT_STRATIFIERS", "SOURCES", "Condition", "CountOf", "Debt", "Definition", "Limit", "MeanOf",
    "NeedPopulation", "OverRows", "ShareMarked", "ShareWithin", "SlotPopulation", "Source", "Standardised", "Texts",
    "ThirdNextAvailable", "Where", "check", "load_definition", "load_definitions", "parse_definition",
]  # fmt: skip
