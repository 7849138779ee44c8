"""How do time and memory of the access report grow with the facts? Each size in a process of its own.

    OVI_BENCH_SCALING=6,7       powers of ten (default 6; 8 is 100 million encounters: some minutes, and up to 8 GB)

From three sizes on it also draws docs/images/scaling.svg and writes the table in docs/how-to/beyond-one-machine.md.
Nothing in either is from elsewhere than this run.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from bench.indicators import BY, DAYS, FIRST, WAITS, events, our_report
from bench.measure import Row
from ovi.engines.indicators.cube.base import base_of
from ovi.engines.indicators.cube.building import read_columns

ROOT = Path(__file__).resolve().parents[1]
PLOT = ROOT / "docs" / "images" / "scaling.svg"
PAGE = ROOT / "docs" / "how-to" / "beyond-one-machine.md"
BEGIN, END = "<!-- measured: bench/scaling.py -->", "<!-- end of what was measured -->"
_PART = 5_000_000  # events made at a time
RUNS = 5


def rows() -> list[Row]:
    powers = [int(power) for power in os.environ.get("OVI_BENCH_SCALING", "6").split(",")]
    found = [_measured(10**power) for power in powers]
    if len(found) >= 3:
        _draw(found)
        _tell(found)
    return [
        Row(
            f"scaling: {one['events']:.0e} events, read and counted", f"{one['read_ms'] + one['count_ms']:.0f} ms",
            runs=RUNS, note=f"read {one['read_ms']:.0f} ms, count {one['count_ms']:.0f} ms, "
            f"file {one['file_mb']:.0f} MB, columns {one['facts_mb']:.0f} MB, "
            f"memory at most {one['peak_mb'] / one['facts_mb']:.2f} × them",
            goal="memory ≤ 2 × the facts",
        )
        for one in found
    ]  # fmt: skip


def _measured(count: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as root:
        path = Path(root) / "need.parquet"
        _write(path, count)
        words = [sys.executable, "-m", "bench.scaling", str(path)]
        done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        found: dict[str, Any] = json.loads(done.stdout)
        return {**found, "events": count, "file_mb": path.stat().st_size / 1e6}


def _write(path: Path, count: int) -> None:
    """In the order of days and in row groups of 20 000, as a snapshot has them; without the codes in its schema."""
    parts = max(1, count // _PART)
    with pq.ParquetWriter(path, events(1).schema, compression="zstd", store_schema=False) as file:
        for part in range(parts):
            since, past = (FIRST + DAYS * place // parts for place in (part, part + 1))
            made = events(count // parts, seed=part, first=since, days=past - since)
            file.write_table(made, row_group_size=20_000)


def measure(path: Path) -> dict[str, float]:
    """In this process: memory over what the bare program holds, then the medians of reading and of counting."""
    base = base_of(WAITS, BY)
    assert base is not None
    our_report(events(200_000), base)  # compiled loops are loaded, whatever the size
    bare = _resident("VmRSS")
    columns = read_columns(path, base)
    our_report(columns, base)
    found = {"peak_mb": _resident("VmHWM") - bare, "facts_mb": columns.nbytes / 1e6}
    counting = statistics.median(_milliseconds(lambda: our_report(columns, base)) for _ in range(RUNS))
    columns = pa.table({})  # not twice in memory
    reading = statistics.median(_milliseconds(lambda: read_columns(path, base)) for _ in range(RUNS))
    return {**found, "read_ms": reading, "count_ms": counting}


def _resident(what: str) -> float:
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(what))
    return int(line.split()[1]) * 1024 / 1e6


def _milliseconds(work: Any) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _draw(found: list[dict[str, Any]]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovi.site.settings")
    from ovi.design.charts import GRID, MAIN, QUIET, SECOND, TEXT
    from ovi.design.svg import render_svg

    values = [
        {"events": one["events"], "seconds": one[part] / 1000, "part": name}
        for one in found
        for part, name in (("read_ms", "read from Parquet"), ("count_ms", "count: bands and percentiles"))
    ]
    axis = {"gridColor": GRID, "labelColor": TEXT, "titleColor": TEXT, "domainColor": QUIET, "tickColor": QUIET}
    spec = {
        "width": 520, "height": 280, "data": {"values": values}, "mark": {"type": "line", "point": {"size": 70}},
        "encoding": {
            "x": {"field": "events", "type": "quantitative", "scale": {"type": "log"}, "title": "encounters",
                  "axis": {**axis, "values": [one["events"] for one in found], "format": ",d"}},
            "y": {"field": "seconds", "type": "quantitative", "scale": {"type": "log"}, "title": "seconds",
                  "axis": axis},
            "color": {"field": "part", "type": "nominal", "title": None, "scale": {"range": [MAIN, SECOND]},
                      "legend": {"orient": "bottom", "labelColor": TEXT}},
            "strokeDash": {"field": "part", "type": "nominal", "legend": None},
        },
    }  # fmt: skip
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    PLOT.write_text(render_svg(spec, "en", title="Seconds of the access report by number of encounters") + "\n")


def _tell(found: list[dict[str, Any]]) -> None:
    from bench.__main__ import machine

    lines = [
        BEGIN, "", f"Measured on {machine()}:", "",
        "| encounters | file | read | count | memory | a million more costs |", "|---|---|---|---|---|---|",
    ]  # fmt: skip
    for before, one in zip((None, *found[:-1]), found, strict=True):
        less = before or {"events": 0, "read_ms": 0, "count_ms": 0}
        more = sum(one[part] - less[part] for part in ("read_ms", "count_ms")) / (one["events"] - less["events"]) * 1e6
        lines.append(
            f"| {one['events']:,} | {one['file_mb']:,.0f} MB | {one['read_ms'] / 1000:.2f} s | "
            f"{one['count_ms'] / 1000:.2f} s | {one['peak_mb']:,.0f} MB | {more:.1f} ms |"
        )
    text = PAGE.read_text(encoding="utf-8")
    head, rest = text.split(BEGIN)
    PAGE.write_text(head + "\n".join([*lines, "", END]) + rest.split(END)[1], encoding="utf-8")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(measure(Path(sys.argv[1]))))
