"""Do the facts keep their contract: are faults named, snapshots immutable, codes counted?"""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.engines.facts.days import date_of, day_number
from ovi.engines.facts.store import (
    latest_snapshot,
    read_manifest,
    retire,
    snapshot_in,
    snapshots,
    verify,
    write_snapshot,
)
from ovi.engines.facts.tables import TABLES
from ovi.engines.facts.validate import inspect, validate
from ovi.foundation.refusals import Refused
from tests.examples import examples

AT = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)


def need_table(*rows: dict[str, object]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), schema=TABLES["need"].schema())


def write(path: Path, table: pa.Table) -> Path:
    pq.write_table(table, path)
    return path


def test_a_day_number_counts_from_1970_and_comes_back():
    assert day_number(date(1970, 1, 1)) == 0
    assert day_number(date(2024, 2, 29)) == 19782
    assert date_of(19782) == date(2024, 2, 29)


def test_every_table_and_column_says_what_it_means():
    for table in TABLES.values():
        assert table.description
        assert len({column.name for column in table.columns}) == len(table.columns)
        for column in table.columns:
            assert column.description, f"{table.name}.{column.name}"
        names = {column.name for column in table.columns}
        assert set(table.key) <= names
        assert all(set(rule.columns) <= names for rule in table.rules)


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_of_every_kind_is_valid(tmp_path, name):
    assert validate(write(tmp_path / f"{name}.parquet", TABLES[name].schema().empty_table())) == []


def test_a_file_named_after_no_table_is_told_the_names(tmp_path):
    (fault,) = validate(write(tmp_path / "visits.parquet", pa.table({"a": [1]})))
    assert "need" in fault.what
    assert validate(write(tmp_path / "visits.parquet", need_table()), table="need") == []


def test_a_file_that_is_no_parquet_is_refused_in_words(tmp_path):
    (tmp_path / "need.parquet").write_text("need_key;contact_day\n")
    (fault,) = validate(tmp_path / "need.parquet")
    assert "Parquet" in fault.what
    (fault,) = validate(tmp_path / "clock.parquet")
    assert "cannot be read" in fault.what


def test_missing_extra_and_mistyped_columns_are_all_named(tmp_path):
    table = need_table({"need_key": "n1"}).drop_columns(["assessed_day"]).append_column("hetu", pa.array(["x"]))
    at = table.schema.get_field_index("contact_day")
    table = table.set_column(at, "contact_day", pa.array(["2026-01-02"]))
    faults = {fault.where: fault.what for fault in validate(write(tmp_path / "need.parquet", table))}
    assert set(faults) == {f"need.parquet, column {c}" for c in ("assessed_day", "hetu", "contact_day")}
    assert "int32" in faults["need.parquet, column contact_day"]


def test_rows_that_break_a_rule_are_named_from_one_and_counted(tmp_path):
    good = {"need_key": "ok", "contact_day": 100, "assessed_day": 100}
    bad = [{"need_key": f"n{i}", "contact_day": 100, "assessed_day": 99} for i in range(12)]
    (fault,) = validate(write(tmp_path / "need.parquet", need_table(good, *bad)))
    assert fault.where == (
        "need.parquet, column contact_day, assessed_day, rows 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 … (12 rows)"
    )
    assert "before" in fault.what


def test_an_empty_key_a_repeated_key_and_an_impossible_age_are_faults(tmp_path):
    schema = pa.schema([field.with_nullable(True) for field in TABLES["need"].schema()])
    rows = [{"need_key": "a"}, {"need_key": None}, {"need_key": "a"}, {"need_key": "b", "age_at_start": 131}]
    faults = validate(write(tmp_path / "need.parquet", pa.Table.from_pylist(rows, schema=schema)))
    assert [fault.where.rsplit(", ", 1)[1] for fault in faults] == ["row 2", "row 4", "row 3"]


def test_an_unknown_code_is_counted_not_refused(tmp_path):
    rows = [{"need_key": str(i), "service_line": line} for i, line in enumerate(["T11", "T11", "primary_care", None])]
    report = inspect(write(tmp_path / "need.parquet", need_table(*rows)))
    assert report.faults == ()
    assert report.rows == 4
    assert report.unknown_codes == {"service_line": {"T11": 2}}


def test_a_snapshot_is_written_whole_described_and_verified(tmp_path):
    folder = write_snapshot(tmp_path, {"need": need_table({"need_key": "a"})}, extracted_at=AT, source="test")
    manifest = read_manifest(folder)
    assert folder.name == manifest.snapshot_id
    assert manifest.tables["need"].rows == 1
    assert manifest.extracted_at == AT
    assert verify(folder) == []
    assert validate(folder / "need.parquet") == []
    assert [path.name for path in tmp_path.iterdir()] == [folder.name]


def test_the_same_content_is_the_same_snapshot_and_is_not_touched(tmp_path):
    tables = {"need": need_table({"need_key": "a"})}
    first = write_snapshot(tmp_path, tables, extracted_at=AT, source="test")
    before = (first / "need.parquet").stat().st_mtime_ns
    assert write_snapshot(tmp_path, tables, extracted_at=AT, source="test") == first
    assert (first / "need.parquet").stat().st_mtime_ns == before
    later = write_snapshot(tmp_path, tables, extracted_at=AT.replace(day=2), source="test")
    assert later != first
    assert latest_snapshot(tmp_path) == later


