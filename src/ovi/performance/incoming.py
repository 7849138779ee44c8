"""What does an importer hand over? Outside measures and their figures, read and judged, in no source's own shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ovi.foundation.text import Trilingual
from ovi.performance.states import AreaKind, Quality, Sex, WhyMissing


@dataclass(frozen=True, slots=True)
class IncomingMeasure:
    """What is measured: `key` is the source's own id, the title is the source's own."""

    source: str
    key: str
    title: Trilingual
    quality: Quality
    unit: Trilingual = Trilingual()
    about: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    updated_on: date | None = None


@dataclass(frozen=True, slots=True)
class AreaPoint:
    """Which figure of a measure: of which area, year and sex."""

    kind: AreaKind
    code: str
    year: int
    sex: Sex = Sex.TOTAL


@dataclass(frozen=True, slots=True)
class IncomingFigure:
    """The figure there; without a value it says why."""

    value: float | None
    n: int | None = None
    missing: WhyMissing | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: its name without its folder, and the SHA-256 of its bytes."""

    name: str
    sha256: str
