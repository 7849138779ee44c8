"""Do near services keep to three a municipality, stop when planned, and tell residents what is called off?"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import connection

from ovi.directory import actions
from ovi.directory.actions import NearContent, Round
from ovi.directory.models import NearService, NearStop
from ovi.directory.queries import coming_stops, municipalities_with_stops, near_services
from ovi.foundation.calendar import HELSINKI, helsinki_date
from ovi.foundation.refusals import Refused
from tests.integration.casework.lists_for_tests import manager as manager_account
from tests.integration.people_for_tests import TODAY, acting, make_county


def content(unit, **change):
    given = NearContent(
        municipality_id=unit.municipality_id, unit_id=unit.pk, service_line="primary_care", kind="mobile",
        name_fi="Rokotusbussi", name_sv="Vaccinationsbussen", name_en="", about_fi="Rokotuksia", about_sv="",
        about_en="", baseline="Lähin paikka 40 km päässä", target="Joka toinen viikko kirkonkylässä",
        target_on=TODAY + timedelta(days=200), valid_from=TODAY, valid_to=None,
    )  # fmt: skip
    return replace(given, **change)


def manager(unit):
    return acting(manager_account(unit))


def weekly(first: date, last: date, **change):
    return replace(Round(first, last, 1, time(9), time(12), "Kirjaston piha", "Kirjastokatu 1"), **change)


@pytest.fixture
def county(db):
    return make_county()


@pytest.fixture
def station(county):
    return county.station


def saved(unit, now, **change):
    return actions.save_near_service(content=content(unit, **change), by=manager(unit), now=now)


def test_a_municipality_has_at_most_three_at_a_time(station, now):
    for number in range(3):
        saved(station, now, name_fi=f"Bussi {number}")
    with pytest.raises(Refused) as refused:
        saved(station, now)
    assert [fault.where for fault in refused.value.faults] == ["municipality"]
    first = NearService.objects.earliest("pk")
    ended = content(station, name_fi="Bussi 0", valid_to=TODAY + timedelta(days=30))
    actions.save_near_service(pk=first.pk, content=ended, by=manager(station), now=now)
    with pytest.raises(Refused):  # still on the first day of the fourth
        saved(station, now, valid_from=TODAY + timedelta(days=29))
    saved(station, now, valid_from=TODAY + timedelta(days=30))
    assert NearService.objects.count() == 4


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"name_fi": " "}, "name_fi"), ({"about_fi": ""}, "about_fi"), ({"baseline": ""}, "baseline"),
        ({"target": " "}, "target"), ({"service_line": "x"}, "service_line"), ({"kind": "x"}, "kind"),
        ({"municipality_id": "999"}, "municipality"), ({"valid_to": TODAY}, "valid_to"),
        ({"target_on": TODAY - timedelta(days=1)}, "target_on"),
    ],
)  # fmt: skip
def test_what_is_missing_or_impossible_is_refused_and_nothing_is_saved(station, now, change, where):
    with pytest.raises(Refused) as refused:
        saved(station, now, **change)
    assert where in [fault.where for fault in refused.value.faults]
    assert not NearService.objects.exists()


def test_only_the_managers_of_its_unit_change_it(county, station, now):
    row = saved(station, now)
    elsewhere = manager(county.other_station)
    with pytest.raises(Refused):
        actions.save_near_service(pk=row.pk, content=content(station, name_fi="Muu"), by=elsewhere, now=now)
    with pytest.raises(Refused):
        actions.plan_stops(service_id=row.pk, stops=weekly(TODAY, TODAY), by=elsewhere, now=now)
    assert not NearStop.objects.exists()


def test_stops_repeat_in_finnish_time_over_the_clock_change_and_leave_holidays_out(station, now):
    row = saved(station, now, valid_from=date(2026, 12, 1), target_on=date(2027, 12, 1))
    added = actions.plan_stops(
        service_id=row.pk, stops=weekly(date(2026, 12, 4), date(2027, 4, 2)), by=manager(station), now=now
    )
    days = [helsinki_date(at) for at in row.stops.values_list("opens_at", flat=True)]
    assert not {date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 26)} & set(days)
    assert added == len(days) == 15
    assert {at.astimezone(HELSINKI).time() for at in row.stops.values_list("opens_at", flat=True)} == {time(9)}
    again = weekly(date(2026, 12, 4), date(2026, 12, 11))
    assert actions.plan_stops(service_id=row.pk, stops=again, by=manager(station), now=now) == 0


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"last_on": TODAY - timedelta(days=1)}, "last_on"), ({"first_on": TODAY - timedelta(days=1)}, "first_on"),
        ({"weeks": 3}, "weeks"), ({"closes": time(9)}, "closes"), ({"place": " "}, "place"),
        ({"last_on": TODAY + timedelta(weeks=130)}, "last_on"),
        ({"first_on": date(2026, 12, 25), "last_on": date(2026, 12, 25)}, "last_on"),
    ],
)  # fmt: skip
def test_stops_that_cannot_be_are_refused_whole(station, now, change, where):
    row = saved(station, now)
    with pytest.raises(Refused) as refused:
        actions.plan_stops(
            service_id=row.pk, stops=weekly(TODAY, TODAY + timedelta(weeks=4), **change), by=manager(station), now=now
        )
    assert where in [fault.where for fault in refused.value.faults]
    assert not NearStop.objects.exists()


def test_residents_see_what_comes_and_what_is_called_off_with_its_reason(station, now, django_assert_num_queries):
    row = saved(station, now)
    actions.plan_stops(
        service_id=row.pk, stops=weekly(TODAY + timedelta(days=1), TODAY + timedelta(days=15)), by=manager(station),
        now=now,
    )  # fmt: skip
    first = row.stops.earliest("opens_at")
    actions.call_off_stop(stop_id=first.pk, reason="  Auto on\n rikki ", by=manager(station), now=now)
    with django_assert_num_queries(1):
        stops = coming_stops(now=now, municipality=station.municipality_id)
    assert [one.called_off for one in stops] == ["Auto on rikki", "", ""]
    assert [code for code, _name in municipalities_with_stops(now=now)] == [station.municipality_id]
    (planned,) = near_services(now=now, today=helsinki_date(now))
    assert planned.next_at == stops[1].opens_at
    actions.call_off_stop(stop_id=first.pk, reason="", by=manager(station), now=now)
    assert near_services(now=now, today=helsinki_date(now))[0].next_at == first.opens_at
    after = first.closes_at + timedelta(minutes=1)
    with pytest.raises(Refused, match="already been"):
        actions.call_off_stop(stop_id=first.pk, reason="x", by=manager(station), now=after)


def test_two_managers_cannot_both_take_the_last_place(committed_db, now):
    station = make_county().station
    for number in range(2):
        saved(station, now, name_fi=f"Bussi {number}")
    who = manager(station)

    def choose(number: int) -> bool:
        try:
            actions.save_near_service(content=content(station, name_fi=f"Uusi {number}"), by=who, now=now)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as several:
        assert sum(several.map(choose, range(4))) == 1
    assert NearService.objects.count() == 3
