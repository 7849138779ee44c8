"""How does a cube answer? Rows just as the engines give them, summed from the histograms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ovi.engines.indicators.cube.base import DIMENSIONS
from ovi.engines.indicators.cube.cube import Cell, Cube
from ovi.engines.indicators.cube.kernels import OUTSIDE, WIDTH, figures
from ovi.engines.indicators.definition import ShareWithin
from ovi.engines.indicators.percentiles import MEDIAN, NINTH_DECILE
from ovi.engines.indicators.period import Period


def answer(
    definition: ShareWithin,
    cube: Cube,
    period: Period,
    by: Sequence[str],
    only: dict[str, str] | None = None,
) -> list[dict[str, Any]]:
    """numerator, denominator, outside, percentiles and bands of each group, keys named by_<grouping>.

    `only`: dimension → the one value wanted, as when a page shows one unit.
    """
    groups: dict[tuple[str | None, ...], int] = {}
    parts: list[tuple[list[int], np.ndarray]] = []
    plans: dict[tuple[Cell, ...], tuple[np.ndarray, np.ndarray, list[_Key]]] = {}
    for month in period.months():
        held = cube.months.get(month)
        if held is None:
            continue
        if held.cells not in plans:  # most months hold the same cells, so they are looked through once
            plans[held.cells] = _plan(definition, held.cells, by, only or {})
        rows, first, keys = plans[held.cells]
        if keys:
            numbers = [groups.setdefault(_full(by, month, key), len(groups)) for key in keys]
            chosen = held.counts if len(rows) == len(held.cells) and (np.diff(rows) == 1).all() else held.counts[rows]
            parts.append((numbers, np.add.reduceat(chosen, first, axis=0, dtype=np.int64)))
    counts = np.zeros((len(groups), WIDTH), np.int64)
    for numbers, summed in parts:
        counts[numbers] += summed
    return _rows(definition, list(groups), by, counts) if parts else []


_Key = tuple[str | None, ...]


def _plan(
    definition: ShareWithin, cells: tuple[Cell, ...], by: Sequence[str], only: dict[str, str]
) -> tuple[np.ndarray, np.ndarray, list[_Key]]:
    """Which rows count, group by group; where each group begins; and the groups' keys, the month left out."""
    axes = [DIMENSIONS.index(name) for name in by if name != "month"]
    of_key: dict[_Key, list[int]] = {}
    for row, cell in enumerate(cells):
        if _counted(definition, cell, only):
            of_key.setdefault(tuple(cell[axis] for axis in axes), []).append(row)
    sizes = [len(rows) for rows in of_key.values()]
    rows = np.array([row for rows in of_key.values() for row in rows], np.int64)
    return rows, np.cumsum([0, *sizes[:-1]]), list(of_key)


def _full(by: Sequence[str], month: str, key: _Key) -> _Key:
    """The key with the month in its place."""
    rest = iter(key)
    return tuple(month if name == "month" else next(rest) for name in by)


def _counted(definition: ShareWithin, cell: Cell, only: dict[str, str]) -> bool:
    """Is the cell of the definition's professions and service lines, and of what is wanted?"""
    _unit, profession, line = cell
    chosen = definition.population
    if chosen.professions and profession not in chosen.professions:
        return False
    if chosen.service_lines and line not in chosen.service_lines:
        return False
    return all(cell[DIMENSIONS.index(name)] == value for name, value in only.items())


def _rows(
    definition: ShareWithin, groups: list[tuple[str | None, ...]], by: Sequence[str], counts: np.ndarray
) -> list[dict[str, Any]]:
    limit = definition.limit.days or 0
    within, judged, bands, days = figures(counts, limit, definition.bands, (MEDIAN, NINTH_DECILE))
    outside = counts[:, OUTSIDE]
    rows = []
    for place, group in enumerate(groups):
        median, decile = (None if day < 0 else int(day) for day in days[place])
        row: dict[str, Any] = {f"by_{name}": value for name, value in zip(by, group, strict=True)}
        row |= {
            "numerator": int(within[place]), "denominator": int(judged[place]), "outside": int(outside[place]),
            "median_wait_days": median, "p90_wait_days": decile,
        }  # fmt: skip
        row |= {f"band_{number}": int(count) for number, count in enumerate(bands[place])} if definition.bands else {}
        rows.append(row)
    return rows
