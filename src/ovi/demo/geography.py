"""Which municipalities does the county have, how many live there, of what age? Published figures, shipped with us."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from ovi.foundation.definitions import definitions_root


@dataclass(frozen=True, slots=True)
class Place:
    """One municipality with its population and the number of inhabitants by first age of band."""

    code: str
    name_fi: str
    name_sv: str
    name_en: str
    county: str
    bilingual: bool
    population: int
    latitude: float
    longitude: float
    ages: tuple[tuple[int, int], ...]


def places_of(county_id: str) -> list[Place]:
    """The municipalities of the county, in the order of their codes."""
    codes = definitions_root() / "codes"
    ages = {row.pop("code"): row for row in _rows(codes / "municipalities_ages.csv")}
    return [
        Place(
            code=row["code"],
            name_fi=row["name_fi"],
            name_sv=row["name_sv"],
            name_en=row["name_en"],
            county=row["county"],
            bilingual=row["bilingual"] == "yes",
            population=int(row["population"]),
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            ages=tuple((int(first), int(people)) for first, people in ages[row["code"]].items()),
        )
        for row in _rows(codes / "municipalities.csv")
        if row["county"] == county_id
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    """A CSV file whose first lines, beginning with #, name its sources."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))
