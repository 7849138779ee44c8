"""The worklist: order by time to breach, standing as the law's, masks, and two statements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovi.casework import actions
from ovi.casework.models import Case, CaseClock
from ovi.casework.queries import AssessedNeed, Filters, case_view, worklist
from ovi.foundation.refusals import Refused
from ovi.law import standing_between
from tests.examples import examples
from tests.integration import people_for_tests as make

TODAY = date(2026, 3, 3)
AS_LAW = {"open": "open", "at_risk": "at_risk", "breached": "breached"}


def set_clock(case, starts_on, due_on):
    CaseClock.objects.filter(case=case).update(starts_on=starts_on, due_on=due_on)
    Case.objects.filter(pk=case.pk).update(next_due_on=due_on)


@settings(
    max_examples=examples(40), deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(length=st.integers(0, 200), passed=st.integers(-5, 220))
def test_standing_in_the_list_is_the_laws_standing(county, nurse, now, length, passed):
    case = Case.objects.filter(person=None).first() or make.opened(None, now)
    starts_on = TODAY - timedelta(days=passed)
    set_clock(case, starts_on, starts_on + timedelta(days=length))
    law = standing_between(starts_on, starts_on + timedelta(days=length), stopped_on=None, today=TODAY)
    found = worklist(nurse, Filters(), today=TODAY)
    assert found.rows[0].standing == AS_LAW[law.state]
    assert getattr(found.counts, law.state) == 1


def test_the_next_to_breach_stands_first_and_what_has_no_limit_last(county, nurse, now):
    cases = [make.opened(make.person(county.tampere), now - timedelta(days=day)) for day in (1, 2, 3)]
    for case, days in zip(cases, (9, -1, None), strict=True):
        set_clock(case, TODAY, None if days is None else TODAY + timedelta(days=days))
    found = worklist(nurse, Filters(), today=TODAY)
    assert [row.case_id for row in found.rows] == [cases[1].pk, cases[0].pk, cases[2].pk]
    assert [row.standing for row in found.rows] == ["breached", "open", "none"]
    by_arrival = worklist(nurse, Filters(order="arrived"), today=TODAY)
    assert [row.case_id for row in by_arrival.rows] == [cases[2].pk, cases[1].pk, cases[0].pk]


@pytest.mark.parametrize("many", [1, 60])
def test_two_statements_however_many_there_are(county, nurse, now, many, django_assert_num_queries):
    for _ in range(many):
        make.opened(make.person(county.tampere), now)
    with django_assert_num_queries(2):
        found = worklist(nurse, Filters(page=99), today=TODAY)
    assert found.counts.all == found.total == many
    assert found.page == found.pages


def test_only_own_unit_and_register_mine_and_offered(county, nurse, receiver, social_worker, now):
    mine = make.opened(make.person(county.tampere), now)
    offered = make.opened(make.person(county.tampere), now)
    make.opened(make.person(county.nokia), now)
    make.opened(make.person(county.tampere), now, line="adult_social_work", register="social_welfare")
    actions.take(case_id=mine.pk, by=nurse, now=now)
    actions.hand_over(case_id=offered.pk, to_unit_id=county.other_station.pk, reason="Syy", by=nurse, now=now)

    def ids(actor, **filters):
        return {row.case_id for row in worklist(actor, Filters(**filters), today=TODAY).rows}

    assert ids(nurse) == {mine.pk, offered.pk}
    assert ids(nurse, shown="mine") == {mine.pk}
    assert ids(receiver, shown="offered") == {offered.pk}
    assert ids(nurse, shown="offered") == set()
    assert len(ids(social_worker)) == 1
    assert ids(nurse, service_line="oral_health") == set()
    assert ids(nurse, standing="breached") == set()
    assert ids(nurse, standing="at_risk") == {mine.pk, offered.pk}


def test_a_closed_case_leaves_the_list(county, nurse, now):
    case = make.opened(make.person(county.tampere), now)
    Case.objects.filter(pk=case.pk).update(
        state="closed", assessed_at=now, closed_at=now, close_reason="client_withdrew"
    )
    assert worklist(nurse, Filters(), today=TODAY).counts.all == 0


def test_a_non_disclosure_order_hides_the_place_in_list_and_case(county, nurse, now):
    hidden = make.opened(make.person(county.nokia, non_disclosure=True), now, line="oral_health")
    plain = make.opened(make.person(county.nokia), now, line="oral_health")
    rows = {row.case_id: row for row in worklist(nurse, Filters(), today=TODAY).rows}
    assert (rows[hidden.pk].municipality, rows[hidden.pk].unit, rows[hidden.pk].non_disclosure) == (None, None, True)
    assert rows[plain.pk].municipality.fi == "Nokia"
    assert case_view(hidden.pk, by=nurse, today=TODAY).municipality is None


def test_the_list_shows_the_first_line_of_the_own_words(county, nurse, now):
    make.opened(make.person(county.tampere), now, words="\n \n Olkapää kipeä 🙂\nToinen rivi " + "x" * 9000)
    assert worklist(nurse, Filters(), today=TODAY).rows[0].own_words == "Olkapää kipeä 🙂"


def test_a_case_is_read_in_two_statements_and_shows_earlier_needs_of_its_own_register(
    county, nurse, now, django_assert_num_queries
):
    who = make.person(county.tampere)
    earlier = make.opened(who, now - timedelta(days=30))
    make.opened(who, now - timedelta(days=20), line="adult_social_work", register="social_welfare")
    case = make.opened(who, now)
    with django_assert_num_queries(2):
        view = case_view(case.pk, by=nurse, today=TODAY)
    assert [one.case_id for one in view.earlier] == [earlier.pk]
    assert case_view(10**9, by=nurse, today=TODAY) is None


def test_a_case_of_another_register_or_unit_is_not_read(county, nurse, receiver, social_worker, now):
    case = make.opened(make.person(county.tampere), now)
    for actor, code in ((social_worker, "case.wall"), (receiver, "case.not_yours")):
        with pytest.raises(Refused) as refused:
            case_view(case.pk, by=actor, today=TODAY)
        assert refused.value.code == code


def test_what_a_professional_judged_urgent_and_nobody_has_served_stands_first(county, nurse, now):
    due_today = make.opened(make.person(county.tampere), now)
    urgent = make.opened(make.person(county.tampere), now)
    need = AssessedNeed("injury", "urgent", "primary_care", general_medicine=True)
    actions.assess(case_id=urgent.pk, assessed=need, note="", by=nurse, now=now)
    rows = worklist(nurse, Filters(), today=TODAY).rows
    assert [row.case_id for row in rows] == [urgent.pk, due_today.pk]
    assert rows[0].due_on == TODAY, "at once: the day of the contact (50 §)"
