"""How is a cube made from facts? Codes for texts, one pass of the kernel, the cells of each month in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from ovi.engines.indicators.cube.base import Base
from ovi.engines.indicators.cube.cube import Cell, Cube, MonthCells, cell_order
from ovi.engines.indicators.cube.kernels import NO_DAY, cells_used, histograms

_TEXTS = ("unit", "first_event_profession", "service_line")
_CONDITIONS = ("covered_class", "urgency", "first_event_mode")
_FLAG = "first_event_licensed"


def columns_of(base: Base) -> list[str]:
    """The columns of `need` that a cube is made from."""
    return [base.start, base.stop, *_TEXTS, *_CONDITIONS, _FLAG]


def read_columns(path: Any, base: Base, groups: Sequence[int] | None = None) -> pa.Table:
    """Those columns of need.parquet, texts as codes; of some of its row groups when `groups` names them."""
    texts = [*_TEXTS, *_CONDITIONS]
    if groups is None:
        return pq.read_table(path, columns=columns_of(base), read_dictionary=texts)
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        return file.read_row_groups(list(groups), columns=columns_of(base))


def build(needs: pa.Table, base: Base) -> Cube:
    """The cube of these needs, whatever their order. Empty facts give an empty cube."""
    ends = pc.min_max(needs[base.stop]).as_py()
    if ends["min"] is None:
        return Cube({})
    months, month_of = _months(ends["min"], ends["max"])
    codes, names = zip(*(_coded(needs[name]) for name in (*_TEXTS, *_CONDITIONS)), strict=True)
    cell_of, cells = _cells(codes[:3], names[:3])
    days = _days(needs[base.start]), _days(needs[base.stop])
    flag, wanted = _bits(needs[_FLAG], base.licensed)
    counts = histograms(*days, codes, _allowed(base, names[3:]), flag, wanted, cell_of, month_of, ends["min"])
    return Cube({month: made for number, month in enumerate(months) if (made := _month(cells, counts[number])).cells})


def _month(cells: list[Cell], counts: np.ndarray) -> MonthCells:
    used = np.flatnonzero(counts.max(axis=1)) if len(counts) else np.empty(0, np.int64)
    if len(used) == len(cells):
        return MonthCells(tuple(cells), counts)
    return MonthCells(tuple(cells[row] for row in used), counts[used])


def _days(column: pa.ChunkedArray) -> np.ndarray:
    filled = column if column.null_count == 0 else pc.fill_null(column, int(NO_DAY))
    days: np.ndarray = filled.combine_chunks().to_numpy(zero_copy_only=False)
    return days


def _coded(column: pa.ChunkedArray) -> tuple[np.ndarray, list[str | None]]:
    """Codes from 0 and what they mean; an empty text has a code of its own, the last."""
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    coded = coded.unify_dictionaries().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0) if coded.num_chunks else pa.array([], coded.type)
    names: list[str | None] = [*coded.dictionary.to_pylist(), None]
    indices = coded.indices if coded.null_count == 0 else pc.fill_null(coded.indices, len(names) - 1)
    return indices.to_numpy(zero_copy_only=False), names


def _cells(codes: Any, names: Any) -> tuple[np.ndarray, list[Cell]]:
    """The number of each combination that occurs, in `cell_order`, and the combinations."""
    used = np.argwhere(cells_used(codes, (len(names[0]), len(names[1]), len(names[2]))))
    cells = [tuple(names[axis][code] for axis, code in enumerate(place)) for place in used]
    order = sorted(range(len(cells)), key=lambda row: cell_order(cells[row]))
    cell_of = np.zeros(tuple(len(one) for one in names), np.int32)
    for number, row in enumerate(order):
        cell_of[tuple(used[row])] = number
    return cell_of, [cells[row] for row in order]


def _allowed(base: Base, names: Any) -> tuple[np.ndarray, ...]:
    """For each code of the conditions 1 where it is met; one that is set is not met by an empty value."""
    covered, urgency, mode = names
    met = (
        [not base.covered_classes or name in base.covered_classes for name in covered],
        [base.urgency is None or name == base.urgency for name in urgency],
        [name is None or name not in base.not_modes for name in mode],
    )
    return tuple(np.array(one, np.uint8) for one in met)


def _bits(column: pa.ChunkedArray, wanted: bool | None) -> tuple[np.ndarray, int]:
    """A yes or no of each row as bits from the first, and which it must be; -1 where nothing is asked."""
    if wanted is None:
        return np.zeros(0, np.uint8), -1
    whole = pc.fill_null(column, not wanted).combine_chunks()
    if whole.offset:
        whole = pa.concat_arrays([whole, pa.array([], pa.bool_())])
    return np.frombuffer(whole.buffers()[1], np.uint8), int(wanted)


def _months(first: int, last: int) -> tuple[list[str], np.ndarray]:
    """The months from day `first` to day `last`, and the month of each of those days as its place among them."""
    months = np.arange(first, last + 1, dtype="int32").astype("datetime64[D]").astype("datetime64[M]")
    place = (months - months[0]).astype(np.int16)
    return [str(months[0] + number) for number in range(int(place[-1]) + 1)], place
