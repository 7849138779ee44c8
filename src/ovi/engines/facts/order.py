"""In which order do the rows of a fact table lie? By day, in pieces that end with their month.

So a cube or a scan of some months reads a range of the file, and one more day changes only the pieces of its month.
Equal rows give an equal file, in whatever order they came.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ovi.engines.facts.tables import Table

PIECE = 20_000  # rows of a row group at most
MEMORY = "96MB"
AT_ONCE, PARTS = 300_000, 64  # rows sorted together fit into it; so many readings of a file are enough
_NO_MONTH = 10**9


def in_order(connection: duckdb.DuckDBPyConnection, path: Path, table: Table) -> Iterator[pa.Table]:
    """The rows of a Parquet file by `table.lies_by`, empty values last, in pieces to be written as row groups.

    Sorted a stretch of days at a time: all at once, a large file would not fit into MEMORY even with the disk's help.
    """
    kinds = {column.name: column.kind for column in table.columns}
    order = ", ".join(f'"{name}" nulls last' for name in table.lies_by)
    columns = ", ".join(f'"{name}"' for name in kinds)
    days = [name for name in table.lies_by if kinds[name] == "day"]
    rows = connection.from_parquet(str(path), file_row_number=True)

    def batches() -> Iterator[pa.RecordBatch]:
        for part in _parts(rows, list(takewhile(days.__contains__, table.lies_by))):
            some = rows.filter(part).order(f"{order}, file_row_number")
            yield from some.project(columns).to_arrow_reader(PIECE)

    return _pieces(batches(), days)


def _parts(rows: duckdb.DuckDBPyRelation, days: Sequence[str]) -> Iterator[str]:
    """Conditions that part the rows by their first known day, in order, into not many more than AT_ONCE each."""
    total = rows.aggregate("count(*)").fetchall()[0][0]
    most, before = max(AT_ONCE, total // PARTS), "true"
    if total <= most:
        yield before
        return
    for name in days:
        counted = rows.filter(f'{before} and "{name}" is not null').aggregate(f'"{name}", count(*)').order(f'"{name}"')
        first, held = None, 0
        for day, count in counted.fetchall():
            if first is not None and held + count > most:
                yield f'{before} and "{name}" >= {first} and "{name}" < {day}'
                first, held = None, 0
            first, held = day if first is None else first, held + count
        if first is not None:
            yield f'{before} and "{name}" >= {first}'
        before += f' and "{name}" is null'
    yield before


def _pieces(batches: Iterable[pa.RecordBatch], days: Sequence[str]) -> Iterator[pa.Table]:
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
