"""Does a mapping file turn any table into facts, and say clearly what does not fit?"""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ovi.engines.facts.days import day_number
from ovi.exchange.importers.facts.mapped import read_mapping
from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Refused
from tests.unit.exchange.facts_import_kit import PEOPLE, fixes, mapped, table, write

UNITS = """
facts_mapping: 1
source: units
tables:
  - table: unit_cost
    columns:
      unit_cost_id: {from: ID}
      profession: {from: KUKA, codes: {LK: doctor}}
      cents: {from: HINTA, euros: true}
      valid_from_day: {from: ALKAEN, form: "%d.%m.%Y"}
      source: {value: "price list"}
"""
COST = {"ID": "a", "KUKA": "LK", "HINTA": "125,50", "ALKAEN": "1.1.2025"}


def test_money_days_codes_and_constants(tmp_path):
    made = mapped(tmp_path, UNITS, write(tmp_path / "costs.csv", [COST]))
    (row,) = table(made, "unit_cost")
    assert row == {
        "unit_cost_id": "a", "service_line": None, "profession": "doctor", "mode": None, "cents": 12550,
        "valid_from_day": day_number(date(2025, 1, 1)), "source": "price list",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"HINTA": "twelve"}, "unreadable_value", "HINTA"),
        ({"HINTA": "-1"}, "rule_broken", "cents"),
        ({"ALKAEN": "2025-01-01"}, "unreadable_time", "ALKAEN"),
        ({"ID": ""}, "empty_required", "ID"),
        ({"ID": "b"}, "duplicate_differs", ""),
    ],
)
def test_a_bad_row_is_left_out_with_its_column(tmp_path, change, code, column):
    other = {**COST, "ID": "b", "HINTA": "1"}
    made = mapped(tmp_path, UNITS, write(tmp_path / "costs.csv", [other, {**COST, **change}]))
    found = [(where, told) for _, line, where, _, told in fixes(tmp_path) if line == "3"]
    assert (column, code) in found
    assert len(table(made, "unit_cost")) == (0 if code == "duplicate_differs" else 1)


def test_parquet_comes_in_whatever_its_types(tmp_path):
    mapping = """
facts_mapping: 1
source: visits
clocks: from_law
tables:
  - table: need
    columns:
      need_key: {from: id}
      contact_day: {from: contact}
      assessed_day: {from: assessed}
      age_at_start: {from: age}
      interpreter: {from: interpreter, "yes": ["true"], "no": ["false"]}
      hand_overs: {from: moved}
      vulnerable_groups: {from: groups, codes: {S: needs_special_support}}
      register: {value: patient}
      service_line: {value: primary_care}
      covered_class: {value: covered}
      urgency: {value: non_urgent}
"""
    path = tmp_path / "visits.parquet"
    days = [date(2025, 2, 3), date(2025, 2, 4)]
    pq.write_table(
        pa.table({
            "id": [1, 2], "contact": days, "assessed": pa.array(days, pa.date32()).cast(pa.timestamp("us")),
            "age": pa.array([30, None], pa.int64()), "interpreter": [True, None], "moved": [1.0, 2.0],
            "groups": ["S", None],
        }),
        path,
    )  # fmt: skip
    made = mapped(tmp_path, mapping, path)
    first, second = table(made, "need")
    assert first["need_key"] == PEOPLE.of(b"need", "1")
    assert (first["contact_day"], second["assessed_day"]) == (day_number(days[0]), day_number(days[1]))
    assert (first["interpreter"], second["interpreter"]) == (True, None)
    assert (first["vulnerable_groups"], second["age_at_start"]) == (["needs_special_support"], None)
    assert {row["rule_id"] for row in table(made, "clock")} >= {"PHC-CONTACT", "PHC-3M-ADULT"}


def test_a_truncated_parquet_is_refused_and_nothing_is_published(tmp_path):
    path = tmp_path / "costs.parquet"
    rows = [{**COST, "ID": str(n)} for n in range(20_000)]
    pq.write_table(pa.Table.from_pylist(rows), path, row_group_size=1000, compression="none")
    content = path.read_bytes()
    path.write_bytes(content[:-2000])
    with pytest.raises(Refused, match="Copy it again"):
        mapped(tmp_path, UNITS, path)
    path.write_bytes(content[:3000] + b"\xff" * 3000 + content[6000:])
    with pytest.raises(Refused) as refusal:
        mapped(tmp_path, UNITS, path)
    assert refusal.value.code in ("facts.unreadable_file", "facts.too_many_faults")
    assert not (tmp_path / "facts").exists() or list((tmp_path / "facts").iterdir()) == []


def test_a_mapping_that_names_a_missing_column_says_which_and_what_there_is(tmp_path):
    with pytest.raises(Refused, match="do not fit") as refusal:
        mapped(tmp_path, UNITS, write(tmp_path / "costs.csv", [{"ID": "a", "KUKA": "LK", "ALKAEN": "1.1.2025"}]))
    (fault,) = refusal.value.faults
    assert fault.where == "costs.csv, column HINTA"
    assert "ID, KUKA, ALKAEN" in fault.what


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("{table: visits, columns: {}}", "no fact table"),
        ("{table: unit, columns: {unit: {from: A}, hetu: {from: B}}}", "no column hetu"),
        ("{table: unit, columns: {county: {value: '08'}}}", "needs the column unit"),
        ("{table: unit, columns: {unit: {}}}", "either from"),
        ("{table: need, columns: {need_key: {from: A}, interpreter: {from: B}}}", "yes or no"),
        ("{table: unit, columns: {unit: {from: A}}}, {table: unit, columns: {unit: {from: B}}}", "twice"),
    ],
)
def test_a_mapping_is_checked_before_anything_is_read(tmp_path, table, told):
    mapping = f"facts_mapping: 1\nsource: x\ntables: [{table}]\n"
    (tmp_path / "mapping.yaml").write_text(mapping, encoding="utf-8")
    with pytest.raises(Refused) as refusal:
        read_mapping(tmp_path / "mapping.yaml")
    assert told in " ".join(f"{fault.where} {fault.what}" for fault in refusal.value.faults)


def test_the_shipped_example_brings_social_limits_with_their_lawful_days(tmp_path):
    example = definitions_root() / "codes" / "facts_mapping.example.yaml"
    matters = write(tmp_path / "asiat-2025.csv", [{
        "ASIANUMERO": "A1", "HENKILOTUNNUS": "T1", "SYNTYMAVUOSI": "2015", "KOTIKUNTA": "837", "PALVELUTEHTAVA": "3",
        "VIREILLE": "03.02.2025 10:00", "KIIREELLISYYS": "E", "TULKKI": "E", "YKSIKKO": "Perheet", "PAATTYNYT": "",
    }])  # fmt: skip
    limits = write(tmp_path / "maaraajat-2025.csv", [
        {"ASIANUMERO": "A1", "SAANTO": "LSL26-7pv", "TILA": "P", "ALKOI": "03.02.2025", "PAATTYI": "10.02.2025"},
    ])  # fmt: skip
    shutil.copy(example, tmp_path / "copy.yaml")
    made = mapped(tmp_path, example.read_text(encoding="utf-8"), matters, limits)
    (clock,) = table(made, "clock")
    assert clock["rule_id"] == "LSL-26-7"
    assert clock["due_day"] == day_number(date(2025, 2, 12))  # the seventh working day
    assert table(made, "need")[0]["service_line"] == "child_protection"
    assert Path(made.folder, "manifest.json").is_file()
