"""Where are the county's municipalities and postal codes? Outlines and codes, from definitions/codes."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from functools import lru_cache

from ovi.foundation.definitions import definitions_root

Ring = tuple[tuple[float, float], ...]


@lru_cache(maxsize=1)
def outlines() -> Mapping[str, tuple[Ring, ...]]:
    """The outer borders of each municipality as rings of (longitude, latitude); a code we do not have is not there."""
    path = definitions_root() / "codes" / "municipality_outlines.json"
    stored = json.loads(path.read_text(encoding="utf-8"))["outlines"]
    return {code: tuple(tuple((x, y) for x, y in ring) for ring in rings) for code, rings in stored.items()}


@lru_cache(maxsize=1)
def municipality_of_postal_code() -> Mapping[str, str]:
    """The municipality's code for each postal code of Finland."""
    path = definitions_root() / "codes" / "postal_codes.csv"
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["postal_code"]: row["municipality"] for row in csv.DictReader(lines)}
