"""Does a run answer in order, with its sources, and refuse what cannot be run with every fault?"""

from __future__ import annotations

import json

import pyarrow as pa
import pytest

from ovi.engines.facts.store import read_manifest
from ovi.engines.indicators.period import Period, calendar
from ovi.engines.indicators.run import run, why_not
from ovi.foundation.refusals import Refused

from .facts_kit import DEFINITIONS, day, needs, snapshot

PERIOD = Period.parse("2026-01..2026-02")
DOCTOR = DEFINITIONS["access_doctor_7d"]


def waits(count, days, on="2026-01-10", **others):
    return [{"assessed_day": day(on) - days, "first_event_day": day(on), **others} for _ in range(count)]


def test_results_are_ordered_traceable_and_plain_json(tmp_path):
    rows = waits(6, 3, unit="B") + waits(5, 9, unit="B") + waits(5, 2, "2026-02-10", unit="A")
    folder = snapshot(tmp_path, need=needs(rows))
    first, second = run([DOCTOR], folder, PERIOD, ["unit", "month"])
    assert (first.strata, first.month) == ({"unit": "A"}, "2026-02")
    assert (second.numerator, second.n, second.value) == (6, 11, pytest.approx(6 / 11))
    assert second.snapshot_id == folder.name
    assert second.definition_hash == DOCTOR.content_hash
    assert second.extra == {"median_wait_days": 3, "p90_wait_days": 9, "coverage": 1.0, "small_n": True}
    assert json.loads(json.dumps(second.as_json()))["suppressed"] is False


def test_without_month_the_whole_period_is_one_row_and_nothing_gives_no_row(tmp_path):
    folder = snapshot(tmp_path, need=needs(waits(5, 1) + waits(5, 1, "2026-02-10")))
    (row,) = run([DOCTOR], folder, PERIOD, [], publish=False)
    assert (row.month, row.n, dict(row.strata)) == (None, 10, {})
    assert run([DEFINITIONS["access_physio_7d"]], folder, PERIOD) == []


def test_small_counts_are_withheld_unless_asked_for_computing(tmp_path):
    folder = snapshot(tmp_path, need=needs(waits(3, 1)))
    (row,) = run([DOCTOR], folder, PERIOD)
    assert (row.suppressed, row.n, row.value) == (True, None, None)
    (raw,) = run([DOCTOR], folder, PERIOD, publish=False)
    assert raw.n == 3


def test_an_unknown_place_stays_unknown(tmp_path):
    folder = snapshot(tmp_path, need=needs(waits(5, 1, municipality=None)))
    (row,) = run([DOCTOR], folder, PERIOD, ["month", "municipality"])
    assert row.strata == {"municipality": None}


@pytest.mark.parametrize("by", [[], ["municipality"], ["month", "municipality", "unit"]])
def test_figures_of_people_are_published_over_one_grid_only(tmp_path, by):
    folder = snapshot(tmp_path, need=needs(waits(20, 1)))
    with pytest.raises(Refused, match="by month") as refusal:
        run([DOCTOR, DEFINITIONS["t3"]], folder, PERIOD, by)
    assert (refusal.value.code, [fault.where for fault in refusal.value.faults]) == ("overlap.other_grid", [DOCTOR.id])
    assert run([DOCTOR], folder, PERIOD, by, publish=False)[0].n == 20


def test_what_cannot_be_run_is_refused_with_every_fault(tmp_path):
    folder = snapshot(tmp_path, need=needs([]))
    with pytest.raises(Refused) as refusal:
        run(DEFINITIONS.values(), folder, PERIOD, ["month", "profession"])
    faulty = {fault.where for fault in refusal.value.faults}
    assert faulty >= {"access_within_lawful", "t3", "t3_mental_substance", "tray_take_up", "tray_use"}
    assert not faulty & {"access_doctor_7d", "hand_offs", "first_contact_resolution"}
    with pytest.raises(Refused) as refusal:
        run([DOCTOR, DEFINITIONS["t3"]], folder, PERIOD, ["month", "measured_day"])
    assert [fault.where for fault in refusal.value.faults] == ["access_doctor_7d", "t3"]
    assert why_not(DOCTOR, read_manifest(folder), ["month"]) == []


def test_an_unknown_engine_and_a_folder_without_facts_are_refused(tmp_path):
    with pytest.raises(Refused, match="duckdb"):
        run([DOCTOR], snapshot(tmp_path, need=needs([])), PERIOD, engine="abacus")
    with pytest.raises(Refused, match="ovi facts"):
        run([DOCTOR], tmp_path, PERIOD)


@pytest.mark.parametrize("text", ["", "2026", "2026-13", "2026-02..2026-01", "2026-01...2026-02", "2026-1", "9999-01"])
def test_a_period_that_is_none_is_refused_with_an_example(text):
    with pytest.raises(Refused, match=r"2026-01\.\.2026-12"):
        Period.parse(text)


def test_a_period_knows_its_months_and_the_calendar_its_days():
    assert Period.parse("2025-11..2026-02").months() == ["2025-11", "2025-12", "2026-01", "2026-02"]
    days = {row["day"]: row for row in calendar(Period.parse("2026-02"), [3, 6]).to_pylist()}
    assert max(days) == day("2026-02-28")
    assert [d for d in days if days[d]["in_period"]] == list(range(day("2026-02-01"), day("2026-03-01")))
    # 150/1930 section 3: a day that the last month lacks gives that month's last day
    assert days[day("2025-11-30")]["due_3m"] == day("2026-02-28")
    assert days[day("2025-08-31")]["due_6m"] == day("2026-02-28")
    assert days[day("2023-11-30")]["due_3m"] == day("2024-02-29")
    assert calendar(Period.parse("2026-02"), []).schema.field("day").type == pa.int32()


@pytest.mark.parametrize("engine", ["duckdb", "fast"])
@pytest.mark.parametrize("kept", [0, 10, 0.9])
def test_a_snapshot_cut_short_on_disk_is_refused_and_says_what_to_do(tmp_path, engine, kept):
    folder = snapshot(tmp_path, need=needs([{"assessed_day": day("2026-02-02"), "first_event_day": day("2026-02-03")}]))
    path = folder / "need.parquet"
    content = path.read_bytes()
    path.write_bytes(content[: int(kept * len(content)) if kept < 1 else int(kept)])
    with pytest.raises(Refused) as refusal:
        run([DEFINITIONS["waits_primary_care"]], folder, Period.parse("2026-02"), ["month", "unit"], engine)
    assert refusal.value.code == "facts.unreadable_snapshot"
    assert "ovi facts validate" in str(refusal.value)
