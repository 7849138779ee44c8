"""How long do the clocks of a million matters take: in columns, and one matter at a time?"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from json import dumps
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from bench.measure import Row, peak_megabytes
from ovi.law import Matter, clocks_for, load_law
from ovi.law.arrays import CODED, DATED, NULL_DAY, Columns, clocks_of_many, columns_of, standings
from ovi.law.arrays.days import as_number
from tests.unit.law.cases import case

MATTERS, BASE, SAMPLE, LINES, ROUNDS = 1_000_000, 20_000, 2_000, 100_000, 7
TODAY = date(2032, 1, 31)
Taken = tuple[float, float]


def rows() -> list[Row]:
    random, numbers = Random(1), np.random.default_rng(1)
    raw = [case(random) for _ in range(BASE)]
    base = [Matter.of(fields) for fields in raw]
    mixed, strange = _mixed(columns_of(base), numbers), _strange(numbers)
    law = load_law()
    table = clocks_of_many(mixed, law)
    stops = np.where(numbers.random(len(table.case)) < 0.7, table.start_day, NULL_DAY).astype(np.int32)
    work: dict[str, Callable[[], Any]] = {
        "mixed": lambda: clocks_of_many(mixed, law),
        "strange": lambda: clocks_of_many(strange, law),
        "standing": lambda: standings(table.start_day, table.due_day, stops, TODAY),
        "plain": lambda: [clocks_for(matter, law) for matter in base[:SAMPLE]],
    }
    taken = _interleaved(work)
    ratio = statistics.median(
        plain * MATTERS / SAMPLE / columns
        for (_, plain), (_, columns) in zip(taken["plain"], taken["mixed"], strict=True)
    )
    rules = f"{len(law.rules)} rules"
    return [
        _row("law: clocks of 10⁶ mixed matters, columns", taken["mixed"], "≤ 1.5 s",
             f"{rules}, {_spaced(len(table.case))} clocks; {ratio:.0f} × the plain loop"),
        _row("law: the same, each matter of a kind of its own", taken["strange"], "", "every field drawn at random"),
        _row("law: standing of those clocks", taken["standing"], "", "met, open, at risk, breached; days"),
        _row(f"law: plain loop, {SAMPLE} matters", taken["plain"], "",
             "same run, interleaved"),
        _batch(raw),
    ]  # fmt: skip


def _interleaved(work: dict[str, Callable[[], Any]]) -> dict[str, list[Taken]]:
    """Wall and processor seconds of each work, round by round, so that a noisy moment meets all of them."""
    taken: dict[str, list[Taken]] = {name: [] for name in work}
    for turn in range(ROUNDS + 1):
        for name, do in work.items():
            start, busy = time.perf_counter(), time.process_time()
            do()
            if turn:  # the first round warms up
                taken[name].append((time.perf_counter() - start, time.process_time() - busy))
    return taken


def _row(what: str, taken: list[Taken], goal: str, note: str) -> Row:
    wall, busy = ([one[part] for one in taken] for part in (0, 1))
    spread = f"{min(wall):.2f}–{max(wall):.2f} s"
    cpu = f"processor {statistics.median(busy):.2f} s"
    return Row(what, f"{statistics.median(wall):.2f} s", spread, len(taken), goal, f"{cpu}; {note}")


def _mixed(base: Columns, numbers: np.random.Generator) -> Columns:
    """A million matters like those of the tests, each moved by up to half a year."""
    chosen = numbers.integers(0, base.size, MATTERS)
    shift = numbers.integers(-180, 181, MATTERS).astype(np.int32)
    days = {name: column[chosen] for name, column in base.days.items()}
    return Columns(
        MATTERS,
        {name: column[chosen] for name, column in base.codes.items()},
        {name: np.where(column == NULL_DAY, NULL_DAY, column + shift).astype(np.int32)
         for name, column in days.items()},
        {name: column[chosen] for name, column in base.minutes.items()},
        base.specialties,
    )  # fmt: skip


def _strange(numbers: np.random.Generator) -> Columns:
    """A million matters with every field drawn at random: nearly as many kinds as matters."""
    first, last = as_number(date(2022, 1, 1)), as_number(date(2027, 1, 1))
    days = {name: numbers.integers(first, last, MATTERS).astype(np.int32) for name in DATED}
    days["birth_date"] -= numbers.integers(0, 36_500, MATTERS).astype(np.int32)
    return Columns(
        MATTERS,
        {name: numbers.integers(-1, len(known), MATTERS).astype(np.int8) for name, known in CODED.items()},
        days,
        {name: numbers.integers(-1, 1440, MATTERS).astype(np.int16) for name in DATED[1:]},
    )


def _batch(raw: list[dict[str, Any]]) -> Row:
    """`ovi law due --batch` in a process of its own: lines a second, and the most memory that it held."""
    with tempfile.TemporaryDirectory(prefix="ovi-bench-") as name:
        path = Path(name) / "matters.jsonl"
        path.write_text("".join(dumps({"id": number} | raw[number % BASE]) + "\n" for number in range(LINES)))
        start = time.perf_counter()
        command = [sys.executable, "-m", "ovi.site.cli", "law", "due", "--batch", str(path)]
        peak = peak_megabytes(command, Path(name) / "answers.jsonl")
        seconds = time.perf_counter() - start
    note = f"{_spaced(LINES / seconds)} lines a second, checked first; peak {peak:.0f} MB"
    return Row(f"law: ovi law due --batch, {_spaced(LINES)} lines", f"{seconds:.0f} s", "", 1,
               "memory flat", note)  # fmt: skip


def _spaced(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")
