"""How many hand-overs a second do sixteen workers complete at once, and is any case lost?"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from bench.measure import Row

ROOT = Path(__file__).resolve().parents[1]
WORKERS, CASES, SECONDS = 16, 400, 20


def rows() -> list[Row]:
    """Measured in a process of its own, so that other parts keep their database."""
    folder = ROOT / "var" / "bench-hand-overs"
    environment = {**os.environ, "OVI_TEST_VAR": str(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    try:
        told = subprocess.run(
            [sys.executable, "-m", "bench.hand_overs"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if told.returncode:
        raise RuntimeError("the hand-overs could not be measured; what it said stands above")
    return [Row(**one) for one in json.loads(told.stdout.strip().splitlines()[-1])]


def measured() -> list[Row]:
    from tests import database

    database.use_test_settings()
    import django

    django.setup()
    from django.db import connection

    from ovi.plumbing.database import ensure_embedded

    connection.settings_dict["NAME"] = database.make_database()
    try:
        return [_measured()]
    finally:
        connection.close()
        ensure_embedded().stop()


def _measured() -> Row:
    from ovi.casework.models import Case, HandOver
    from ovi.plumbing import clock
    from ovi.plumbing.actor import Role
    from tests.deep.hand_over_worker import start
    from tests.integration import people_for_tests as make

    county = make.make_county()
    for unit in (county.station, county.other_station):
        make.worker(unit, Role.NURSE)
    for _ in range(CASES):
        make.opened(make.person(county.tampere), clock.now())
    running = [start(SECONDS, seed) for seed in range(WORKERS)]
    done = sum(int(one.communicate()[0]) for one in running)
    accepted = HandOver.objects.filter(state="accepted").count()
    lost = CASES - Case.objects.exclude(state="closed").count() + abs(accepted - done)
    return Row(
        f"hand-overs completed by {WORKERS} workers at once", f"{done / SECONDS:.0f} a second",
        f"{done} in {SECONDS} s",
        WORKERS, "0 lost", f"{lost} lost; each: offer, acceptance, return to the list in three transactions",
    )  # fmt: skip


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in measured()], ensure_ascii=False))
