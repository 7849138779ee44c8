"""Is an extract incremental, reproducible to the byte, apart from its key, and published whole or not at all?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from unittest import mock

import pyarrow.parquet as pq
import pytest

from ovi.casework.models import Case
from ovi.engines.facts.codes import VULNERABLE_GROUPS
from ovi.engines.facts.store import latest_snapshot, read_manifest
from ovi.engines.facts.tables import TABLES
from ovi.engines.facts.validate import validate
from ovi.foundation.refusals import Refused
from ovi.people.models import Person, Professional
from ovi.performance.actions import extract_facts, extracting, fact_parts
from ovi.performance.models import Snapshot
from ovi.plumbing.actor import system
from ovi.plumbing.models import AuditEvent
from tests.integration.performance.data import SmallCounty, at

BY = system("figures")
LATER = datetime(2026, 3, 4, 7, tzinfo=UTC)


def _files(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def _rows(snapshot, facts_in, table):
    return pq.read_table(facts_in / snapshot.folder / f"{table}.parquet").to_pylist()


def _reused():
    details = AuditEvent.objects.filter(action="performance.extract").latest("id").details
    return details["parts"], details["parts_reused"]


def test_every_table_that_a_room_can_fill_is_there_and_keeps_the_contract(county, snapshot, facts_in):
    folder = facts_in / snapshot.folder
    assert set(read_manifest(folder).tables) == set(TABLES) - {"feedback", "measure"}
    assert [fault for path in folder.glob("*.parquet") for fault in validate(path)] == []
    (first, *_) = _rows(snapshot, facts_in, "encounter")
    assert first["unit_cost_id"] == "doctor"
    costs = {row["unit_cost_id"]: row["source"] for row in _rows(snapshot, facts_in, "unit_cost")}
    assert costs["doctor"] == "invented for training"
    people = [row for row in _rows(snapshot, facts_in, "population") if row["municipality"] == "837"]
    assert sum(row["people"] for row in people if row["age"] is not None) > 200_000
    assert next(row for row in people if row["age"] is None)["year"] == 2022


def test_a_post_is_a_professional_of_a_unit_month_by_month(county, snapshot, facts_in):
    posts = _rows(snapshot, facts_in, "post")
    assert len({row["post_key"] for row in posts}) == Professional.objects.count()
    assert {row["profession"] for row in posts} == {"doctor", "nurse"}
    assert len({row["day"] for row in posts}) == 25
    assert all(row["planned_minutes"] is None and row["absent_minutes"] is None for row in posts)


def test_groups_are_what_the_case_and_the_person_say(db, facts_in, now):
    made = SmallCounty()
    case = made.need("837", date(2026, 2, 2), 3, highest_care_allowance=True)
    Case.objects.filter(pk=case.pk).update(needs_special_support=True)
    made.need("837", date(2026, 2, 2), 3)
    told = [row["vulnerable_groups"] for row in _rows(extract_facts(by=BY, now=now), facts_in, "need")]
    assert sorted(map(sorted, told)) == [[], sorted(VULNERABLE_GROUPS)]


def test_unchanged_blocks_are_reused_and_the_bytes_are_those_of_a_full_extract(county, facts_in, now, monkeypatch):
    monkeypatch.setattr(fact_parts, "SIZE", 8)
    first = extract_facts(by=BY, now=now)
    parts, reused = _reused()
    assert (reused, parts) == (0, parts)
    assert parts > 12
    extract_facts(by=BY, now=LATER)
    assert _reused() == (parts, parts)
    case = Case.objects.order_by("id").first()
    Case.objects.filter(pk=case.pk).update(hand_overs=7)
    incremental = extract_facts(by=BY, now=LATER + timedelta(days=1))
    assert _reused()[1] == parts - 4  # one block of each of the four tables reads the case
    for path in (facts_in / "facts" / ".parts").iterdir():
        path.unlink()
    full = extract_facts(by=BY, now=LATER + timedelta(days=1))
    assert full.snapshot_id == incremental.snapshot_id
    assert {row["hand_overs"] for row in _rows(full, facts_in, "need")} == {0, 7}
    assert _files(facts_in / first.folder)["slot.parquet"] == _files(facts_in / full.folder)["slot.parquet"]


@pytest.mark.parametrize("change", ["person", "encounter", "clock", "unit", "deleted"])
def test_no_change_goes_unnoticed(county, facts_in, now, change):
    before = _files(facts_in / extract_facts(by=BY, now=now).folder)
    case = Case.objects.order_by("id").first()
    if change == "person":
        Person.objects.filter(pk=case.person_id).update(non_disclosure=True)
    elif change == "encounter":
        case.encounters.update(mode="R52")
    elif change == "clock":
        case.clocks.update(due_on=date(2026, 6, 1))
    elif change == "unit":
        county.units["837"].slug = "station-renamed"
        county.units["837"].save()
    else:
        case.encounters.all().delete()
    after = _files(facts_in / extract_facts(by=BY, now=LATER).folder)
    assert (
        after["need.parquet" if change != "clock" else "clock.parquet"]
        != before["need.parquet" if change != "clock" else "clock.parquet"]
    )


def test_a_part_half_written_is_made_again(county, facts_in, now):
    first = extract_facts(by=BY, now=now)
    for path in (facts_in / "facts" / ".parts").glob("need-*"):
        path.write_bytes(path.read_bytes()[:100])
    again = extract_facts(by=BY, now=LATER)
    assert _files(facts_in / first.folder)["need.parquet"] == _files(facts_in / again.folder)["need.parquet"]


def test_another_key_gives_other_pseudonyms_and_no_old_part(county, facts_in, now, monkeypatch):
    first = _rows(extract_facts(by=BY, now=now), facts_in, "need")
    keyed = extracting.settings().model_copy(update={"facts_key": "another key, long enough"})
    monkeypatch.setattr(extracting, "settings", lambda: keyed)
    second = _rows(extract_facts(by=BY, now=LATER), facts_in, "need")
    assert not {row["need_key"] for row in first} & {row["need_key"] for row in second}


def test_the_key_may_not_lie_with_the_facts(county, facts_in, now, monkeypatch):
    unkeyed = extracting.settings().model_copy(update={"facts_key": ""})
    monkeypatch.setattr(extracting, "settings", lambda: unkeyed)
    (facts_in / "secrets").mkdir()
    (facts_in / "facts").symlink_to(facts_in / "secrets")
    with pytest.raises(Refused) as refusal:
        extract_facts(by=BY, now=now)
    assert refusal.value.code == "facts.key_beside"


def test_old_snapshots_go_by_the_setting_and_their_rows_stay(county, facts_in, now, monkeypatch):
    few = extracting.settings().model_copy(update={"facts_keep": 2})
    monkeypatch.setattr(extracting, "settings", lambda: few)
    for days in range(4):
        extract_facts(by=BY, now=at(date(2026, 3, 4)) + timedelta(days=days))
    assert len([path for path in (facts_in / "facts").iterdir() if not path.name.startswith(".")]) == 2
    assert Snapshot.objects.count() == 4
    assert AuditEvent.objects.filter(action="performance.retire").count() == 2


def test_nothing_is_published_when_the_extract_breaks_off(county, facts_in, now):
    with (
        mock.patch.object(extracting, "population", side_effect=OSError("no space left")),
        pytest.raises(OSError, match="space"),
    ):
        extract_facts(by=BY, now=now)
    assert latest_snapshot(facts_in / "facts") is None
    assert Snapshot.objects.count() == 0
    assert [path.name for path in (facts_in / "facts").iterdir()] == [".parts"]
