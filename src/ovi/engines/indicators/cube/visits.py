"""How often did each person see each professional, in each window of twelve months? The kernel, window by window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ovi.engines.indicators.cube.continuity import continuity
from ovi.engines.indicators.period import WINDOW_MONTHS, Period, first_day

COLUMNS = ("person_key", "profession", "professional_key", "day")


def days_of_windows(period: Period) -> tuple[int, int]:
    """The first day of the first window, and the day after the last."""
    first, last = (np.datetime64(month) for month in (period.first, period.last))
    return first_day(first - (WINDOW_MONTHS - 1)), first_day(last + 1)


def visits_in_windows(seen: pa.Table, period: Period) -> pa.Table:
    """`persons.counted_visits` of encounters (COLUMNS, in any order) on the days of the period's windows."""
    person, people = _coded(seen["person_key"])
    profession, professions = _coded(seen["profession"])
    who, professionals = _coded(seen["professional_key"], empty=-1)
    group = person.astype(np.int64) * (len(professions) + 1) + profession
    order = np.argsort(group, kind="stable")
    group, who = group[order], who[order]
    day = seen["day"].to_numpy().astype("datetime64[D]").astype("datetime64[M]")[order]
    months = [np.datetime64(month) for month in period.months()]
    parts = [
        _window(month, *_of_groups(group[inside], who[inside], len(professionals)), people, professions)
        for month in months
        if (inside := (day <= month) & (day > month - WINDOW_MONTHS)).any()
    ]
    return pa.concat_tables(parts).unify_dictionaries() if parts else _SCHEMA.empty_table()


_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("person_key", "profession", "month")]
    + [(name, pa.int64()) for name in ("visits", "all_visits", "squares", "most")]
)


def _coded(column: pa.ChunkedArray, empty: int | None = None) -> tuple[np.ndarray, pa.Array]:
    """int32 codes and what they mean; an empty value has the code after the last, or `empty`."""
    coded = column.combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.unify_dictionaries().combine_chunks()
    codes = pc.fill_null(coded.indices, len(coded.dictionary) if empty is None else empty)
    return codes.to_numpy(zero_copy_only=False), coded.dictionary


def _of_groups(group: np.ndarray, who: np.ndarray, professionals: int) -> tuple[np.ndarray, Any]:
    """The groups that occur, and their counts by the kernel."""
    found = continuity(group, np.zeros(len(group), np.int8), who, 1, professionals)
    return group[np.concatenate(([True], group[1:] != group[:-1]))], found


def _window(month: np.datetime64, groups: np.ndarray, found: Any, people: pa.Array, professions: pa.Array) -> pa.Table:
    kinds = len(professions) + 1
    return pa.table({
        "person_key": pa.DictionaryArray.from_arrays(pa.array((groups // kinds).astype(np.int32)), people),
        "profession": _named((groups % kinds).astype(np.int32), professions),
        "month": pa.DictionaryArray.from_arrays(pa.array(np.zeros(len(groups), np.int32)), pa.array([str(month)])),
        "visits": found.visits[:, 0], "all_visits": found.visits[:, 0] + found.missing[:, 0],
        "squares": found.squares[:, 0], "most": found.most[:, 0],
    })  # fmt: skip


def _named(codes: np.ndarray, names: pa.Array) -> pa.Array:
    """Names of codes; the code after the last is none."""
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes == len(names)), names)
