"""The invented county is the same for the same seed, holds no real identity code, and follows its patterns."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from ovi.demo import invent as inventing
from ovi.demo.axis import DAY, NEVER
from ovi.demo.geography import places_of
from ovi.demo.needs import CHANNELS
from ovi.demo.patterns import load_patterns
from ovi.foundation.identifiers import parse_hetu
from ovi.foundation.refusals import Refused
from ovi.foundation.text import Trilingual
from ovi.law import Matter, clocks_for, load_law
from ovi.plumbing.county import county, county_ids

TODAY = date(2026, 3, 3)
RESIDENTS = 3000
TRAY = {"mood-peer-group": 7, "moving-together-group": 8, "family-drop-in": 9}


def _world(county_id: str = "pirkanmaa", seed: int = 7, residents: int = RESIDENTS, today: date = TODAY):
    name = Trilingual("Malli", "Modell", "Model")
    return inventing.invent(
        county_id,
        seed=seed,
        residents=residents,
        today=today,
        county_name=name,
        services={"oral_health": [5, 6]},
        tray=TRAY,
    )


@pytest.fixture(scope="module")
def world():
    return _world()


@pytest.fixture(scope="module")
def tables(world):
    return inventing.tables_of(world, seed=7)


def test_same_seed_same_county_and_another_seed_another():
    one, same, other = (_world(seed=seed, residents=300) for seed in (3, 3, 4))
    digests = [
        inventing.digest(inventing.tables_of(each, seed=seed)) for each, seed in ((one, 3), (same, 3), (other, 4))
    ]
    assert digests[0] == digests[1]
    assert digests[0] != digests[2]


def test_services_are_picked_after_the_assessment_by_lines_that_use_the_tray_and_some_outcomes_are_told(world, tables):
    rows = tables["casework_traypick"].to_pylist()
    cases = {one["id"]: one for one in tables["casework_case"].to_pylist()}
    assert len(rows) > 30
    assert {one["service_id"] for one in rows} <= set(TRAY.values())
    for one in rows:
        case = cases[one["case_id"]]
        assert case["assessed_at"] < one["picked_at"] < (case["closed_at"] or datetime.max.replace(tzinfo=UTC))
        assert (one["take_up"] == "") == (one["told_at"] is None) == (one["told_by_client"] is None)
        assert one["told_at"] is None or one["picked_at"] < one["told_at"]
        assert one["service_line"] == case["service_line"] != "oral_health"
        assert one["picked_by_id"]
    told = Counter(one["take_up"] for one in rows)
    assert 0.2 < told[""] / len(rows) < 0.7
    assert told["went"] > told["did_not_go"]


def test_identity_codes_are_artificial_unique_and_of_the_birth_date(tables):
    people = tables["people_person"].to_pylist()
    assert len({one["henkilotunnus"] for one in people}) == len(people) == RESIDENTS
    for one in people:
        hetu = parse_hetu(one["henkilotunnus"])
        assert hetu.is_artificial
        assert hetu.birth_date == one["birth_date"] <= TODAY


def test_scarce_identity_codes_are_refused_not_repeated():
    from ovi.demo.residents import _hetus

    with pytest.raises(Refused) as refused:
        _hetus(np.zeros(51, dtype=np.int64), np.ones(51, dtype=np.bool_))
    assert refused.value.code == "demo.too_many_residents"
    assert len(set(_hetus(np.zeros(50, dtype=np.int64), np.ones(50, dtype=np.bool_)))) == 50


def test_contacts_follow_the_patterns(world):
    patterns = load_patterns().contacts
    day = world.needs.contact // DAY
    weekday = np.bincount((day + 3) % 7, minlength=7) / len(day)
    wanted = np.array(patterns.weekday.weights) / sum(patterns.weekday.weights)
    assert np.abs(weekday - wanted).max() < 0.03
    assert weekday[0] == max(weekday)
    web = (world.needs.channel == CHANNELS.index("web")).mean()
    assert web == pytest.approx(patterns.channel.weights["web"], abs=0.06)
    july = [(date(1970, 1, 1) + timedelta(days=int(one))).month for one in day.tolist()].count(7)
    assert july / len(day) < 0.08 < 1 / 12
    days = world.year.until - world.year.first_day
    a_year = (day >= world.year.first_day).sum() / RESIDENTS / days * 365
    assert a_year == pytest.approx(patterns.per_resident_a_year.value, rel=0.06)


def test_some_make_contact_often_and_lines_fit_their_ages(world):
    counts = np.sort(np.bincount(world.needs.person, minlength=RESIDENTS))[::-1]
    assert 0.2 < counts[: RESIDENTS // 10].sum() / counts.sum() < 0.45
    line = np.array(world.line_names)[world.needs.line]
    ages = world.residents.ages(world.year.until)[world.needs.person]
    assert np.median(ages[line == "elderly_services"]) > 74
    assert ages[line == "school_health"].max() < 46
    assert (line == "primary_care").mean() == pytest.approx(0.47, abs=0.06)


def test_most_are_assessed_on_the_first_day_and_shares_are_as_written(world):
    health = np.array([one.sector == "health" for one in world.patterns.lines.table.values()])[world.needs.line]
    assessed = health & (world.assessed.at < NEVER)
    office = assessed & (world.needs.contact % DAY < 15 * 3600) & (world.needs.channel != CHANNELS.index("web"))
    same = (world.assessed.at // DAY == world.needs.contact // DAY)[office].mean()
    low, high = world.patterns.assessment.same_day.health
    assert low - 0.02 <= same <= high + 0.02
    primary = (world.needs.line == world.line_names.index("primary_care")) & assessed & (world.needs.story < 0)
    line = world.patterns.lines.table["primary_care"]
    assert world.assessed.urgent[primary].mean() == pytest.approx(line.urgent, abs=0.02)
    assert world.assessed.resolved[primary].mean() == pytest.approx(line.resolved * (1 - line.urgent), abs=0.02)
    missed = (world.visits.outcome == 1).sum() / (world.visits.booked < NEVER).sum()
    assert 0.01 < missed < world.patterns.after.no_show.value + 0.01


def test_strained_municipalities_wait_longer(world):
    place, day = world.needs.place, world.assessed.at // DAY
    oral = (world.needs.line == world.line_names.index("oral_health")) & ~world.assessed.urgent
    oral &= (world.ended.first_visit < NEVER) & (world.assessed.at < NEVER)
    strained = world.access.is_strained("oral_health", place, np.where(oral, day, world.year.until))
    waits = (world.ended.first_visit - world.assessed.at) / DAY
    assert np.median(waits[oral & strained]) > 2.5 * np.median(waits[oral & ~strained])


def test_due_dates_are_those_of_the_law(world, tables):
    """A second reading of the rows as they would be stored, apart from the generator's own loop."""
    cases = {one["id"]: one for one in tables["casework_case"].to_pylist()}
    assessments = {one["case_id"]: one for one in tables["casework_assessment"].to_pylist()}
    people = {one["id"]: one for one in tables["people_person"].to_pylist()}
    starts = {"need_established": "need_established_at", "application_complete": "application_complete_at",
              "decided": "decided_at"}  # fmt: skip
    noted: dict[int, dict[str, datetime]] = {}
    for one in tables["casework_casemoment"].to_pylist():
        if one["kind"] in starts:
            noted.setdefault(one["case_id"], {})[starts[one["kind"]]] = one["at"]
    stored: dict[int, dict[str, date | None]] = {}
    for one in tables["casework_caseclock"].to_pylist():
        stored.setdefault(one["case_id"], {})[one["rule_id"]] = one["due_on"]
    law, checked = load_law(), 0
    for case_id in list(cases)[::37]:
        case, assessment = cases[case_id], assessments.get(case_id)
        fields = {name: case[name] for name in ("service_line", "register", "contact_at", "assessed_at")}
        fields |= {name: case[name] or None for name in ("urgency", "specialty", "needs_special_support")}
        fields |= noted.get(case_id, {})
        fields["birth_date"] = people[case["person_id"]]["birth_date"]
        fields["pending_at"] = case["contact_at"] if case["register"] == "social_welfare" else None
        fields["highest_care_allowance"] = people[case["person_id"]]["highest_care_allowance"]
        if assessment:
            names = ("care_reason", "urgency", "general_medicine", "plan_based", "certificate_only", "preventive")
            fields |= {name: assessment[name] for name in names}
        clocks, _ = clocks_for(Matter(**fields), law)
        assert {one.rule_id: one.due_on for one in clocks} == stored.get(case_id, {})
        checked += 1
    assert checked > 100


