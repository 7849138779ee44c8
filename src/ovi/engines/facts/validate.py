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


@dataclass(frozen=True, slots=True)
class Report:
    """One file against its contract. `unknown_codes`: column → code → how many rows carry it."""

    table: str
    rows: int
    faults: tuple[Fault, ...]
    unknown_codes: dict[str, dict[str, int]] = field(default_factory=dict)


def validate(path: Path, table: str | None = None) -> list[Fault]:
    """Everything wrong with a Parquet file; the table is named by the file (need.parquet) unless given."""
    return list(inspect(path, table).faults)


def inspect(path: Path, table: str | None = None) -> Report:
    """The faults and the unknown codes of a Parquet file. Rows are counted from 1."""
    name = table or path.stem
    if name not in TABLES:
        what = f"“{name}” is no fact table; name the file after one of: {', '.join(TABLES)}."
        return Report(name, 0, (Fault(path.name, what),))
    try:
        parquet = pq.ParquetFile(path)
    except (OSError, pa.ArrowInvalid) as error:
        return Report(name, 0, (Fault(path.name, f"cannot be read as Parquet: {error}"),))
    with parquet:
        present, rows = parquet.schema_arrow, parquet.metadata.num_rows
    faults = list(_shape_faults(TABLES[name], present, path.name))
    if faults:  # values of missing or mistyped columns cannot be judged
        return Report(name, rows, tuple(faults))
    with duckdb.connect() as connection:
        source = connection.from_parquet(str(path), file_row_number=True)
        faults = list(_row_faults(TABLES[name], source, path.name))
        return Report(name, rows, tuple(faults), _unknown_codes(TABLES[name], source))


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
    for column in table.columns:
        if column.required and (rows := _rows_where(source, f'"{column.name}" is null')):
            yield Fault(f"{file}, column {column.name}, {rows}", "is empty but must not be.")
    for rule in table.rules:
        if rows := _rows_where(source, f"({rule.condition}) is false"):
            yield Fault(f"{file}, column {', '.join(rule.columns)}, {rows}", f"{rule.otherwise}.")
    if table.key:
        key = ", ".join(f'"{name}"' for name in table.key)
        seen = f"row_number() over (partition by {key} order by file_row_number) as seen"
        repeated = source.project(f"file_row_number, {seen}")
        if rows := _rows_where(repeated, "seen > 1"):
            yield Fault(
                f"{file}, column {', '.join(table.key)}, {rows}", "repeats the key of an earlier row."
            )


def _rows_where(source: duckdb.DuckDBPyRelation, condition: str) -> str:
    """Which rows meet the condition, in words ("rows 3, 8, 9 … (412 rows)"); empty if none."""
    found = source.filter(condition).aggregate(
        f"count(*) as n, list_sort(min(file_row_number, {_ROWS_NAMED})) as first"
    )
    ((count, first),) = found.fetchall()
    if not count:
        return ""
    named = ", ".join(str(row + 1) for row in first)
    if count == 1:
        return f"row {named}"
    return f"rows {named}" + (f" … ({count} rows)" if count > len(first) else "")


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
