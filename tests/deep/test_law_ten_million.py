"""Do ten million matters have the clocks told by hand, and does a batch of any length fit in the same memory?

About a quarter of an hour on two cores; OVI_LAW_CASES names another number of matters.
"""

from __future__ import annotations

import json
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from random import Random

from bench import measure
from ovi.law import Matter
from tests.unit.law import oracle
from tests.unit.law.cases import case
from tests.unit.law.test_oracle import in_columns, numbered

CASES, CHUNK = int(os.environ.get("OVI_LAW_CASES", "10_000_000")), 20_000
SMALL, LARGE = 20_000, 200_000
ROOM_MB = 8


def compared(seed: int) -> tuple[int, int]:
    """How many matters and clocks of one chunk were found equal; the first difference is an error."""
    random = Random(f"ten million, {seed}")
    raw = [case(random) for _ in range(CHUNK)]
    found = in_columns([Matter.of(fields) for fields in raw])
    expected = sorted(line for place, fields in enumerate(raw) for line in numbered(place, oracle.clocks(fields)))
    if found != expected:
        place = min(set(found) ^ set(expected))[0]
        raise AssertionError(f"chunk {seed}: {raw[place]} has {[line for line in found if line[0] == place]}")
    return len(raw), len(found)


def test_ten_million_matters_have_the_clocks_told_by_hand() -> None:
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        counts = list(pool.map(compared, range(-(-CASES // CHUNK))))
    matters, clocks = (sum(column) for column in zip(*counts, strict=True))
    assert matters >= CASES
    assert clocks > matters


def test_a_batch_ten_times_as_long_needs_no_more_memory(tmp_path: Path) -> None:
    small, large = (peak_megabytes(tmp_path, lines) for lines in (SMALL, LARGE))
    assert large < small + ROOM_MB, f"{SMALL} lines: {small:.0f} MB, {LARGE} lines: {large:.0f} MB"


def peak_megabytes(folder: Path, lines: int) -> float:
    """The most memory that `ovi law due` held while it answered a file of so many matters."""
    path, random = folder / f"{lines}.jsonl", Random(lines)
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps({"id": number} | case(random)) + "\n" for number in range(lines))
    command = [sys.executable, "-m", "ovi.site.cli", "law", "due", "--batch", str(path)]
    peak = measure.peak_megabytes(command, folder / "answers.jsonl")
    with (folder / "answers.jsonl").open("rb") as answers:
        assert sum(1 for _ in answers) == lines
    return peak
