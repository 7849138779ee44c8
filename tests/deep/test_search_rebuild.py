"""A process that is killed with -9 while it makes the search index leaves nothing that harms the next one."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ovi.engines.search.remembered import Remembered
from ovi.plumbing.postgres import EmbeddedServer
from tests.unit.engines.search.test_remembered import Counting

ROUNDS = 6
SEARCH = [sys.executable, "-m", "ovi.site.cli", "search", "hampaaseen sattuu", "--lang", "fi", "--limit", "5", "--json"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    folder = tmp_path_factory.mktemp("searched")
    made = {**os.environ, "OVI_MODE": "demo", "OVI_VAR": str(folder)}
    made.pop("DATABASE_URL", None)
    prepare = [sys.executable, "-m", "ovi.site.cli", "demo", "--no-server", "--residents", "300"]
    subprocess.run(prepare, env=made, check=True, capture_output=True)
    server = EmbeddedServer(folder)
    server.start()  # stays up over the rounds
    yield made
    server.stop()


def found(environment: dict[str, str]) -> list[str]:
    done = subprocess.run(SEARCH, env=environment, check=True, capture_output=True, text=True)
    return [one["id"] for one in json.loads(done.stdout)]


def test_whenever_the_maker_dies_the_next_process_finds_the_same(environment):
    dice = random.Random(9)
    kept = Path(environment["OVI_VAR"]) / "search"
    start = time.monotonic()
    right = found(environment)
    whole = time.monotonic() - start
    assert "urgent-dental-care" in right
    assert list(kept.glob("*.json"))
    for turn in range(ROUNDS):
        if turn % 2:  # every other time the words have to be analysed anew
            for file in kept.glob("*.json"):
                file.unlink()
        process = subprocess.Popen(SEARCH, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(dice.uniform(0.3, 1.0) * whole)
        process.kill()
        process.wait()
        assert found(environment) == right


_WRITE = """
import sys
from pathlib import Path
from ovi.engines.search.remembered import Remembered
from tests.unit.engines.search.test_remembered import Counting
turn = 0
while True:
    turn += 1
    kept = Remembered(Counting(), Path(sys.argv[1]))
    for number in range(20_000):
        kept.keys(f"sana{number}x{turn}")
    kept.remember()
    print(turn, flush=True)
"""


def test_the_words_are_whole_whenever_their_writer_dies(tmp_path):
    dice = random.Random(10)
    for _ in range(ROUNDS):
        process = subprocess.Popen([sys.executable, "-c", _WRITE, str(tmp_path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()  # at least one whole file
        time.sleep(dice.uniform(0.0, 0.4))
        process.kill()
        process.wait()
        words = Remembered(Counting(), tmp_path)._known
        assert len(words) == 20_000
        assert len({word.split("x")[1] for word in words}) == 1
