"""How is a cube made from facts? Codes for texts, one pass of the kernel, the cells of each month in order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ovi.engines.indicators.cube.base import Base
from ovi.engines.indicators.cube.cube import Cell, Cube, MonthCells, cell_order
from ovi.engines.indicators.cube.kernels import NO_DAY, WIDTH, cells_used, cells_with_events, histograms

_TEXTS = ("unit", "first_event_profession", "service_line")
_CONDITIONS = ("covered_class", "urgency", "first_event_mode")
_FLAG = "first_event_licensed"


def columns_of(base: Base) -> list[str]:
    """The columns of `need` that a cube is made from."""
    return [base.start, base.stop, *_TEXTS, *_CONDITIONS, _FLAG]


def read_columns(path: Any, base: Base, groups: Sequence[int] | None = None) -> pa.Table:
    """Those columns of need.parquet, texts as codes; of some of its row groups when `groups` names them.

    Each column is made one piece as it is read, so that memory holds all of them once and two of them twice.
    """

    def one(name: str) -> pa.ChunkedArray:
        with pq.ParquetFile(path, read_dictionary=[name] if name in texts else []) as file:
            read = file.read([name]) if groups is None else file.read_row_groups(list(groups), [name])
        whole = read.column(0).unify_dictionaries() if name in texts else read.column(0)
        return pa.chunked_array([whole.combine_chunks()], whole.type)

    texts, names = (*_TEXTS, *_CONDITIONS), columns_of(base)
    with ThreadPoolExecutor(2) as pool:
        columns = pa.table(dict(zip(names, pool.map(one, names), strict=True)))
    pa.default_memory_pool().release_unused()
    return columns


def build(needs: pa.Table, base: Base) -> Cube:
    """The cube of these needs, whatever their order. Empty facts give an empty cube."""
    ends = pc.min_max(needs[base.stop]).as_py()
    if ends["min"] is None:
        return Cube({})
    months, month_of = _months(ends["min"], ends["max"])
    codes, names = zip(*(_coded(needs[name]) for name in _TEXTS), strict=True)
    conditions, allowed = zip(*(_condition(needs[name], base, name) for name in _CONDITIONS), strict=True)
    if not all(one.any() for one in allowed):
        return Cube({})
    cell_of, cells = _cells(codes, names, len(needs), len(months))
    days = _days(needs[base.start]), _days(needs[base.stop])
    flag, wanted = _bits(needs[_FLAG], base.licensed)
    counts = histograms(*days, codes, conditions, allowed, flag, wanted, cell_of, month_of, ends["min"])
    made = {month: _month(cells, one) for month, one in zip(months, counts, strict=True)}
    return Cube({month: one for month, one in made.items() if one.cells})


def _month(cells: tuple[Cell, ...], counts: np.ndarray) -> MonthCells:
    used = np.flatnonzero(cells_with_events(counts))
    if len(used) == len(cells):
        return MonthCells(cells, counts)
    return MonthCells(tuple(cells[row] for row in used), counts[used])


def _days(column: pa.ChunkedArray) -> np.ndarray:
    filled = column if column.null_count == 0 else pc.fill_null(column, int(NO_DAY))
    return _fixed(_in_one(filled).to_numpy(zero_copy_only=False))


def _in_one(column: pa.ChunkedArray) -> pa.Array:
    """The column in one piece; copied only where it is in several."""
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[str | None]]:
    """Codes from 0 and what they mean; empty texts have a code of their own, the last. No codes where all are alike."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    coded = _in_one(coded.unify_dictionaries())
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0) if coded.num_chunks else pa.array([], coded.type)
    names: list[str | None] = [*coded.dictionary.to_pylist(), *([None] if coded.null_count else [])]
    if len(names) == 1:
        return _NO_CODES, names
    indices = coded.indices if coded.null_count == 0 else pc.fill_null(coded.indices, len(names) - 1)
    return _fixed(indices.to_numpy(zero_copy_only=False)), names


def _fixed(values: np.ndarray) -> np.ndarray:
    """Not to be written to, like all columns of Arrow's: the loops are compiled once, not for each mixture of both."""
    fixed = values.view()
    fixed.flags.writeable = False
    return fixed


_NO_CODES = _fixed(np.empty(0, np.int32))


def _cells(codes: Any, names: Any, rows: int, months: int) -> tuple[np.ndarray, tuple[Cell, ...]]:
    """The number of each combination that occurs, in `cell_order`, and the combinations.

    Where a table of all combinations is no larger than a column, they are not looked for: the empty ones go later.
    """
    sizes = len(names[0]), len(names[1]), len(names[2])
    everything = math.prod(sizes) * months * WIDTH <= rows
    used = np.argwhere(np.ones(sizes) if everything else cells_used(codes, sizes))
    cells = [tuple(names[axis][code] for axis, code in enumerate(place)) for place in used]
    order = sorted(range(len(cells)), key=lambda row: cell_order(cells[row]))
    cell_of = np.zeros(sizes, np.int32)
    for number, row in enumerate(order):
        cell_of[tuple(used[row])] = number
    return cell_of, tuple(cells[row] for row in order)


def _condition(column: pa.ChunkedArray, base: Base, name: str) -> tuple[np.ndarray, np.ndarray]:
    """The codes of a condition's column and, for each, 1 where it is met. No codes when every one of them is."""
    codes, names = _coded(column)
    allowed = np.array([_allowed(base, name, one) for one in names], np.int32)
    return (_NO_CODES if allowed.all() else codes), allowed


def _allowed(base: Base, name: str, value: str | None) -> bool:
    """Is it met? One that is set is not met by an empty value."""
    if name == "covered_class":
        return not base.covered_classes or value in base.covered_classes
    if name == "urgency":
        return base.urgency is None or value == base.urgency
    return value is None or value not in base.not_modes


def _bits(column: pa.ChunkedArray, wanted: bool | None) -> tuple[np.ndarray, int]:
    """A yes or no of each row as bits from the first, and which it must be; -1 where nothing is asked."""
    if wanted is None:
        return _fixed(np.empty(0, np.uint8)), -1
    whole = _in_one(pc.fill_null(column, not wanted) if column.null_count else column)
    if whole.offset:
        whole = pa.concat_arrays([whole, pa.array([], pa.bool_())])
    return _fixed(np.frombuffer(whole.buffers()[1], np.uint8)), int(wanted)


def _months(first: int, last: int) -> tuple[list[str], np.ndarray]:
    """The months from day `first` to day `last`, and the month of each of those days as its place among them."""
    months = np.arange(first, last + 1, dtype="int32").astype("datetime64[D]").astype("datetime64[M]")
    place = (months - months[0]).astype(np.int16)
    return [str(months[0] + number) for number in range(int(place[-1]) + 1)], place
