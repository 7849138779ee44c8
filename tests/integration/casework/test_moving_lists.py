"""Is a moved list whole: nobody lost, nobody on two, all or nothing, whatever is tried at once?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovi.casework import actions
from ovi.casework.models import Case, OwnWorker
from ovi.casework.queries import ListOf, list_of, listed, lists_of_units, move_preview
from ovi.casework.queries.continuity import valid_on
from ovi.casework.weights import weights
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Role
from ovi.plumbing.models import AuditEvent
from tests.examples import examples
from tests.integration.casework.lists_for_tests import case_of, make_station, manager, of, on_list
from tests.integration.people_for_tests import TODAY, acting, worker

NOW = datetime(2026, 3, 3, 7, 12, tzinfo=UTC)


def _move(station, now, *, expected, source=None, target=None, by=None, rows=None, from_on=TODAY, cases=False):
    return actions.move_list(
        source=source or of(station.nurse), target=target or of(station.other_nurse), rows=rows, expected=expected,
        from_on=from_on, open_cases=cases, reason="Jää eläkkeelle", by=by or station.manager, now=now,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_whole_list_moves_with_its_open_cases(now):
    station = make_station(now)
    cases = on_list(station, station.nurse, now, 3)
    seen = move_preview(of(station.nurse), of(station.other_nurse), rows=None, from_on=TODAY, today=TODAY)
    assert (seen.clients, seen.open_cases, seen.target_size) == (3, 3, 3)
    moved = _move(station, now, expected=3, cases=True)
    assert (moved.clients, moved.cases) == (3, 3)
    assert list_of(of(station.nurse), today=TODAY).size == 0
    assert list_of(of(station.other_nurse), today=TODAY).size == 3
    owners = set(Case.objects.filter(pk__in=[case.pk for case in cases]).values_list("owner_id", flat=True))
    assert owners == {station.other_nurse.professional_id}
    assert AuditEvent.objects.filter(action="casework.list_moved").count() == 1
    assert AuditEvent.objects.filter(action="casework.own_moved").count() == 3


@pytest.mark.django_db
def test_only_future_contacts_move_unless_the_open_cases_are_asked_for(now):
    station = make_station(now)
    cases = on_list(station, station.nurse, now, 2)
    later = TODAY + timedelta(days=7)
    _move(station, now, expected=2, from_on=later)
    assert list_of(of(station.nurse), today=TODAY).size == 2
    assert list_of(of(station.other_nurse), today=later).size == 2
    assert {case.owner_id for case in Case.objects.filter(pk__in=[c.pk for c in cases])} == {
        station.nurse.professional_id
    }


@pytest.mark.django_db
def test_a_list_goes_to_a_team_and_its_open_cases_to_the_units_list(now):
    station = make_station(now)
    cases = on_list(station, station.nurse, now, 2)
    _move(station, now, expected=2, target=ListOf(team_id=station.team.pk), cases=True)
    assert list_of(ListOf(team_id=station.team.pk), today=TODAY).size == 2
    assert set(OwnWorker.objects.filter(valid_to=None).values_list("kind", flat=True)) == {"own_team"}
    assert {case.owner_id for case in Case.objects.filter(pk__in=[c.pk for c in cases])} == {None}


@pytest.mark.django_db
def test_a_client_who_already_has_that_team_is_neither_lost_nor_doubled(now):
    station = make_station(now)
    case = on_list(station, station.nurse, now, 2)[0]
    OwnWorker.objects.create(
        person=case.person, register="patient", kind="own_team", team=station.team, valid_from=date(2026, 2, 1)
    )
    _move(station, now, expected=2, target=ListOf(team_id=station.team.pk))
    current = valid_on(OwnWorker.objects.all(), TODAY)
    assert sorted(current.values_list("kind", flat=True)) == ["own_team", "own_team"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expected": 2}, "list.state"),
        ({"rows": [0]}, "list.state"),
        ({"from_on": TODAY - timedelta(days=1)}, "list.day"),
        ({"from_on": TODAY + timedelta(days=1), "cases": True}, "list.cases"),
    ],
)
def test_a_move_that_cannot_be_whole_changes_nothing(now, change, code):
    station = make_station(now)
    on_list(station, station.nurse, now, 3)
    before = list(OwnWorker.objects.order_by("pk").values())
    with pytest.raises(Refused) as refused:
        _move(station, now, **{"expected": 3, **change})
    assert refused.value.code == code
    assert list(OwnWorker.objects.order_by("pk").values()) == before


@pytest.mark.django_db
def test_who_may_move_and_where(now):
    station = make_station(now)
    on_list(station, station.nurse, now, 1)
    elsewhere = acting(worker(station.county.other_station, Role.NURSE))
    tries = [
        ({"by": station.other_nurse}, "list.not_yours"),  # a colleague's list is not one's own
        ({"by": elsewhere}, "list.not_yours"),
        ({"target": of(elsewhere)}, "list.not_yours"),  # another unit has its own manager
        ({"target": of(station.nurse)}, "list.same"),
        ({"target": of(station.doctor)}, "own.kind"),  # an own nurse is a nurse
    ]
    for change, code in tries:
        with pytest.raises(Refused) as refused:
            _move(station, now, expected=1, **change)
        assert refused.value.code == code, change
    _move(station, now, expected=1, target=of(elsewhere), by=acting(manager()))
    assert list_of(of(elsewhere), today=TODAY).size == 1


@pytest.mark.django_db
def test_a_full_target_refuses_the_whole_move(now):
    station = make_station(now)
    on_list(station, station.nurse, now, 3)
    actions.set_list(of=of(station.other_nurse), cap=2, open_to_new=True, by=station.manager, now=now)
    with pytest.raises(Refused) as refused:
        _move(station, now, expected=3)
    assert refused.value.code == "list.full"


@pytest.mark.django_db
def test_a_list_page_tells_names_and_never_places_in_a_few_queries(now, django_assert_max_num_queries):
    station = make_station(now)
    on_list(station, station.nurse, now, 30)
    with django_assert_max_num_queries(2):
        page = listed(of(station.nurse), today=TODAY)
    assert len(page) == 30
    assert all(one.open_cases == 1 and one.case_id for one in page)
    with django_assert_max_num_queries(4):
        found = lists_of_units([station.county.station.pk], today=TODAY)
    assert {one.size for one in found} == {0, 30}


@pytest.mark.django_db
def test_the_county_weighs_its_clients(now, tmp_path, monkeypatch):
    folder = tmp_path / "continuity"
    folder.mkdir()
    (folder / "weights.yaml").write_text(
        "age_bands:\n- {from_age: 0, weight: 1}\n- {from_age: 75, weight: 2.5}\nsegments: {network: 2}\n"
    )
    weights.cache_clear()
    monkeypatch.setenv("OVI_DEFINITIONS", str(tmp_path))
    try:
        assert weights().of(date(1945, 2, 1), "network", TODAY) == 5
        assert weights().of(date(1990, 2, 1), "", TODAY) == 1
        assert weights().of(None, "episode", TODAY) == 1
        weights.cache_clear()
        (folder / "weights.yaml").write_text("age_bands:\n- {from_age: 0, weight: -1}\nsegments: {network: much}\n")
        with pytest.raises(Refused) as refused:
            weights()
        assert len(refused.value.faults) == 2
    finally:
        weights.cache_clear()


@pytest.mark.django_db
@settings(max_examples=examples(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 20), st.booleans(), st.integers(0, 63)),
        min_size=1, max_size=6,
    )
)  # fmt: skip
def test_under_any_moves_nobody_is_lost_and_nobody_is_on_two_lists(transactional_station, steps):
    """Lists of two nurses, a doctor and a team; whole and part moves on days to come, allowed or refused."""
    from django.db import transaction

    station, people = transactional_station
    holders = [of(station.nurse), of(station.other_nurse), of(station.doctor), ListOf(team_id=station.team.pk)]
    with transaction.atomic():
        day = TODAY
        for source, target, later, part, choice in steps:
            day += timedelta(days=later % 4)
            rows = valid_on(holders[source].rows(), day)
            chosen = [row.pk for row in rows.order_by("pk") if choice >> (row.pk % 6) & 1] if part else None
            count = len({row.person_id for row in rows if chosen is None or row.pk in chosen})
            with suppress(Refused):
                _move(
                    station,
                    NOW,
                    source=holders[source],
                    target=holders[target],
                    rows=chosen,
                    expected=count,
                    from_on=day,
                )
            for moment in (TODAY, day, day + timedelta(days=1), day + timedelta(days=400)):
                current = valid_on(OwnWorker.objects.all(), moment)
                held = list(current.values_list("person_id", "kind"))
                assert {person for person, _ in held} == people, "a client was lost"
                assert len(held) == len(set(held)), "a client is on two lists of a kind"
        transaction.set_rollback(True)


@pytest.fixture
def transactional_station(db):
    station = make_station(NOW)
    cases = on_list(station, station.nurse, NOW, 6) + on_list(station, station.other_nurse, NOW, 3)
    return station, {case.person_id for case in cases}


def test_two_moves_at_once_leave_every_client_with_exactly_one(committed_db):
    station = make_station(NOW)
    third = acting(worker(station.county.station, Role.NURSE))
    people = {case.person_id for case in on_list(station, station.nurse, NOW, 8)}
    start = Barrier(2)

    def go(target):
        try:
            start.wait(timeout=20)
            return _move(station, NOW, expected=8, target=of(target), cases=True).clients
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(go, [station.other_nurse, third]))
    assert sorted(map(str, results)) == ["8", "list.state"]
    held = list(valid_on(OwnWorker.objects.all(), TODAY).values_list("person_id", flat=True))
    assert sorted(held) == sorted(people)


def test_crossing_moves_wait_for_each_other_and_do_not_lock_up(committed_db):
    station = make_station(NOW)
    on_list(station, station.nurse, NOW, 4)
    on_list(station, station.other_nurse, NOW, 4)
    start = Barrier(2)

    def go(pair):
        try:
            start.wait(timeout=20)
            return _move(station, NOW, expected=4, source=of(pair[0]), target=of(pair[1])).clients
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(go, [(station.nurse, station.other_nurse), (station.other_nurse, station.nurse)]))
    assert 4 in results
    assert valid_on(OwnWorker.objects.all(), TODAY).count() == 8


def test_two_who_name_an_own_nurse_at_once_leave_one(committed_db):
    station = make_station(NOW)
    case = case_of(station, NOW)
    start = Barrier(2)

    def go(to):
        try:
            start.wait(timeout=20)
            actions.name_own(case_id=case.pk, kind="own_nurse", of=of(to), from_on=TODAY, by=station.nurse, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(go, [station.nurse, station.other_nurse]))
    assert valid_on(OwnWorker.objects.all(), TODAY).count() == 1
