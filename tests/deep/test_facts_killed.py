"""Killed with -9 at any moment, an import publishes nothing half, and the next one cleans up and succeeds."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from ovi.engines.facts.store import snapshots, verify
from tests.standins.avohilmo_data import write_extract

KILLS = 12


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    write_extract(folder / "avohilmo.csv", 60_000, dirt=0.05)
    return folder


def _start(folder):
    return subprocess.Popen(
        [sys.executable, "-m", "ovi.site.cli", "facts", "import", "avohilmo.csv", "--out", "facts", "--lang", "fi",
         "--as-of", "2026-01-20", "--json"],
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "OVI_FACTS_KEY": "k" * 20},
    )  # fmt: skip


def test_no_kill_publishes_a_half_and_the_next_run_cleans_up(extract):
    start = time.monotonic()
    whole = _start(extract)
    out, err = whole.communicate(timeout=300)
    took = time.monotonic() - start
    assert whole.returncode == 0, err
    rows = json.loads(out)["rows"]
    killed = 0
    for turn in range(KILLS):
        running = _start(extract)
        time.sleep(took * (0.15 + 0.85 * turn / KILLS))
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=60)
        killed += running.returncode == -signal.SIGKILL
        for folder in snapshots(extract / "facts"):
            assert verify(folder) == []
    assert killed > KILLS // 2
    last = _start(extract)
    out, err = last.communicate(timeout=300)
    assert last.returncode == 0, err
    assert json.loads(out)["rows"] == rows
    assert [path for path in (extract / "facts").iterdir() if path.name.startswith(".building-")] == []
