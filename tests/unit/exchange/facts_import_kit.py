"""A small extract by hand, and the import of it into a folder of the test's own."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from ovi.engines.facts.pseudonyms import Pseudonyms
from ovi.exchange.importers.facts import Imported, import_avohilmo, import_mapped
from ovi.exchange.importers.facts.importing import Plan

KEY = "a key for tests only, long enough"
PEOPLE = Pseudonyms(KEY)
GOOD = {
    "AVOHILMO_ID": "1", "TNRO": "T1", "SYNTYMAAIKA": "04.05.1980", "ASIAKAS_KOTIKUNTA": "837",
    "PALVELUNTUOTTAJA_YKSIKKO": "Keskusta", "SEURANTATIETUE_PAIVITETTY": "03.02.2025 23:00",
    "YHTEYDENOTTO_AJANKOHTA": "03.02.2025 09:12", "HOIDONTARVE_AJANKOHTA": "03.02.2025 10:00",
    "HTA_KIIREELLISYYS": "E", "HTA_LUONNE": "SH", "AJANVARAUS_AJANKOHTA": "03.02.2025 10:01",
    "AJANVARAUS_VARATTU": "10.02.2025 08:00", "KAYNTI_ALKOI": "10.02.2025 08:05", "KAYNTI_LOPPUI": "10.02.2025 08:25",
    "KAYNTI_AMMATTILUOKKA": "LK", "KAYNTI_PALVELUMUOTO": "T11", "KAYNTI_YHTEYSTAPA": "R10",
}  # fmt: skip


def plan(tmp_path: Path, **changes: Any) -> Plan:
    given = {
        "out": tmp_path / "facts", "fixes": tmp_path / "fixes", "pseudonyms": PEOPLE, "languages": ("fi",),
        "now": datetime(2025, 6, 1, 9, tzinfo=UTC), "as_of": date(2025, 6, 1), "most_left_out": 1.0,
    }  # fmt: skip
    return Plan(**{**given, **changes})


def rows_of(*rows: dict[str, str]) -> list[dict[str, str]]:
    """Good records with what is different in each; without an id of its own, each gets the next."""
    return [{**GOOD, "AVOHILMO_ID": str(n), **row} for n, row in enumerate(rows, 1)]


def write(path: Path, rows: list[dict[str, str]], encoding: str = "utf-8", separator: str = ";") -> Path:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def imported(tmp_path: Path, *rows: dict[str, str], **changes: Any) -> Imported:
    return import_avohilmo([write(tmp_path / "extract.csv", rows_of(*rows))], plan(tmp_path, **changes))


def mapped(tmp_path: Path, mapping: str, *paths: Path, **changes: Any) -> Imported:
    file = tmp_path / "mapping.yaml"
    file.write_text(mapping, encoding="utf-8")
    return import_mapped(list(paths), file, plan(tmp_path, **changes))


def table(made: Imported, name: str) -> list[dict[str, Any]]:
    return pq.read_table(made.folder / f"{name}.parquet").to_pylist()


def fixes(tmp_path: Path) -> list[tuple[str, ...]]:
    """(unit, line, column, value, code) of the fix list."""
    with (tmp_path / "fixes" / "fix-list.fi.csv").open(encoding="utf-8-sig", newline="") as file:
        found = csv.reader(file, delimiter=";")
        next(found)
        return [(row[0], row[2], row[4], row[5], row[8]) for row in found]
