"""`ovi facts` and `ovi indicators`: what programs may script against."""

from __future__ import annotations

import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq

from ovi.performance.models import IndicatorRun
from ovi.site.cli import main


def test_extract_and_run_print_json(county, facts_in, monkeypatch, capsys, now):
    monkeypatch.setattr("ovi.plumbing.clock.now", lambda: now)
    assert main(["facts", "extract", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["rows"]["need"] == 33
    assert (
        main(["indicators", "run", "--facts", made["folder"], "--period", "2026-02", "--by", "month,unit", "--json"])
        == 0
    )
    rows = json.loads(capsys.readouterr().out)
    assert IndicatorRun.objects.count() == 0  # --facts only prints
    assert {row["strata"]["unit"] for row in rows if row["indicator_id"] == "t3"} == {
        "station-020",
        "station-837",
        "station-980",
    }
    assert all(row["numerator"] is None for row in rows if row["suppressed"])
    assert main(["indicators", "run"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("access_doctor_7d 2026-02 0.5758 (n=33)") for line in lines)
    snapshot = f"snapshot={IndicatorRun.objects.get().snapshot.snapshot_id}"
    assert all("definition=" in line and "engine=" in line and snapshot in line for line in lines)
    assert all(row["definition_hash"] and row["snapshot_id"] and row["engine"] for row in rows)
    assert IndicatorRun.objects.get().period_from == "2024-02"


def test_what_is_stored_is_printed_as_published_and_over_no_other_grid(county, facts_in, monkeypatch, capsys, now):
    monkeypatch.setattr("ovi.plumbing.clock.now", lambda: now)
    assert main(["indicators", "run", "--only", "access_doctor_7d", "--by", "month,municipality", "--json"]) == 0
    rows = {row["strata"]["municipality"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["980"]["n"], rows["980"]["hidden"]) == (None, "row")
    county.need("837", date(2026, 2, 2), 3)  # recorded late
    assert main(["indicators", "run", "--only", "access_doctor_7d", "--json"]) == 0
    (whole,) = json.loads(capsys.readouterr().out)
    assert (whole["numerator"], whole["n"]) == (19, 33)  # as it was told
    for by in ("municipality", "month,municipality,unit", "month,language"):
        assert main(["indicators", "run", "--by", by, "--json"]) == 1
        assert json.loads(capsys.readouterr().err)["refused"] == "overlap.other_grid"


def test_an_extract_needs_its_months_and_bad_ones_are_refused(tmp_path, capsys):
    assert main(["indicators", "run", "--facts", str(tmp_path), "--json"]) == 1
    assert json.loads(capsys.readouterr().err)["refused"] == "indicators.no_period"
    assert main(["indicators", "run", "--facts", str(tmp_path), "--period", "spring"]) == 1
    assert "2026-01..2026-12" in capsys.readouterr().err


def test_validate_names_what_is_wrong(tmp_path, capsys):
    path = tmp_path / "unit.parquet"
    pq.write_table(pa.table({"unit": ["a", "a"], "municipality": ["1", "2"]}), path)
    assert main(["facts", "validate", str(path)]) == 1
    assert "service_line" in capsys.readouterr().out
