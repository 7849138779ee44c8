"""How is a figure taken? Medians of several runs, with the spread beside."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table, as it is printed."""

    what: str
    median: str
    spread: str = ""
    runs: int = 1
    goal: str = ""
    note: str = ""


def milliseconds(work: Callable[[], object], *, runs: int, warm: int = 3) -> list[float]:
    """How long `work` takes, in ms, after `warm` runs that are not counted; sorted."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def percentile(ordered: list[float], share: float) -> float:
    """The value at `share` of an ordered list (nearest rank)."""
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timing_row(what: str, ordered: list[float], *, goal: str = "", note: str = "") -> Row:
    return Row(
        what,
        f"{statistics.median(ordered):.1f} ms",
        f"p95 {percentile(ordered, 0.95):.1f} ms",
        len(ordered),
        goal,
        note,
    )


def peak_megabytes(command: list[str], answers: Path) -> float:
    """The most memory that `command` held while it wrote to `answers`; RuntimeError when it fails.

    A small process of its own starts it, since the system counts the starter's memory as the command's.
    """
    script = (
        "import os, subprocess, sys\n"
        "process = subprocess.Popen(sys.argv[2:], stdout=open(sys.argv[1], 'wb'))\n"
        "_, status, usage = os.wait4(process.pid, 0)\n"
        "print(status, usage.ru_maxrss)"
    )
    words = [sys.executable, "-S", "-c", script, str(answers), *command]
    done = subprocess.run(words, capture_output=True, text=True, check=True, env=os.environ)
    status, kilobytes = done.stdout.split()
    if status != "0":
        raise RuntimeError(done.stderr)
    return int(kilobytes) / 1024
