"""In which municipality is a postal code, and what is its post office called? From definitions/codes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from ovi.foundation.definitions import definitions_root
from ovi.foundation.text import Trilingual


@dataclass(frozen=True, slots=True)
class PostOffice:
    """The municipality's code and the name; both empty for a code that the list does not have."""

    municipality: str = ""
    name: Trilingual = Trilingual()


@lru_cache(maxsize=1)
def _known() -> dict[str, PostOffice]:
    path = definitions_root() / "codes" / "postal_codes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["postal_code"]: PostOffice(row["municipality"], Trilingual(row["fi"], row["sv"])) for row in rows}


def post_office(postal_code: str) -> PostOffice:
    """Where the postal code is."""
    return _known().get(postal_code, PostOffice())
