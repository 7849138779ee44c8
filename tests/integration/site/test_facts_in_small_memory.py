"""Does an import stream? What a file of 60 MB costs in memory beside a tiny one (2 GB in 512 MB: tests/deep)."""

from __future__ import annotations

import json

from tests.deep.test_facts_in_small_memory import limited
from tests.standins.avohilmo_data import write_extract

RECORDS = 310_000
# The two databases may hold 64 and 96 MB one after the other; what lies beside them is a few pieces of 20 000 rows.
MORE = 240 * 1024**2


def test_sixty_megabytes_are_imported_in_little_more_memory_than_a_tiny_file(tmp_path):
    tiny, big = (_peak(tmp_path, records) for records in (1000, RECORDS))
    assert (tmp_path / f"{RECORDS}.csv").stat().st_size > 60 * 10**6
    assert big - tiny < MORE


def _peak(folder, records: int) -> int:
    """The highest resident size of an import of so many records."""
    write_extract(folder / f"{records}.csv", records, dirt=0.01)
    done, peak = limited(
        folder, "facts", "import", f"{records}.csv", "--out", f"facts-{records}", "--as-of", "2026-01-20",
        "--memory", "64MB", "--threads", "1", "--lang", "fi", "--json", limit=4 * 1024**3,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert json.loads(done.stdout)["rows"]["need"] > 0.98 * records
    return peak