def test_nothing_has_happened_after_the_year(world, tables):
    cutoff = datetime(2026, 3, 2, 22, tzinfo=UTC)  # midnight in Finland
    for table, column in (
        ("contact_contact", "arrived_at"),
        ("casework_case", "closed_at"),
        ("casework_case", "first_event_at"),
        ("casework_assessment", "at"),
        ("encounters_encounter", "started_at"),
        ("booking_appointment", "booked_at"),
        ("plumbing_auditevent", "at"),
        ("plumbing_access", "at"),
    ):
        found = [one for one in tables[table][column].to_pylist() if one]
        assert max(found) < cutoff, f"{table}.{column}"


def test_the_stories_are_told(world):
    demo = world.needs.person == world.demo_person
    states = Counter()
    for one in np.flatnonzero(demo):
        closed, coming = world.ended.closed[one] < NEVER, world.ended.next_event[one] < NEVER
        states["closed" if closed else "booked" if coming else "assessed" if world.owner[one] else "new"] += 1
    assert states == {"closed": 1, "booked": 1, "assessed": 1, "new": 1}
    unit = [u.id for u in world.staffed.units if u.kind == "health_station" and u.place == world.home][0]
    here = (world.unit == unit) & (world.ended.closed >= NEVER) & (world.next_due < NEVER)
    left = world.next_due[here] - world.year.until
    assert (left < 0).sum() >= 2
    assert ((left >= 0) & (left <= 3)).sum() >= 2
    assert (left > 30).sum() >= 1


