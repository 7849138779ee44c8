"""Operational rows become facts: one row a need, pseudonyms, whole days, masked places; never changed after."""

from __future__ import annotations

from datetime import date

import pyarrow.parquet as pq
import pytest

from ovi.casework.models import Assessment, Case
from ovi.engines.facts.days import day_number
from ovi.engines.facts.store import verify
from ovi.foundation.refusals import Refused
from ovi.performance.actions import extract_facts
from ovi.performance.models import Snapshot
from ovi.plumbing.actor import Actor, Role, system
from tests.integration.performance.data import SmallCounty, at

BY = system("figures")


def _rows(snapshot, facts_in, table):
    return pq.read_table(facts_in / snapshot.folder / f"{table}.parquet").to_pylist()


def test_a_need_is_one_row_of_whole_days_without_names_or_keys(county, snapshot, facts_in):
    rows = _rows(snapshot, facts_in, "need")
    slots = 4 * (3 + 2 + 1)
    assert snapshot.counts == {"need": 33, "clock": 33, "encounter": 33, "slot": slots, "unit": 3, "tray_pick": 0} | {
        name: snapshot.counts[name] for name in ("post", "unit_cost", "population")
    }
    row = next(one for one in rows if one["municipality"] == "837")
    assert row["assessed_day"] == day_number(date(2026, 2, 2))
    assert row["assessed_minute"] == 10 * 60  # 8 UTC is 10 in Helsinki
    assert row["first_event_day"] - row["assessed_day"] == 3
    assert (row["birth_year"], row["age_at_start"]) == (1980, 45)
    assert (row["municipality"], row["postal_code"], row["county"]) == ("837", "33100", "08")
    assert row["covered_class"] == "covered"
    assert row["unit"] == "station-837"
    assert len(row["need_key"]) == len(row["person_key"]) == 32
    assert "Esimerkki" not in str(rows)
    assert len({one["need_key"] for one in rows}) == 33


def test_keys_join_the_tables(county, snapshot, facts_in):
    needs = {row["need_key"]: row["person_key"] for row in _rows(snapshot, facts_in, "need")}
    for row in _rows(snapshot, facts_in, "encounter"):
        assert needs[row["need_key"]] == row["person_key"]


def test_non_disclosure_masks_the_place(db, facts_in, now):
    made = SmallCounty()
    made.need("980", date(2026, 2, 2), 3, non_disclosure=True)
    (row,) = _rows(extract_facts(by=BY, now=now), facts_in, "need")
    assert (row["municipality"], row["postal_code"]) == (None, None)
    assert row["unit"] == "station-980"


def test_a_missed_visit_is_no_event_and_a_licensed_one_comes_first(db, facts_in, now):
    made = SmallCounty()
    missed = made.need("837", date(2026, 2, 2), 3)
    missed.encounters.update(no_show=True)
    helped = made.need("837", date(2026, 2, 2), 3, profession="practical_nurse")
    first = helped.encounters.get()
    first.pk, first.idempotency_key, first.licensed, first.profession = None, None, True, "nurse"
    first.started_at = at(date(2026, 2, 10))
    first.save()
    other, one = _rows(extract_facts(by=BY, now=now), facts_in, "need")  # those without an event lie last
    assert one["first_event_day"] is None
    assert other["first_event_day"] == day_number(date(2026, 2, 10))
    assert (other["first_event_profession"], other["first_event_licensed"]) == ("nurse", True)


def test_an_answer_before_the_clocks_start_stops_it_on_its_first_day(db, facts_in, now):
    made = SmallCounty()
    case = made.need("837", date(2026, 2, 7), 0)
    case.clocks.update(starts_on=date(2026, 2, 9), due_on=date(2026, 2, 9))
    (row,) = _rows(extract_facts(by=BY, now=now), facts_in, "clock")
    assert row["stop_day"] == row["start_day"]
    assert row["status"] == "stopped"


def test_a_clock_that_a_correction_replaced_is_no_fact(db, facts_in, now):
    made = SmallCounty()
    case = made.need("837", date(2026, 2, 7), 0)
    wrong = case.clocks.get()
    case.clocks.update(replaced_at=now)
    wrong.pk, wrong.due_on = None, date(2026, 4, 9)
    wrong.save()
    (row,) = _rows(extract_facts(by=BY, now=now), facts_in, "clock")
    assert row["due_day"] == day_number(date(2026, 4, 9))


def test_a_social_need_is_extracted_without_what_only_health_is_asked(db, facts_in, now):
    made = SmallCounty()
    case = made.need("837", date(2026, 2, 7), 0)
    case.clocks.update(replaced_at=now)
    asked = ("care_reason", "general_medicine", "plan_based", "certificate_only", "preventive")
    Assessment.objects.filter(case=case).update(register="social_welfare", **dict.fromkeys(asked))
    Case.objects.filter(pk=case.pk).update(register="social_welfare", sector="social", service_line="elderly_services")
    (row,) = _rows(extract_facts(by=BY, now=now), facts_in, "need")
    assert row["covered_class"] == "not_applicable"


def test_a_snapshot_is_never_changed_and_the_same_moment_gives_the_same_one(county, snapshot, facts_in, now):
    again = extract_facts(by=BY, now=now)
    assert (again.pk, Snapshot.objects.count()) == (snapshot.pk, 1)
    county.need("837", date(2026, 2, 2), 3)
    later = extract_facts(by=BY, now=at(date(2026, 3, 4)))
    assert later.snapshot_id != snapshot.snapshot_id
    assert verify(facts_in / snapshot.folder) == []
    assert len(_rows(snapshot, facts_in, "need")) == 33


def test_only_the_system_and_operators_make_facts(county, now):
    manager = Actor(account_id=1, name="x", roles=frozenset({Role.MANAGER}), purpose="management")
    with pytest.raises(Refused, match="right"):
        extract_facts(by=manager, now=now)
