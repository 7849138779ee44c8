"""Do two executors of Spark count just as DuckDB does, through spark-submit? (make test-deep; needs Java)"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.deep import spark_figures
from tests.unit.engines.indicators.facts_kit import day, snapshot
from tests.unit.engines.indicators.some_facts import facts

pyspark = pytest.importorskip("pyspark", reason="pip install -r locks/spark.txt")
ROOT = Path(__file__).resolve().parents[2]
HOME = Path(pyspark.__file__).parent
PERIOD = "2025-12..2026-02"
needs_java = pytest.mark.skipif(shutil.which("java") is None, reason="no Java (Debian: openjdk-17-jre-headless)")


def some_thousand_rows(root: Path) -> Path:
    """A snapshot of many small random ones, their keys kept apart."""
    tables: dict[str, list[dict]] = {}

    @settings(max_examples=60, database=None, derandomize=True, deadline=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(made=facts(), number=st.integers(0, 10**9))
    def gather(made, number):
        for name, rows in made.items():
            if name in ("unit_cost", "population"):
                tables[name] = rows or tables.get(name, [])
                continue
            for row in rows:
                keys = {key: f"{number}-{row[key]}" for key in ("need_key", "person_key") if row.get(key) is not None}
                tables.setdefault(name, []).append({**row, **keys})

    gather()
    seen: set[str] = set()
    unique = [row for row in tables["need"] if not (row["need_key"] in seen or seen.add(row["need_key"]))]
    clocks = {(row["need_key"], row["rule_id"], row["start_day"]): row for row in tables["clock"]}
    picks = {(row["need_key"], row["service_id"]): row for row in tables["tray_pick"]}
    slot = {"unit": "A", "profession": "doctor", "urgency": "non_urgent", "bookable": "general"}
    slots = [
        {**slot, "measured_day": day("2026-01-06"), "professional_key": f"d{who}", "slot_day": day("2026-01-06") + away}
        for who in range(4) for away in (0, who, 3 * who, 90)
    ]  # fmt: skip
    return snapshot(root, **{
        **tables, "need": unique, "clock": list(clocks.values()), "tray_pick": list(picks.values()), "slot": slots,
        "unit": [{"unit": "A", "municipality": "837", "service_line": "primary_care", "county": "pirkanmaa"}],
    })  # fmt: skip


@needs_java
def test_spark_submit_on_two_executors_gives_the_figures_of_duckdb(tmp_path):
    folder = some_thousand_rows(tmp_path / "facts")
    spark_figures.main(str(folder), PERIOD, "duckdb", str(tmp_path / "duckdb.jsonl"))
    environment = {
        **os.environ, "SPARK_HOME": str(HOME), "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip
    done = subprocess.run(
        [
            str(HOME / "bin" / "spark-submit"), "--master", "local-cluster[2,1,1024]",
            "--conf", "spark.driver.host=127.0.0.1", "--conf", "spark.ui.enabled=false",
            "--conf", f"spark.local.dir={tmp_path / 'work'}",
            str(Path(spark_figures.__file__)), str(folder), PERIOD, "spark", str(tmp_path / "spark.jsonl"),
        ],
        env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=1800,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    assert "executors beside the driver: 2" in done.stdout
    told = [[json.loads(line) for line in (tmp_path / f"{engine}.jsonl").read_text().splitlines()]
            for engine in ("duckdb", "spark")]  # fmt: skip
    assert len(told[0]) > 150
    assert told[1] == told[0]
