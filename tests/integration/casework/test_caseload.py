"""Caseloads: counts that add up, the law's cap beside them, and names only for one's own clients."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ovi.casework import actions
from ovi.casework.queries import caseload, caseload_units
from ovi.people.states import Profession
from ovi.plumbing.actor import Role
from ovi.staffing.queries import caps_on
from tests.integration import people_for_tests as make

TODAY = make.TODAY


@pytest.fixture
def manager(county):
    return make.acting(make.worker(county.station, Role.MANAGER))


def load(actor, *units):
    return caseload(actor, units=[one.pk for one in units], today=TODAY)


def taken(county, by, now, where=None, who=None, **fields):
    case = make.opened(who or make.person(where or county.tampere), now - timedelta(hours=2), **fields)
    actions.take(case_id=case.pk, by=by, now=now)
    return case


def test_the_rows_add_up_to_the_total_and_stand_in_order_of_name(county, nurse, colleague, manager, now):
    for _ in range(3):
        taken(county, nurse, now)
    taken(county, colleague, now)
    make.opened(make.person(county.tampere), now)
    found = load(manager, county.station)
    assert sum(one.cases for one in found.workers) + found.unowned.cases == found.total.cases == 5
    assert sum(one.weight for one in found.workers) + found.unowned.weight == found.total.weight
    for one in (*found.workers, found.unowned, found.total):
        assert sum(one.standings.values()) == one.cases
        assert sum(n for _, n in one.lines) == one.cases
    names = [one.worker.name for one in found.workers]
    assert names == sorted(names)
    assert found.my_steps == ()


def test_a_worker_sees_own_and_totals_but_no_colleague(county, nurse, colleague, now):
    taken(county, nurse, now)
    taken(county, colleague, now)
    found = load(nurse, county.station)
    assert found.workers == ()
    assert (found.mine.cases, found.total.cases) == (1, 2)


def test_another_unit_is_not_counted_even_if_asked_for(county, nurse, receiver, manager, now):
    case = make.opened(make.person(county.nokia), now)
    assert case.unit_id == county.other_station.pk
    for actor in (nurse, manager):
        assert load(actor, county.other_station).total.cases == 0
        assert [one.id for one in caseload_units(actor)] == [county.station.pk]


def test_a_manager_of_the_whole_county_may_choose_any_unit(county, now):
    account = make.worker(county.station, Role.MANAGER)
    account.memberships.update(unit=None)
    make.opened(make.person(county.nokia), now)
    assert len(caseload_units(make.acting(account))) == 3
    assert load(make.acting(account), county.other_station).total.cases == 1


def test_steps_and_reviews_of_the_week_go_to_who_carries_them(county, nurse, colleague, manager, now):
    case = taken(county, nurse, now, line="oral_health")
    do = {"case_id": case.pk, "by": nurse, "now": now}
    actions.set_goal(own_words="Haluan hymyillä", worded="", **do)
    actions.start_path(template_id="oral_examination", version=1, ticked=["not_urgent"], **do)
    actions.add_step(text="Soitto", due_on=TODAY - timedelta(days=1), **do)
    actions.add_step(text="Kirje", due_on=date(2026, 3, 8), **do)  # Sunday of the same week
    actions.add_step(text="Myöhemmin", due_on=date(2026, 3, 9), **do)
    mine = load(nurse, county.station)
    assert [(one.name, one.overdue) for one in mine.my_steps] == [("Soitto", True), ("Kirje", False)]
    assert (mine.mine.steps, mine.mine.overdue_steps) == (2, 1)
    late = mine.my_steps[0]
    step = case.paths.get().steps.get(own_text="Soitto")
    actions.assign_step(step_id=step.pk, carrier_id=colleague.professional_id, due_on=step.due_on, **do)
    actions.review_path(next_review_on=TODAY + timedelta(days=3), **do)
    rows = {one.worker.id: one for one in load(manager, county.station).workers}
    assert (rows[colleague.professional_id].steps, rows[colleague.professional_id].overdue_steps) == (1, 1)
    assert (rows[nurse.professional_id].steps, rows[nurse.professional_id].reviews) == (1, 1)
    assert [one.name for one in load(colleague, county.station).my_steps] == [late.name]


def test_a_heavier_path_weighs_more(county, now):
    worker = make.acting(make.worker(county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))
    case = taken(county, worker, now, line="child_protection", register="social_welfare")
    assert load(worker, county.office).mine.weight == 1
    do = {"case_id": case.pk, "by": worker, "now": now}
    actions.set_goal(own_words="Rauhaa kotiin", worded="", **do)
    actions.start_path(template_id="child_protection_assessment", version=1, ticked=["begun", "urgent_seen"], **do)
    assert load(worker, county.office).mine.weight == 3


def test_the_cap_counts_each_child_once(county, now):
    worker = make.acting(make.worker(county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))
    child = make.person(county.tampere, born=date(2015, 1, 1))
    for who in (child, child, make.person(county.tampere)):
        taken(county, worker, now, who=who, line="child_protection", register="social_welfare")
    [(cap, n)] = load(worker, county.office).mine.capped
    assert (n, cap.amount) == (2, 30)


def test_the_cap_is_a_dated_row():
    def amounts(day):
        return [cap.amount for cap in caps_on(day)]

    assert amounts(date(2021, 12, 31)) == []
    assert amounts(date(2023, 12, 31)) == [35]
    assert amounts(date(2024, 1, 1)) == [30]


def test_the_number_of_statements_does_not_grow(county, nurse, manager, now, django_assert_max_num_queries):
    for _ in range(12):
        taken(county, nurse, now)
    with django_assert_max_num_queries(8):
        load(manager, county.station)