@pytest.mark.parametrize("county_id", county_ids())
def test_every_municipality_has_care_near(county_id):
    world = _world(county_id, residents=200)
    assert [one.code for one in world.places] == sorted(county(county_id).municipalities)
    for line in world.patterns.lines.table:
        assert all(len(units) for units in world.staffed.units_for[line]), line
    for unit, profession in world.staffed.main_profession.items():
        assert len(world.staffed.by_unit[unit, profession]), f"nobody always answers in unit {unit}"
    names = [one.name.fi for one in world.staffed.units]
    assert len(set(names)) == len(names)


def test_bilingual_county_speaks_swedish_where_it_does():
    world = _world("ita_uusimaa", residents=2000)
    language, place = np.array(world.residents.languages), world.residents.place
    names = [one.name_fi for one in world.places]
    assert (language[place == names.index("Porvoo")] == "sv").mean() == pytest.approx(0.28, abs=0.04)
    assert (language[place == names.index("Askola")] == "sv").mean() < 0.1
    swedish = [text for text, who in zip(world.texts, world.needs.person, strict=True) if language[who] == "sv"]
    assert sum("Jag" in text or "och" in text or "har" in text for text in swedish) > 0.7 * len(swedish)


def test_municipalities_have_people_of_every_age():
    for one in places_of("pirkanmaa"):
        assert one.population > 1000
        assert 60 < one.latitude < 63
        assert [first for first, _ in one.ages] == sorted(first for first, _ in one.ages)


def test_broken_patterns_are_refused_with_the_place(tmp_path):
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "patterns.yaml").write_text("owner: me\nresidents: {female_share: {value: -1}}\n")
    with pytest.raises(Refused) as refused:
        load_patterns(tmp_path)
    assert any("female_share" in fault.where for fault in refused.value.faults)
    assert len(refused.value.faults) > 5
