"""Figures from an extract alone: no DATABASE_URL, no embedded server, no Django; facts, figures, papers in minutes."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from ovi.engines.facts.store import snapshot_in
from ovi.foundation.definitions import content_hash, definitions_root
from ovi.law import load_law
from tests.standins.avohilmo_data import write_extract
from tests.unit.exchange.facts_import_kit import write

# The embedded server may not be started, nor any connection opened, whatever is imported.
_PURE = """
import sys
import ovi.plumbing.postgres as postgres, psycopg
def started(*a, **k): sys.stderr.write("STARTED"); raise SystemExit(3)
postgres.EmbeddedServer.start = started
psycopg.connect = started
from ovi.site.cli import main
sys.exit(main(sys.argv[1:]))
"""


def ovi(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "OVI_FACTS_KEY")}
    return subprocess.run(
        [sys.executable, "-m", "ovi.site.cli", *words],
        env={**environment, "OVI_VAR": str(folder / "var"), "OVI_MODE": "demo"},
        cwd=folder, capture_output=True, text=True, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("analyst")
    write_extract(folder / "avohilmo-2025.csv", 8000, dirt=0.05, units=8)
    done = ovi(folder, "facts", "import", "avohilmo-2025.csv", "--out", "facts", "--as-of", "2026-01-20", "--json")
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


@pytest.fixture(scope="module")
def papers(work):
    folder, _ = work
    done = ovi(folder, "report", "access", "--facts", "facts", "--period", "2025-01..2025-12", "--lang", "fi,sv",
               "--out", "papers", "--name", "Esimerkin hyvinvointialue", "--invented", "--json")  # fmt: skip
    assert done.returncode == 0, done.stderr
    return folder, {Path(one).name for one in json.loads(done.stdout)}


def test_an_import_needs_no_server_and_says_what_it_did(work):
    folder, told = work
    assert told["rows"]["need"] > 7000
    assert told["rows_left_out"] > 0
    assert (folder / "facts-fixes" / "fix-list.fi.csv").is_file()
    assert sorted(path.name for path in (folder / "var").iterdir()) == ["secrets"]  # no server's folder
    assert (folder / "var" / "secrets" / "facts").stat().st_mode & 0o077 == 0


def test_the_indicators_run_over_the_folder_of_snapshots(work):
    folder, _ = work
    done = ovi(folder, "indicators", "run", "--facts", "facts", "--period", "2025-06", "--json")
    assert done.returncode == 0, done.stderr
    lawful = next(row for row in json.loads(done.stdout) if row["indicator_id"] == "access_within_lawful")
    assert 0.8 < lawful["value"] < 1
    assert sorted(path.name for path in (folder / "var").iterdir()) == ["secrets"]


def test_the_papers_come_in_the_languages_asked_for(papers):
    folder, made = papers
    assert {f"{name}.{language}.{kind}" for name in ("access-2025-12", "social-limits-2025-01", "social-limits-2025-07")
            for language in ("fi", "sv") for kind in ("html", "pdf")} | {"access-2025-12.csv"} == made  # fmt: skip
    page = (folder / "papers" / "access-2025-12.fi.html").read_text(encoding="utf-8")
    assert "Esimerkin hyvinvointialue" in page
    assert "Keksittyjä tietoja" in page
    assert "Yksikkö 03" in page
    assert "Akaa" in page or "Tampere" in page
    assert "<script" not in page
    assert re.search(r'(src|href)="http', page) is None
    paper = PdfReader(folder / "papers" / "access-2025-12.sv.pdf")
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"].value
    assert paper.trailer["/Root"]["/Lang"].startswith("sv")
    assert "Tillgången till vård" in paper.pages[0].extract_text()
    assert sorted(path.name for path in (folder / "var").iterdir()) == ["secrets"]


def test_the_open_data_say_no_small_number(papers):
    folder, _ = papers
    rows = list(csv.DictReader(io.StringIO((folder / "papers" / "access-2025-12.csv").read_text(encoding="utf-8"))))
    assert {row["by"] for row in rows} == {"county", "unit", "municipality", "rule"}
    for row in rows:
        counts = [int(row[name]) for name in ("numerator", "denominator") if row[name]]
        assert all(count == 0 or count >= 5 for count in counts), row


def test_every_paper_and_its_file_name_definitions_snapshot_and_engine(work, papers):
    folder, _ = papers
    snapshot = Path(work[1]["folder"]).name
    rows = list(csv.DictReader(io.StringIO((folder / "papers" / "access-2025-12.csv").read_text(encoding="utf-8"))))
    for row in rows:
        assert row["definition"] == content_hash(definitions_root() / "indicators" / f"{row['indicator']}.yaml")
        assert (row["snapshot"], row["engine"] in {"duckdb", "cube", "kernel"}) == (snapshot, True)
    told = {f"{row['indicator']}, {row['definition']}" for row in rows} | {row["engine"] for row in rows} | {snapshot}
    for language in ("fi", "sv"):
        page = (folder / "papers" / f"access-2025-12.{language}.html").read_text(encoding="utf-8")
        assert [one for one in told if one not in page] == []
        paper = PdfReader(folder / "papers" / f"access-2025-12.{language}.pdf")
        printed = re.sub(r"\s+", "", "".join(sheet.extract_text() for sheet in paper.pages))
        assert [one for one in told if re.sub(r"\s+", "", one) not in printed] == []


def test_nothing_of_a_server_is_even_loaded(work):
    folder, _ = work
    for words in (
        ("facts", "import", "avohilmo-2025.csv", "--out", "again", "--as-of", "2026-01-20"),
        ("report", "access", "--facts", "facts", "--period", "2025-12", "--lang", "fi", "--out", "papers2"),
        ("facts", "validate", "facts"),
    ):
        done = subprocess.run(
            [sys.executable, "-c", _PURE, *words], cwd=folder, capture_output=True, text=True, timeout=300,
            env={**os.environ, "OVI_VAR": str(folder / "var"), "OVI_MODE": "demo", "OVI_FACTS_KEY": "k" * 20},
        )  # fmt: skip
        assert "STARTED" not in done.stderr, done.stderr
        assert done.returncode in (0, 1), done.stderr


def test_a_key_beside_the_facts_is_refused_before_anything_is_read(work):
    folder, _ = work
    (folder / "facts2").mkdir()
    (folder / "facts2" / "key").write_text("k" * 40)
    done = ovi(folder, "facts", "import", "avohilmo-2025.csv", "--out", "facts2", "--key-file", "facts2/key", "--json")
    assert done.returncode == 1
    assert json.loads(done.stderr)["refused"] == "facts.key_beside"
    assert [path.name for path in (folder / "facts2").iterdir()] == ["key"]


def test_validating_a_folder_checks_every_table_and_the_manifest(work):
    folder, told = work
    snapshot = Path(folder / told["folder"])
    done = ovi(folder, "facts", "validate", str(snapshot), "--as-of", "2026-01-20")
    assert done.returncode == 0, done.stdout
    assert "unknown code 'R99'" in done.stdout
    (snapshot / "unit.parquet").write_bytes(b"PAR1")
    done = ovi(folder, "facts", "validate", str(snapshot))
    assert done.returncode == 1
    assert "has changed since" in done.stdout


def test_social_limits_of_an_extract_stand_on_their_paper(tmp_path):
    matters = [{"ASIANUMERO": f"A{n}", "HENKILOTUNNUS": f"T{n}", "SYNTYMAVUOSI": "2015", "KOTIKUNTA": "837",
                "PALVELUTEHTAVA": "3", "VIREILLE": "03.02.2025", "KIIREELLISYYS": "E", "TULKKI": "E",
                "YKSIKKO": "Perheet", "PAATTYNYT": ""}
               for n in range(20)]  # fmt: skip
    limits = [{"ASIANUMERO": f"A{n}", "SAANTO": "LSL26-7pv", "TILA": "P", "ALKOI": "03.02.2025",
               "PAATTYI": "10.02.2025" if n < 13 else "14.02.2025"} for n in range(20)]  # fmt: skip
    write(tmp_path / "asiat.csv", matters)
    write(tmp_path / "maaraajat.csv", limits)
    example = Path(__file__).resolve().parents[3] / "definitions" / "codes" / "facts_mapping.example.yaml"
    done = ovi(tmp_path, "facts", "import", ".", "--mapping", str(example), "--out", "facts", "--as-of", "2025-06-01")
    assert done.returncode == 0, done.stderr
    done = ovi(
        tmp_path, "report", "access", "--facts", "facts", "--period", "2025-02", "--lang", "en", "--out", "papers"
    )
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "papers" / "social-limits-2025-01.en.html").read_text(encoding="utf-8")
    cells = re.findall(r'<td class="number">([^<]*)</td>', page)
    assert cells == ["20", "13", "7", "0", "2", "0"]
    rule = next(one for one in load_law().rules if one.id in page)
    for told in (f"{rule.id}, {rule.version}", snapshot_in(tmp_path / "facts").name, "duckdb"):
        assert told in page
