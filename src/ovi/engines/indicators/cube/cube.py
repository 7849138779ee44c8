"""What is a cube? For each month the histograms of its cells, in one order, so that equal facts give equal bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import ipc

from ovi.engines.indicators.cube.base import DIMENSIONS
from ovi.engines.indicators.cube.kernels import WIDTH

Cell = tuple[str | None, str | None, str | None]


def cell_order(cell: Cell) -> tuple[tuple[bool, str], ...]:
    """Cells stand in the order of their codes; an unknown one last."""
    return tuple((code is None, code or "") for code in cell)


@dataclass(frozen=True, slots=True)
class MonthCells:
    """One month: `counts` int32 [cells, WIDTH], a row for each of `cells`, in `cell_order`."""

    cells: tuple[Cell, ...]
    counts: np.ndarray

    def plus(self, other: MonthCells) -> MonthCells:
        """Both together. What is there already is copied whole: a month is about a megabyte."""
        if other.cells and set(other.cells) <= set(self.cells):
            counts = self.counts.copy()
            counts[self._places(other)] += other.counts
            return MonthCells(self.cells, counts)
        cells = tuple(sorted({*self.cells, *other.cells}, key=cell_order))
        place = {cell: row for row, cell in enumerate(cells)}
        counts = np.zeros((len(cells), WIDTH), np.int32)
        for part in (self, other):
            if part.cells:
                counts[[place[cell] for cell in part.cells]] += part.counts
        return MonthCells(cells, counts)

    def minus(self, other: MonthCells) -> MonthCells:
        """Without the events of `other`, which are among its own. A cell without events is none."""
        counts = self.counts.copy()
        counts[self._places(other)] -= other.counts
        used = np.flatnonzero(counts.any(axis=1))
        return MonthCells(tuple(self.cells[row] for row in used), counts[used])

    def _places(self, other: MonthCells) -> list[int]:
        place = {cell: row for row, cell in enumerate(self.cells)}
        return [place[cell] for cell in other.cells]

    def to_bytes(self) -> bytes:
        """As an Arrow file: unit, profession, service_line, days (list of WIDTH counts)."""
        flat = pa.array(np.ascontiguousarray(self.counts).reshape(-1), pa.int32())
        columns = {name: pa.array([cell[i] for cell in self.cells], pa.string()) for i, name in enumerate(DIMENSIONS)}
        table = pa.table({**columns, "days": pa.FixedSizeListArray.from_arrays(flat, WIDTH)})
        sink = pa.BufferOutputStream()
        with ipc.new_file(sink, table.schema) as writer:
            writer.write_table(table)
        written: bytes = sink.getvalue().to_pybytes()
        return written

    @classmethod
    def from_file(cls, path: Path) -> MonthCells:
        """Read what `to_bytes` wrote; the counts stay mapped to the file until they are used."""
        with pa.memory_map(str(path)) as source:
            table = ipc.open_file(source).read_all()
        names = [table[name].to_pylist() for name in DIMENSIONS]
        days = table["days"].combine_chunks()
        counts = days.flatten().to_numpy(zero_copy_only=False).reshape(-1, WIDTH)
        return cls(tuple(zip(*names, strict=True)), counts)


@dataclass(frozen=True, slots=True)
class Cube:
    """Month → its cells. Months without events are not in it."""

    months: Mapping[str, MonthCells]

    def plus(self, other: Cube) -> Cube:
        """With the facts of further days added. Only the months of those days are touched."""
        months = dict(self.months)
        for month, cells in other.months.items():
            months[month] = months[month].plus(cells) if month in months else cells
        return Cube(dict(sorted(months.items())))

    def minus(self, other: Cube) -> Cube:
        """Without events that it holds: those of facts that have changed or gone."""
        months = dict(self.months)
        for month, cells in other.months.items():
            months[month] = months[month].minus(cells)
        return Cube({month: cells for month, cells in months.items() if cells.cells})

    def to_bytes(self) -> bytes:
        """Every month after another; equal facts give equal bytes, in whatever order they came."""
        return b"".join(month.encode() + cells.to_bytes() for month, cells in sorted(self.months.items()))

    def write(self, folder: Path, months: Iterable[str] | None = None) -> None:
        """A file for each month under `folder`; only those of `months` when given. Each is replaced whole."""
        folder.mkdir(parents=True, exist_ok=True)
        for month in self.months if months is None else months:
            building = folder / f".{month}.arrow"
            building.write_bytes(self.months[month].to_bytes())
            building.replace(folder / f"{month}.arrow")

    @classmethod
    def read(cls, folder: Path) -> Cube:
        """What `write` wrote."""
        return cls({path.stem: MonthCells.from_file(path) for path in sorted(folder.glob("[12]*.arrow"))})
