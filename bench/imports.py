"""How long does a whole national catalogue take to come in, and how long when nothing has changed?

10 000 made-up services with as many channels (all five types) in PTV's v11 shape, into an empty embedded database of
its own in OVI_VAR/imports (default var/bench/imports), which is removed afterwards. Three imports: the first, the
very same bytes again, and the same content in other bytes (lists reordered, other spaces), which must be read.
"""

from __future__ import annotations

import copy
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.measure import Row
from bench.product import ROOT
from tests.standins.packages import v11_records, write_package

SERVICES = 10_000


def rows() -> list[Row]:
    """In a process of its own: Django is set up once a process, and other parts look at another database."""
    var = Path(os.environ.get("OVI_VAR", str(ROOT / "var" / "bench"))) / "imports"
    shutil.rmtree(var, ignore_errors=True)
    environment = {**os.environ, "OVI_MODE": "test", "OVI_VAR": str(var)}
    environment["PYTHONPATH"] = f"{ROOT / 'src'}:{ROOT}"
    environment.pop("DATABASE_URL", None)
    try:
        subprocess.run([sys.executable, "-m", "ovi.site.cli", "migrate"], check=True, cwd=ROOT, env=environment,
                       stdout=subprocess.DEVNULL)  # fmt: skip
        told = subprocess.run([sys.executable, "-m", "bench.imports"], check=True, cwd=ROOT, env=environment,
                              stdout=subprocess.PIPE, text=True)  # fmt: skip
    finally:
        shutil.rmtree(var, ignore_errors=True)
    found = [line.split("\t") for line in told.stdout.splitlines()]
    return [Row(what, f"{float(seconds):.1f} s", goal=goal, note=note) for what, seconds, goal, note in found]


def noisy(records: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The same content as sources write it another day."""
    other = copy.deepcopy(records)
    for row in other["services"]:
        row["serviceNames"].reverse()
        row["lifeEvents"] = None
    for row in other["channels"]:
        row["serviceHours"][0]["openingHour"].reverse()
    return other


def measure() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "ovi.site.settings"
    import django

    django.setup()
    from ovi.exchange.importers.ptv import import_ptv
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    folder = Path(os.environ["OVI_VAR"]) / "download"
    records = v11_records(SERVICES)
    plans = [
        (f"import of {SERVICES} services and channels", records, "≤ 60 s"),
        ("the same again, byte for byte", records, "≤ 10 s"),
        ("the same content in other bytes", noisy(records), ""),
    ]
    for what, content, goal in plans:
        write_package(folder, content)
        start, worked = time.perf_counter(), time.process_time()
        report = import_ptv(folder, by=system("bench"), now=clock.now())
        seconds = time.perf_counter() - start
        told = f"added {report.added}, changed {report.changed}, unchanged {report.unchanged}"
        told += f"; own CPU {time.process_time() - worked:.1f} s"
        sys.stdout.write(f"{what}\t{seconds}\t{goal}\t{told}\n")


if __name__ == "__main__":
    measure()
