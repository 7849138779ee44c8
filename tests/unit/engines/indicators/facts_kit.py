"""How are facts for a test written? From rows with sensible defaults, or from a small drawn table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from ovi.engines.facts.days import day_number
from ovi.engines.facts.store import write_snapshot
from ovi.engines.facts.tables import TABLES
from ovi.engines.indicators.definition import Definition, load_definitions

Row = Mapping[str, Any]
DEFINITIONS = load_definitions()
_NEED = {
    "municipality": "837", "county": "pirkanmaa", "service_line": "primary_care", "covered_class": "covered",
    "urgency": "non_urgent", "first_event_profession": "doctor", "first_event_licensed": True,
    "first_event_mode": "R10", "unit": "U1",
}  # fmt: skip
_CLOCK = {"rule_id": "PHC-3M-ADULT", "status": "stopped", "start_kind": "assessed", "stop_kind": "care_event"}
_SLOT = {
    "unit": "U1",
    "profession": "doctor",
    "professional_key": "p1",
    "urgency": "non_urgent",
    "bookable": "general",
}
_UNIT = {"unit": "U1", "municipality": "837", "service_line": "primary_care", "county": "pirkanmaa"}
_NUMBERS = {
    column.name
    for table in TABLES.values()
    for column in table.columns
    if column.kind in ("minute", "small", "whole", "money")
}


def day(text: str) -> int:
    """The day number of an ISO date."""
    return day_number(date.fromisoformat(text))


def needs(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{"need_key": f"n{i}", **_NEED, **row} for i, row in enumerate(rows)]


def clocks(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{**_CLOCK, **row} for row in rows]


def slots(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{**_SLOT, **row} for row in rows]


def units(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{**_UNIT, **row} for row in rows]


def snapshot(root: Path, **tables: list[dict[str, Any]]) -> Path:
    """A snapshot folder with these tables."""
    arrow = {name: pa.Table.from_pylist(rows, schema=TABLES[name].schema()) for name, rows in tables.items()}
    return write_snapshot(root, arrow, extracted_at=datetime(2026, 11, 22, tzinfo=UTC), source="test")


def drawn(table: str) -> list[dict[str, Any]]:
    """Rows of an ASCII table; dates become day numbers, "-" null, whole numbers numbers."""
    lines = [line for line in table.strip().splitlines() if set(line.strip()) - set("-+| ")]
    head, *body = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    return [{name: _value(name, cell) for name, cell in zip(head, row, strict=True)} for row in body]


def _value(name: str, cell: str) -> Any:
    if cell == "-":
        return None
    if name.endswith("_day") and "-" in cell:
        return day(cell)
    if name in _NUMBERS:
        return int(cell)
    return {"yes": True, "no": False}.get(cell, cell)


def changed(definition: Definition, **changes: Any) -> Definition:
    return definition.model_copy(update=changes)
