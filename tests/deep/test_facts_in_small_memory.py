"""A file of two gigabytes goes through the validator and the import in less than 512 MB of memory.

The validator runs under a limit of the kernel. The import is measured by its resident size: RLIMIT_DATA counts what
allocators reserve as well, which several libraries in one process do not keep that small.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ovi.engines.facts.tables import TABLES
from tests.standins.avohilmo_data import write_extract

TWO_GB = 2 * 1024**3
LIMIT = 512 * 1024**2
# The kernel refuses more data than this (RLIMIT_DATA), and the highest resident size is told at the end.
_LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[1]), int(sys.argv[1])))
from ovi.site.cli import main
status = main(sys.argv[2:])
sys.stderr.write("PEAK %d" % resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(status)
"""


def _small_stacks() -> None:
    """A thread's stack counts as data in its full length, used or not."""
    resource.setrlimit(resource.RLIMIT_STACK, (1024**2, 1024**2))


def limited(folder: Path, *words: str, limit: int = LIMIT) -> tuple[subprocess.CompletedProcess[str], int]:
    """The command under the limit, and its highest resident size in bytes."""
    # Allocators reserve far more than is used; what is only reserved must not count against the limit.
    small = {"MALLOC_ARENA_MAX": "2", "OMP_NUM_THREADS": "1", "MIMALLOC_ARENA_EAGER_COMMIT": "0"}
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(limit), *words], cwd=folder, capture_output=True, text=True, timeout=3000,
        preexec_fn=_small_stacks,
        env={**os.environ, **small, "OVI_FACTS_KEY": "k" * 20, "OVI_VAR": str(folder / "var")},
    )  # fmt: skip
    assert "PEAK" in done.stderr, done.stderr[-3000:]
    return done, int(done.stderr.rsplit("PEAK ", 1)[1]) * 1024


@pytest.fixture(scope="module")
def big_need(tmp_path_factory):
    """A valid table of needs of two gigabytes but for its last rows: a repeated key, and care before contact."""
    path = tmp_path_factory.mktemp("big") / "need.parquet"
    schema, random = TABLES["need"].schema(), np.random.default_rng(1)
    with pq.ParquetWriter(path, schema, compression="none", use_dictionary=False) as file:
        rows = 0
        while path.stat().st_size < TWO_GB:
            size = 100_000
            file.write_table(_needs(schema, random, rows, size))
            rows += size
        last = _needs(schema, random, rows, 2).to_pylist()
        last[0]["need_key"] = f"{0:032d}"
        last[1]["first_event_day"] = last[1]["contact_day"] - 1
        file.write_table(pa.Table.from_pylist(last, schema=schema))
    return path, rows + 2


def _needs(schema, random, first, size):
    given = {
        "need_key": pa.array([f"{n:032d}" for n in range(first, first + size)]),
        "person_key": pa.array([f"{n:032d}" for n in random.integers(0, 10**7, size)]),
        "unit": pa.array([f"a unit with rather a long name {n:04d}" for n in random.integers(0, 200, size)]),
        "contact_day": pa.array(random.integers(19_000, 19_400, size), pa.int32()),
        "first_event_day": pa.array(random.integers(19_400, 19_800, size), pa.int32()),
    }
    return pa.table([given.get(one.name, pa.nulls(size, one.type)) for one in schema], schema=schema)


def test_two_gigabytes_are_validated_under_512_mb(big_need, tmp_path):
    path, rows = big_need
    assert path.stat().st_size >= TWO_GB
    done, peak = limited(tmp_path, "facts", "validate", str(path), "--json")
    (report,) = json.loads(done.stdout)
    assert report["rows"] == rows
    assert [fault["where"].rsplit(", ", 1)[1] for fault in report["faults"]] == [f"row {rows}", f"row {rows - 1}"]
    assert peak < LIMIT


def test_two_gigabytes_are_imported_under_512_mb(tmp_path):
    path, records = tmp_path / "avohilmo.csv", 11_000_000
    write_extract(path, records, dirt=0.01)
    assert path.stat().st_size >= TWO_GB
    done, peak = limited(
        tmp_path, "facts", "import", "avohilmo.csv", "--out", "facts", "--as-of", "2026-01-20",
        "--memory", "128MB", "--threads", "1", "--lang", "fi", "--json", limit=8 * LIMIT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout)["rows"]["need"] > 0.98 * records
    assert peak < LIMIT