def test_a_table_that_breaks_the_contract_leaves_nothing_behind(tmp_path):
    bad = need_table({"need_key": "a", "contact_day": 2, "assessed_day": 1})
    good = TABLES["clock"].schema().empty_table()
    with pytest.raises(Refused) as refusal:
        write_snapshot(tmp_path, {"clock": good, "need": bad}, extracted_at=AT, source="test")
    assert refusal.value.code == "facts.invalid"
    assert len(refusal.value.faults) == 1
    assert list(tmp_path.iterdir()) == []
    assert latest_snapshot(tmp_path) is None


def test_a_changed_file_is_noticed(tmp_path):
    folder = write_snapshot(tmp_path, {"need": need_table({"need_key": "a"})}, extracted_at=AT, source="test")
    write(folder / "need.parquet", need_table({"need_key": "b"}))
    assert [fault.where for fault in verify(folder)] == ["need.parquet"]
    (folder / "need.parquet").unlink()
    assert "missing" in verify(folder)[0].what


def test_a_folder_without_snapshot_and_a_broken_manifest_say_what_to_do(tmp_path):
    with pytest.raises(Refused, match="ovi facts extract"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(Refused, match="cannot be read"):
        read_manifest(tmp_path)
    (tmp_path / "manifest.json").write_text(
        '{"snapshot_id":"x","contract_version":0,"extracted_at":"2026-01-01T00:00:00+00:00","source":"","tables":{}}'
    )
    with pytest.raises(Refused, match="Extract or import the facts again"):
        read_manifest(tmp_path)


def test_what_has_happened_is_not_after_the_day_of_the_extract(tmp_path):
    late = need_table({"need_key": "a", "contact_day": 20_000, "booked_for_day": 20_400, "booked_day": 20_000})
    path = write(tmp_path / "need.parquet", late)
    assert validate(path) == []
    faults = validate(path, until=date_of(19_999))
    assert [fault.where for fault in faults] == [
        f"need.parquet, column {c}, row 1" for c in ("contact_day", "booked_day")
    ]


def test_a_day_outside_the_calendar_and_a_visit_before_birth_are_faults(tmp_path):
    rows = [
        {"need_key": "a", "contact_day": 2_000_000},
        {"need_key": "b", "contact_day": 20_000, "birth_year": 2030},
    ]
    faults = validate(write(tmp_path / "need.parquet", need_table(*rows)))
    assert [fault.where.rsplit("column ", 1)[1] for fault in faults] == [
        "contact_day, row 1", "birth_year, contact_day, row 2",
    ]  # fmt: skip


def test_a_parquet_file_that_is_torn_inside_is_a_fault_and_no_crash(tmp_path):
    rows = need_table(*({"need_key": f"key {n}", "unit": f"unit {n % 7}"} for n in range(20_000)))
    path = tmp_path / "need.parquet"
    pq.write_table(rows, path, row_group_size=2000)
    content = path.read_bytes()
    for torn in (content[: len(content) // 2], content[:4000] + b"\xff" * 4000 + content[8000:], content[:-1], b""):
        path.write_bytes(torn)
        (fault,) = validate(path)
        assert "cannot be read" in fault.what


def test_unknown_words_in_a_list_are_counted(tmp_path):
    rows = [{"need_key": "a", "vulnerable_groups": ["needs_special_support", "poor"]}, {"need_key": "b"}]
    report = inspect(write(tmp_path / "need.parquet", need_table(*rows)))
    assert report.unknown_codes == {"vulnerable_groups": {"poor": 1}}


def test_old_snapshots_are_retired_and_another_versions_left_alone(tmp_path):
    made = [
        write_snapshot(tmp_path, {"need": need_table({"need_key": "a"})}, extracted_at=AT.replace(day=n), source="test")
        for n in (1, 2, 3, 4)
    ]
    old = made[0] / "manifest.json"
    old.write_text(old.read_text().replace('"contract_version": 2', '"contract_version": 1'))
    assert retire(tmp_path, keep=2) == [made[1].name]
    assert snapshots(tmp_path) == [made[3], made[2]]
    assert made[0].exists()
    assert snapshot_in(tmp_path) == snapshot_in(made[3]) == made[3]


def test_what_a_killed_run_left_is_swept_and_a_living_one_is_not(tmp_path):
    dead, living = tmp_path / ".building-999999999-x", tmp_path / f".building-{os.getppid()}-x"
    dead.mkdir()
    living.mkdir()
    write_snapshot(tmp_path, {"need": need_table({"need_key": "a"})}, extracted_at=AT, source="test")
    assert not dead.exists()
    assert living.exists()


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c", None]), st.integers(19_990, 20_010) | st.none(),
                       st.integers(19_990, 20_010) | st.none()), max_size=12)
)  # fmt: skip
@settings(max_examples=examples(60), deadline=None)
def test_the_validator_finds_what_a_slow_reader_finds(tmp_path_factory, drawn):
    path = tmp_path_factory.mktemp("drawn") / "need.parquet"
    schema = pa.schema([field.with_nullable(True) for field in TABLES["need"].schema()])
    rows = [{"need_key": key, "contact_day": contact, "assessed_day": assessed} for key, contact, assessed in drawn]
    write(path, pa.Table.from_pylist(rows, schema=schema))
    empty = [n for n, (key, *_) in enumerate(drawn, 1) if key is None]
    early = [n for n, (_, a, b) in enumerate(drawn, 1) if a is not None and b is not None and b < a]
    again = [n for n, (key, *_) in enumerate(drawn, 1) if key in [one[0] for one in drawn[: n - 1]]]
    expected = [
        f"need.parquet, column {column}, {'row' if len(found) == 1 else 'rows'} {', '.join(map(str, found[:10]))}"
        for column, found in (("need_key", empty), ("contact_day, assessed_day", early), ("need_key", again))
        if found
    ]
    assert [fault.where.split(" …")[0] for fault in validate(path)] == expected
