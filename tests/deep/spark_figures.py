"""What does spark-submit run in the test of Spark? All indicators of a snapshot, as JSON lines to a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from ovi.engines.facts.store import read_manifest
from ovi.engines.indicators.definition import load_definitions
from ovi.engines.indicators.period import Period
from ovi.engines.indicators.run import run, runnable


def main(facts: str, period: str, engine: str, out: str) -> None:
    folder = Path(facts)
    definitions = list(load_definitions().values())
    with Path(out).open("w", encoding="utf-8") as file:
        for by in (["month", "municipality"], ["unit"]):
            can = runnable(definitions, read_manifest(folder), by)
            for row in run(can, folder, Period.parse(period), by, engine, publish=False):
                file.write(json.dumps({**row.as_json(), "engine": ""}, sort_keys=True) + "\n")
    if engine == "spark":
        from pyspark.sql import SparkSession

        running = SparkSession.active().sparkContext._jsc.sc().statusTracker().getExecutorInfos()
        sys.stdout.write(f"executors beside the driver: {len(running) - 1}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
