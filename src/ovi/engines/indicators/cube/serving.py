"""How does a cube answer? Rows just as the engines give them, summed from the histograms; and where cubes are kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from ovi.engines.indicators.cube.base import DIMENSIONS, Base
from ovi.engines.indicators.cube.building import build, read_columns
from ovi.engines.indicators.cube.cube import Cell, Cube
from ovi.engines.indicators.cube.kernels import OUTSIDE, figures
from ovi.engines.indicators.definition import ShareWithin
from ovi.engines.indicators.percentiles import MEDIAN, NINTH_DECILE
from ovi.engines.indicators.period import Period

_FOLDER = ".cubes"


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
    numbers, parts = [], []
    for month in period.months():
        if month not in cube.months:
            continue
        held = cube.months[month]
        chosen = [row for row, cell in enumerate(held.cells) if _counted(definition, cell, only or {})]
        if not chosen:
            continue
        parts.append(held.counts if len(chosen) == len(held.cells) else held.counts[chosen])
        keys = (_key(by, month, held.cells[row]) for row in chosen)
        numbers += [groups.setdefault(key, len(groups)) for key in keys]
    if not parts:
        return []
    return _rows(definition, list(groups), by, _summed(parts, np.array(numbers), len(groups)))


def _counted(definition: ShareWithin, cell: Cell, only: dict[str, str]) -> bool:
    """Is the cell of the definition's professions and service lines, and of what is wanted?"""
    _unit, profession, line = cell
    chosen = definition.population
    if chosen.professions and profession not in chosen.professions:
        return False
    if chosen.service_lines and line not in chosen.service_lines:
        return False
    return all(cell[DIMENSIONS.index(name)] == value for name, value in only.items())


def _key(by: Sequence[str], month: str, cell: Cell) -> tuple[str | None, ...]:
    return tuple(month if name == "month" else cell[DIMENSIONS.index(name)] for name in by)


def _summed(parts: list[np.ndarray], numbers: np.ndarray, groups: int) -> np.ndarray:
    """The histograms of each group; cells of one group are added, in int64 as there may be many."""
    counts = parts[0] if len(parts) == 1 else np.concatenate(parts)
    if groups == len(numbers):
        return counts  # one cell a group, and in that order
    order = np.argsort(numbers, kind="stable")
    first = np.flatnonzero(np.diff(numbers[order], prepend=-1))
    summed: np.ndarray = np.add.reduceat(counts if len(order) == 1 else counts[order], first, axis=0, dtype=np.int64)
    return summed


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


def cube_of(facts_dir: Path, base: Base) -> Cube:
    """The cube of a snapshot, from beside it or made anew. Snapshots never change, so neither do their cubes."""
    return _kept(facts_dir.resolve(), base)


@lru_cache(maxsize=8)
def _kept(facts_dir: Path, base: Base) -> Cube:
    folder = facts_dir.parent / _FOLDER / facts_dir.name / base.key
    if (folder / "whole").exists():
        return Cube.read(folder)
    cube = build(read_columns(facts_dir / "need.parquet", base), base)
    try:
        cube.write(folder)
        (folder / "whole").touch()
    except OSError:
        return cube  # the facts lie where we may not write; then each process makes its own
    return cube
