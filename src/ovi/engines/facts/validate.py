"""What is wrong with a file of facts? Every fault is named by column and rows; unknown codes are counted.

The file is read in pieces: memory stays under MEMORY however large it is, and what does not fit (the keys of a
table, to find repeated ones) goes to a folder that is removed at the end.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from ovi.engines.facts.days import day_number
from ovi.engines.facts.tables import TABLES, Column, Table
from ovi.foundation.refusals import Fault

MEMORY = "160MB"
_ROWS_NAMED = 10
_FIRST_DAY, _LAST_DAY = day_number(date(1900, 1, 1)), day_number(date(2199, 12, 31))
_Check = tuple[tuple[str, ...], str, str]  # columns, condition of a bad row, what is wrong


@dataclass(frozen=True, slots=True)
class Report:
    """One file against its contract. `unknown_codes`: column → code → how many rows carry it."""

    table: str
    rows: int
    faults: tuple[Fault, ...]
    unknown_codes: dict[str, dict[str, int]] = field(default_factory=dict)


def validate(path: Path, table: str | None = None, *, until: date | None = None) -> list[Fault]:
    """Everything wrong with a Parquet file; the table is named by the file (need.parquet) unless given."""
    return list(inspect(path, table, until=until, codes=False).faults)


def inspect(path: Path, table: str | None = None, *, until: date | None = None, codes: bool = True) -> Report:
    """The faults of a Parquet file and, if its columns are right, its rows and unknown codes.

    `until`: the day of the extract; what has happened cannot have happened later. None: not judged.
    """
    name = table or path.stem
    if name not in TABLES:
        what = f"“{name}” is no fact table; name the file after one of: {', '.join(TABLES)}."
        return Report(name, 0, (Fault(path.name, what),))
    try:
        present, rows = pq.read_schema(path), pq.read_metadata(path).num_rows
    except (OSError, pa.ArrowInvalid) as error:
        return Report(name, 0, (Fault(path.name, f"cannot be read as Parquet: {error}"),))
    if faults := tuple(_shape_faults(TABLES[name], present, path.name)):
        return Report(name, rows, faults)  # values of missing or mistyped columns cannot be judged
    try:
        with small_database() as connection:
            source = connection.from_parquet(str(path), file_row_number=True)
            found = tuple(_row_faults(TABLES[name], source, path.name, until))
            return Report(name, rows, found, _unknown_codes(TABLES[name], source) if codes else {})
    except duckdb.OutOfMemoryException:
        what = f"could not be checked: there is less memory than {MEMORY} for it. End other programs and try again."
        return Report(name, rows, (Fault(path.name, what),))
    except duckdb.Error as error:
        said = str(error).strip().splitlines()[0]
        what = f"cannot be read to its end; copy it again from where it was made. ({said})"
        return Report(name, rows, (Fault(path.name, what),))


@contextmanager
def small_database(memory: str = MEMORY, threads: int = 2) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that keeps to `memory` and puts what does not fit into a folder of its own.

    Each thread holds the columns it reads or writes beside that, so little memory wants few threads.
    """
    with tempfile.TemporaryDirectory(prefix="ovi-facts-") as spill:
        config = {"memory_limit": memory, "temp_directory": spill, "threads": threads}
        config["preserve_insertion_order"] = False
        with duckdb.connect(config=config) as connection:  # type: ignore[arg-type]
            connection.execute("set enable_progress_bar = false")  # it would be drawn into what --json prints
            yield connection


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


def _checks(table: Table, until: date | None) -> list[_Check]:
    checks: list[_Check] = [
        ((c.name,), f'"{c.name}" is null', "is empty but must not be.") for c in table.columns if c.required
    ]
    for column in (one for one in table.columns if one.kind == "day"):
        odd = f'("{column.name}" between {_FIRST_DAY} and {_LAST_DAY}) is false'
        checks.append(((column.name,), odd, "is no day number of the years 1900–2199."))
        if until and column.past:
            late = f'"{column.name}" > {day_number(until)} and "{column.name}" <= {_LAST_DAY}'
            checks.append(((column.name,), late, f"lies after the day of the extract, {until}."))
    return checks + [(rule.columns, f"({rule.condition}) is false", f"{rule.otherwise}.") for rule in table.rules]


def _row_faults(table: Table, source: duckdb.DuckDBPyRelation, file: str, until: date | None) -> Iterator[Fault]:
    """All conditions are judged in one pass over the file; a fault names its rows from 1."""
    if checks := _checks(table, until):
        found = source.aggregate(", ".join(
            f"count(*) filter (where {bad}), list_sort(min(file_row_number, {_ROWS_NAMED}) filter (where {bad}))"
            for _, bad, _ in checks
        )).fetchall()[0]  # fmt: skip
        for place, (columns, _, what) in enumerate(checks):
            count, first = found[2 * place : 2 * place + 2]
            if count:
                yield Fault(f"{file}, column {', '.join(columns)}, {_in_words(first, count)}", what)
    if table.key:
        yield from _repeated(table.key, source, file)


def _repeated(names: tuple[str, ...], source: duckdb.DuckDBPyRelation, file: str) -> Iterator[Fault]:
    """Rows whose key an earlier row has. Only keys whose hash occurs twice are compared: few, so they fit."""
    key = ", ".join(f'"{name}"' for name in names)
    twice = source.aggregate(f"hash({key}) as of_key, count(*) as rows", f"hash({key})").filter("rows > 1")
    suspects = (
        source.project(f"file_row_number, {key}, hash({key}) as of_key")
        .set_alias("keyed")
        .join(twice.project("of_key as twice_of").set_alias("twice"), "of_key = twice_of", how="semi")
    )
    seen = suspects.project(
        f"file_row_number, row_number() over (partition by {key} order by file_row_number) as seen"
    ).filter("seen > 1")
    told = seen.aggregate(f"count(*), list_sort(min(file_row_number, {_ROWS_NAMED}))").fetchall()[0]
    if told[0]:
        where = f"{file}, column {', '.join(names)}, {_in_words(told[1], told[0])}"
        yield Fault(where, "repeats the key of an earlier row.")


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
        value = f'unnest("{column.name}")' if column.kind == "codes" else f'"{column.name}"'
        odd = source.project(f"{value} as code").filter(f"code not in ({known})")
        if counts := odd.aggregate("code, count(*)").fetchall():
            unknown[column.name] = dict(sorted(counts))
    return unknown
