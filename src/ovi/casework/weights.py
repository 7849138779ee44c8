"""How much does one client weigh on a list? By age band and segment, from definitions/continuity/weights.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from ovi.foundation.calendar import age_on
from ovi.foundation.definitions import definitions_root, read_yaml
from ovi.foundation.refusals import Fault, Refused


@dataclass(frozen=True, slots=True)
class Weights:
    """The county's weights: (first year of age, weight) from the oldest band down, and weight by segment."""

    bands: tuple[tuple[int, float], ...]
    segments: dict[str, float]

    def of(self, born: date | None, segment: str, today: date) -> float:
        """The weight of one client; without a date of birth the age weighs 1."""
        by_age = 1.0
        if born is not None:
            age = age_on(born, today)
            by_age = next((weight for first, weight in self.bands if age >= first), 1.0)
        return by_age * self.segments.get(segment, 1.0)


@lru_cache(maxsize=4)
def weights() -> Weights:
    """The weights of the file; refused whole where a number is missing, negative or a band stands twice."""
    path = definitions_root() / "continuity" / "weights.yaml"
    read = read_yaml(path)
    bands = [(row.get("from_age"), row.get("weight")) for row in read.get("age_bands") or ()]
    segments = dict(read.get("segments") or {})
    faults = [Fault(f"{path}: age_bands", f"{band}") for band in bands if not all(map(_good, band))]
    faults += [Fault(f"{path}: segments.{name}", f"{value}") for name, value in segments.items() if not _good(value)]
    if len({first for first, _ in bands}) != len(bands):
        faults.append(Fault(f"{path}: age_bands", "an age stands twice"))
    if faults:
        raise Refused(f"{path} does not give weights: numbers from 0 up.", code="definitions.broken", faults=faults)
    ordered = sorted(((int(first), float(weight)) for first, weight in bands), reverse=True)
    return Weights(tuple(ordered), {name: float(value) for name, value in segments.items()})


def _good(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
