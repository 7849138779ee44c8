"""Which parts of the facts have not changed since the last extract? Blocks of cases, by marks of their rows."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection

from ovi.performance.actions.fact_sql import COMMON_MARK, MARKS, READS

SIZE = 20_000  # cases in a block: about a week of a county's needs


@dataclass(frozen=True, slots=True)
class Block:
    """The cases [first, past) and for each table a mark of all rows that it reads of them."""

    first: int
    past: int
    marks: dict[str, str]


def blocks(version: str) -> list[Block]:
    """Every block that has cases, in order. `version` names what else the facts are made by."""
    sums: dict[int, dict[str, str]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(COMMON_MARK)
        common = f"{version} {cursor.fetchall()}"
        cursor.execute(MARKS.format(size=SIZE))
        for source, block, count, total in cursor.fetchall():
            sums[block][source] = f"{count} {total}"
    return [
        Block(block * SIZE, (block + 1) * SIZE, {name: _mark(common, found, name) for name in READS})
        for block, found in sorted(sums.items())
    ]


def _mark(common: str, found: dict[str, str], table: str) -> str:
    told = [common, *(f"{source} {found.get(source, '')}" for source in READS[table])]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:24]


class Parts:
    """The parts kept from before, one Parquet file each, named by table, block and mark."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._used: set[str] = set()
        self._reused = 0
        folder.mkdir(parents=True, exist_ok=True)

    def kept_or_made(self, table: str, block: Block, make: Callable[[], pa.Table]) -> pa.Table:
        """The part as it was kept; made and kept when its mark is new or the file cannot be read."""
        path = self.folder / f"{table}-{block.first}-{block.marks[table]}.parquet"
        self._used.add(path.name)
        try:
            found = pq.read_table(path)
        except (OSError, pa.ArrowInvalid):
            found = make()
            half = path.with_suffix(".half")
            pq.write_table(found, half, compression="zstd")
            half.rename(path)  # a part half written would be taken for a whole one
        else:
            self._reused += 1
        return found

    def forget_unused(self) -> dict[str, int]:
        """Remove the parts that this extract did not use. Gives how many there are and how many were reused."""
        for path in self.folder.iterdir():
            if path.name not in self._used:
                path.unlink()
        return {"parts": len(self._used), "reused": self._reused}
