"""What do the facts take from definitions? Unit costs, and the population by municipality and age."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from ovi.engines.facts.days import day_number
from ovi.engines.facts.tables import TABLES
from ovi.foundation.definitions import content_hash, definitions_root
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing.settings import settings

_AGES_YEAR, _OPEN_END = 2018, 120  # of municipalities_ages.csv
_Kind = tuple[str | None, str | None, str | None]  # service line, profession, mode


class UnitCosts:
    """The unit costs of the county, and which of them applies to an encounter."""

    def __init__(self, table: pa.Table, version: str) -> None:
        self.table, self.version = table, version
        self._by_kind: dict[_Kind, str] = {}
        for row in table.to_pylist():
            self._by_kind[row["service_line"], row["profession"], row["mode"]] = row["unit_cost_id"]

    def of(self, encounters: pa.Table) -> pa.Array:
        """The id of the cost that fits each encounter most closely; null where none does."""
        kinds = zip(*(encounters[name].to_pylist() for name in ("service_line", "profession", "mode")), strict=True)
        known: dict[_Kind, str | None] = {}
        found = []
        for kind in kinds:
            if kind not in known:
                known[kind] = self._nearest(*kind)
            found.append(known[kind])
        return pa.array(found, pa.string())

    def _nearest(self, line: str | None, profession: str | None, mode: str | None) -> str | None:
        """Line, profession and mode; then without the mode; then the profession in any line."""
        tries = ((line, profession, mode), (line, profession, None), (None, profession, mode), (None, profession, None))
        return next((self._by_kind[one] for one in tries if one in self._by_kind), None)


def unit_costs() -> UnitCosts:
    """From the county's own file; where people are invented, so may be the costs; otherwise there are none."""
    root = definitions_root()
    paths = [root / "counties" / settings().county / "unit_costs.csv"]
    if settings().invented_data:
        paths.append(root / "demo" / "unit_costs.csv")
    path = next((one for one in paths if one.is_file()), None)
    schema = TABLES["unit_cost"].schema()
    if path is None:
        return UnitCosts(schema.empty_table(), "none")
    return UnitCosts(pa.Table.from_pylist(list(_costs(path)), schema=schema), content_hash(path))


def _costs(path: Path) -> Iterator[dict[str, Any]]:
    for number, row in _lines(path):
        try:
            yield {
                "unit_cost_id": row["unit_cost_id"],
                **{name: row[name] or None for name in ("service_line", "profession", "mode")},
                "cents": int(row["cents"]),
                "valid_from_day": day_number(date.fromisoformat(row["valid_from"])),
                "source": row["source"],
            }
        except (KeyError, ValueError, TypeError) as error:
            fault = Fault(f"{path}:{number}", f"cannot be read as a unit cost: {error}")
            raise Refused(f"{path.name} has a wrong row.", code="definitions.broken", faults=[fault]) from error


def _lines(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a definitions file with their line numbers; lines that begin with # are notes."""
    with path.open(encoding="utf-8", newline="") as file:
        kept = [(number, line) for number, line in enumerate(file, 1) if not line.startswith("#")]
    rows = csv.DictReader(line for _, line in kept)
    yield from zip((number for number, _ in kept[1:]), rows, strict=False)


def population() -> pa.Table:
    """The people of each municipality: all of them in one year, and by age band in another; sources in the files."""
    codes = definitions_root() / "codes"
    rows = [
        {"municipality": row["code"], "year": int(row["population_year"]), "people": int(row["population"])}
        for _, row in _lines(codes / "municipalities.csv") if row["population"]
    ]  # fmt: skip
    for _, row in _lines(codes / "municipalities_ages.csv"):
        ages = [int(name) for name in row if name != "code"]
        ends = [*(age - 1 for age in ages[1:]), _OPEN_END]
        rows += [
            {"municipality": row["code"], "age": age, "age_to": end, "year": _AGES_YEAR, "people": int(row[str(age)])}
            for age, end in zip(ages, ends, strict=True)
        ]
    return pa.Table.from_pylist(rows, schema=TABLES["population"].schema())
