"""In which order do the rows of a fact table lie? By day, in pieces that end with their month.

So a cube or a scan of some months reads a range of the file, and one more day changes only the pieces of its month.
Equal rows give an equal file, in whatever order they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ovi.engines.facts.tables import Table

PIECE = 20_000  # rows of a row group at most
MEMORY = "96MB"  # what does not fit is sorted on disk
_NO_MONTH = 10**9


def in_order(connection: duckdb.DuckDBPyConnection, path: Path, table: Table) -> Iterator[pa.Table]:
    """The rows of a Parquet file by `table.lies_by`, empty values last, in pieces to be written as row groups."""
    kinds = {column.name: column.kind for column in table.columns}
    order = ", ".join(f'"{name}" nulls last' for name in table.lies_by)
    rows = connection.from_parquet(str(path), file_row_number=True).order(f"{order}, file_row_number")
    columns = ", ".join(f'"{name}"' for name in kinds)
    days = [name for name in table.lies_by if kinds[name] == "day"]
    return _pieces(rows.project(columns).to_arrow_reader(PIECE), days)


def _pieces(batches: pa.RecordBatchReader, days: Sequence[str]) -> Iterator[pa.Table]:
    held: list[pa.RecordBatch] = []
    rows, month = 0, _NO_MONTH
    for batch in batches:
        months = _months(batch, days)
        for first, past in _runs(months):
            start = first
            if held and months[first] != month:
                yield pa.Table.from_batches(held)
                held, rows = [], 0
            month = months[first]
            while start < past:
                taken = min(past - start, PIECE - rows)
                held.append(batch.slice(start, taken))
                start, rows = start + taken, rows + taken
                if rows == PIECE:
                    yield pa.Table.from_batches(held)
                    held, rows = [], 0
    if held:
        yield pa.Table.from_batches(held)


def _months(batch: pa.RecordBatch, days: Sequence[str]) -> np.ndarray:
    """The month of each row's first known day; those of the next day column are other months."""
    found = np.full(batch.num_rows, _NO_MONTH, np.int64)
    for place, name in reversed(list(enumerate(days))):
        column = batch.column(name)
        known = pc.is_valid(column).to_numpy(zero_copy_only=False)
        number = pc.fill_null(column, 0).to_numpy(zero_copy_only=False).astype("datetime64[D]").astype("datetime64[M]")
        found = np.where(known, number.astype(np.int64) + place * 10**6, found)
    return found


def _runs(months: np.ndarray) -> Iterator[tuple[int, int]]:
    """[first, past) of equal neighbours."""
    cuts = [0, *(np.flatnonzero(months[1:] != months[:-1]) + 1).tolist(), len(months)]
    yield from ((first, past) for first, past in zip(cuts[:-1], cuts[1:], strict=True) if past > first)


def marks(path: Path) -> tuple[str, ...]:
    """A hash of each row group's bytes: equal in two snapshots where their rows are."""
    told, meta = [], pq.read_metadata(path)
    with path.open("rb") as file:
        for number in range(meta.num_row_groups):
            group = meta.row_group(number)
            chunks = [group.column(place) for place in range(group.num_columns)]
            first = min(one.dictionary_page_offset or one.data_page_offset for one in chunks)
            file.seek(first)
            size = sum(one.total_compressed_size for one in chunks)
            told.append(hashlib.sha256(file.read(size)).hexdigest()[:16])
    return tuple(told)
