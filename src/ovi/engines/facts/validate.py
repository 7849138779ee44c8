"""What is wrong with a file of facts? Every fault is named by column and rows; unknown codes are counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ovi.engines.facts.tables import TABLES, Column, Table
from ovi.foundation.refusals import Fault

_ROWS_NAMED = 10
_Check = tuple[tuple[str, ...], str, str]  # columns, condition of a bad row, what is wrong


@dataclass(frozen=True, slots=True)
class Report:
    """One file against its contract. `unknown_codes`: column → code → how many rows carry it."""

    table: str
    rows: int
    faults: tuple[Fault, ...]
    unknown_codes: dict[str, dict[str, int]] = field(default_factory=dict)


def validate(path: Path, table: str | None = None) -> list[Fault]:
    """Everything wrong with a Parquet file; the table is named by the file (need.parquet) unless given."""
    name = table or path.stem
    if name not in TABLES:
        what = f"“{name}” is no fact table; name the file after one of: {', '.join(TABLES)}."
        return [Fault(path.name, what)]
    try:
        present = pq.read_schema(path)
    except (OSError, pa.ArrowInvalid) as error:
        return [Fault(path.name, f"cannot be read as Parquet: {error}")]
    if faults := list(_shape_faults(TABLES[name], present, path.name)):
        return faults  # values of missing or mistyped columns cannot be judged
    with duckdb.connect() as connection:
        return list(_row_faults(TABLES[name], _rows(connection, path), path.name))


def inspect(path: Path, table: str | None = None) -> Report:
    """The faults of a Parquet file and, if its columns are right, its rows and unknown codes."""
    name, faults = table or path.stem, validate(path, table)
    try:
        rows = pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowInvalid):
        return Report(name, 0, tuple(faults))
    if name not in TABLES or list(_shape_faults(TABLES[name], pq.read_schema(path), path.name)):
        return Report(name, rows, tuple(faults))
    with duckdb.connect() as connection:
        return Report(name, rows, tuple(faults), _unknown_codes(TABLES[name], _rows(connection, path)))


def _rows(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    return connection.from_parquet(str(path), file_row_number=True)


def _shape_faults(table: Table, present: pa.Schema, file: str) -> Iterator[Fault]:
    expected = {column.name: column for column in table.columns}
    for column in table.columns:
        if column.name not in present.names:
            yield Fault(f"{file}, column {column.name}", f"is missing; expected {column.arrow_type}.")
        elif not _same_type(found := present.field(column.name).type, column):
            yield Fault(f"{file}, column {column.name}", f"has type {found}; expected {column.arrow_type}.")
    for name in present.names:
        if name not in expected:
            yield Fault(f"{file}, column {name}", f"does not belong to the table {table.name}; remove it.")


def _same_type(found: pa.DataType, column: Column) -> bool:
    """Same values, whatever the storage: dictionary and large strings are strings, a list's item any name."""
    if pa.types.is_dictionary(found):
        found = found.value_type
    if pa.types.is_list(column.arrow_type):
        listed = pa.types.is_list(found) or pa.types.is_large_list(found)
        return bool(listed and pa.types.is_string(found.value_type))
    if pa.types.is_string(column.arrow_type):
        return bool(pa.types.is_string(found) or pa.types.is_large_string(found))
    return bool(found.equals(column.arrow_type))


def _row_faults(table: Table, source: duckdb.DuckDBPyRelation, file: str) -> Iterator[Fault]:
    """All conditions are judged in one pass over the file; a fault names its rows from 1."""
    checks: list[_Check] = [
        ((c.name,), f'"{c.name}" is null', "is empty but must not be.") for c in table.columns if c.required
    ]
    checks += [(rule.columns, f"({rule.condition}) is false", f"{rule.otherwise}.") for rule in table.rules]
    if table.key:
        key = ", ".join(f'"{name}"' for name in table.key)
        source = source.project(f"*, row_number() over (partition by {key} order by file_row_number) as seen")
        checks.append((table.key, "seen > 1", "repeats the key of an earlier row."))
    if not checks:
        return
    found = source.aggregate(", ".join(
        f"count(*) filter (where {bad}), list_sort(min(file_row_number, {_ROWS_NAMED}) filter (where {bad}))"
        for _, bad, _ in checks
    )).fetchall()[0]  # fmt: skip
    for place, (columns, _, what) in enumerate(checks):
        count, first = found[2 * place : 2 * place + 2]
        if count:
            yield Fault(f"{file}, column {', '.join(columns)}, {_in_words(first, count)}", what)


def _in_words(first: list[int], count: int) -> str:
    """Such as "row 3" or "rows 3, 8, 9 … (412 rows)"."""
    named = ", ".join(str(row + 1) for row in first)
    return f"row {named}" if count == 1 else f"rows {named}" + (f" … ({count} rows)" if count > len(first) else "")


def _unknown_codes(table: Table, source: duckdb.DuckDBPyRelation) -> dict[str, dict[str, int]]:
    unknown: dict[str, dict[str, int]] = {}
    for column in table.columns:
        if not column.codes:
            continue
        known = ", ".join(f"'{code}'" for code in column.codes)
        odd = source.filter(f'"{column.name}" not in ({known})')
        if counts := odd.aggregate(f'"{column.name}", count(*)').fetchall():
            unknown[column.name] = dict(sorted(counts))
    return unknown
