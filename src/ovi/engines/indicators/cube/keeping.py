"""Where are cubes kept, and how does a new snapshot get its own? From the one before, by the pieces that differ.

Counts add up: events of pieces that are gone are taken off, those of new pieces added, and the bytes are those of
counting all anew. A snapshot never changes, so neither does its cube; it lies beside and goes with it.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as pq

from ovi.engines.facts.store import derived_folder, read_manifest, snapshots
from ovi.engines.indicators.cube.base import Base
from ovi.engines.indicators.cube.building import build, read_columns
from ovi.engines.indicators.cube.cube import Cube
from ovi.foundation.refusals import Refused

_LOOKED_AT = 3  # earlier snapshots, the newest first: one extracted last night is nearly the same
_MOST = 0.5  # of the rows may differ: reading more costs more than counting all anew
_NEED = "need.parquet"


def cube_of(facts_dir: Path, base: Base) -> Cube:
    """The cube of a snapshot: from beside it, else made from an earlier one's, else from all its facts."""
    return _kept(facts_dir.resolve(), base)


@lru_cache(maxsize=8)
def _kept(facts_dir: Path, base: Base) -> Cube:
    folder = derived_folder(facts_dir) / base.key
    if _whole(folder):
        return Cube.read(folder)
    cube = _from_earlier(facts_dir, base) or build(read_columns(facts_dir / _NEED, base), base)
    try:
        cube.write(folder)
        (folder / "whole").touch()
    except OSError:
        return cube  # the facts lie where we may not write; then each process makes its own
    return cube


def _whole(folder: Path) -> bool:
    return (folder / "whole").exists()


def _from_earlier(facts_dir: Path, base: Base) -> Cube | None:
    """From another snapshot's cube; None when none has one, or most of the facts differ."""
    try:
        others = [one for one in snapshots(facts_dir.parent) if one != facts_dir]
    except Refused:
        return None  # a broken snapshot beside this one is no reason not to read this one
    for other in others[:_LOOKED_AT]:
        folder = derived_folder(other) / base.key
        if _whole(folder) and (changed := changed_pieces(other, facts_dir)) is not None:
            gone, come = changed
            taken = Cube.read(folder).minus(build(read_columns(other / _NEED, base, gone), base))
            return taken.plus(build(read_columns(facts_dir / _NEED, base, come), base))
    return None


def changed_pieces(before: Path, after: Path) -> tuple[list[int], list[int]] | None:
    """The row groups of needs that only `before` has, and those that only `after` has; None when they are many."""
    old, new = (read_manifest(folder).tables["need"].groups for folder in (before, after))
    gone, come = _only(old, new), _only(new, old)
    differing = _rows(before, gone) + _rows(after, come)
    return (gone, come) if old and new and differing <= _MOST * _rows(after, range(len(new))) else None


def _only(mine: tuple[str, ...], theirs: tuple[str, ...]) -> list[int]:
    """The places whose mark the other does not have; of equal ones, as many as it lacks."""
    there, found = Counter(theirs), []
    for place, mark in enumerate(mine):
        if there[mark]:
            there[mark] -= 1
        else:
            found.append(place)
    return found


def _rows(folder: Path, groups: list[int] | range) -> int:
    meta = pq.read_metadata(folder / _NEED)
    return sum(meta.row_group(number).num_rows for number in groups)
