"""How do arrays become columns of database tables? Arrow arrays, with nulls where something has not happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ovi.demo.axis import NEVER, Ints, to_utc

Tables = dict[str, pa.Table]


def table(columns: Mapping[str, Any]) -> pa.Table:
    """A table from named columns: Arrow arrays, numpy arrays, lists; a single value is repeated."""
    size = max(len(one) for one in columns.values() if not isinstance(one, str | int | bool | None))
    return pa.table({name: _array(one, size) for name, one in columns.items()})


def _array(column: Any, size: int) -> pa.Array:
    if isinstance(column, pa.Array | pa.ChunkedArray):
        return column
    if column is None:
        return pa.nulls(size, pa.string())
    if isinstance(column, str | int | bool):
        return pa.repeat(column, size)
    return pa.array(column)


def moments(local: Ints) -> pa.Array:
    """Local seconds → instants; null for NEVER."""
    never = local >= NEVER
    return pa.array(np.where(never, 0, to_utc(local)) * 1_000_000, type=pa.timestamp("us", tz="UTC"), mask=never)


def dates(days: Ints) -> pa.Array:
    """Days since 1970 → dates; null for NEVER."""
    never = days >= NEVER
    return pa.array(np.where(never, 0, days).astype(np.int32), type=pa.int32(), mask=never).cast(pa.date32())


def ids(numbers: Ints) -> pa.Array:
    """Numbers of rows; null for 0."""
    return pa.array(numbers, mask=numbers == 0)


def named(names: Sequence[str], index: Ints) -> pa.Array:
    """Codes by their index."""
    return pa.array(names).take(pa.array(index))


def taken(values: Sequence[Any], index: Ints) -> pa.Array:
    """The values of those indices."""
    return pa.array(values).take(pa.array(index))


def text_array(values: Iterable[str]) -> str:
    """A PostgreSQL array literal of plain codes."""
    return "{" + ",".join(values) + "}"


def numbered(size: int, first: int = 1) -> npt.NDArray[np.int64]:
    return np.arange(first, first + size, dtype=np.int64)
