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
_CONDITIONS = ("covered_class", "urgency", "first_event_licensed", "first_event_mode")


def columns_of(base: Base) -> list[str]:
    """The columns of `need` that a cube is made from."""
    return [base.start, base.stop, *_TEXTS, *_CONDITIONS]


def read_columns(path: Any, base: Base, groups: Sequence[int] | None = None) -> pa.Table:
    """Those columns of need.parquet, texts as codes; of some of its row groups when `groups` names them."""
    texts = [*_TEXTS, "covered_class", "urgency", "first_event_mode"]
    if groups is None:
        return pq.read_table(path, columns=columns_of(base), read_dictionary=texts)
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        return file.read_row_groups(list(groups), columns=columns_of(base))


def build(needs: pa.Table, base: Base) -> Cube:
    """The cube of these needs, whatever their order. Empty facts give an empty cube."""
    stop = _days(needs[base.stop])
    known = stop[stop != NO_DAY]
    if not known.size:
        return Cube({})
    first, last = int(known.min()), int(known.max())
    months, month_of = _months(first, last)
    codes, names = zip(*(_coded(needs[name]) for name in _TEXTS), strict=True)
    cell_of, cells = _cells(codes, names)
    counts = histograms(_days(needs[base.start]), stop, _kept(needs, base), codes, cell_of, month_of, first)
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
    small = np.int16 if len(names) > 127 else np.int8
    return indices.to_numpy(zero_copy_only=False).astype(small, copy=False), names


def _cells(codes: Any, names: Any) -> tuple[np.ndarray, list[Cell]]:
    """The number of each combination that occurs, in `cell_order`, and the combinations."""
    used = np.argwhere(cells_used(codes, (len(names[0]), len(names[1]), len(names[2]))))
    cells = [tuple(names[axis][code] for axis, code in enumerate(place)) for place in used]
    order = sorted(range(len(cells)), key=lambda row: cell_order(cells[row]))
    cell_of = np.zeros(tuple(len(one) for one in names), np.int32)
    for number, row in enumerate(order):
        cell_of[tuple(used[row])] = number
    return cell_of, [cells[row] for row in order]


def _kept(needs: pa.Table, base: Base) -> np.ndarray:
    """1 where the need is one of the base's; a condition that is set is not met by an empty value."""
    tests = []
    if base.covered_classes:
        tests.append(pc.is_in(needs["covered_class"], value_set=pa.array(base.covered_classes)))
    if base.urgency is not None:
        tests.append(pc.equal(needs["urgency"], base.urgency))
    if base.licensed is not None:
        tests.append(pc.equal(needs["first_event_licensed"], base.licensed))
    if base.not_modes:
        tests.append(pc.invert(pc.is_in(needs["first_event_mode"], value_set=pa.array(base.not_modes))))
    keep = np.ones(len(needs), np.uint8)
    for test in tests:
        keep &= pc.fill_null(test, False).to_numpy().astype(np.uint8)
    return keep


def _months(first: int, last: int) -> tuple[list[str], np.ndarray]:
    """The months from day `first` to day `last`, and the month of each of those days as its place among them."""
    months = np.arange(first, last + 1, dtype="int32").astype("datetime64[D]").astype("datetime64[M]")
    place = (months - months[0]).astype(np.int16)
    return [str(months[0] + number) for number in range(int(place[-1]) + 1)], place
