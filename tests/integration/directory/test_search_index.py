"""Does the old index answer while the new one is made, and does every process notice a change?"""

from __future__ import annotations

import logging
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ovi.directory import search_index
from ovi.directory.kept_making import Keeper
from ovi.directory.models import Channel, ChannelPlace, Municipality, Service, ServiceChannelLink, UnitInfo
from ovi.directory.narrowing import EVERYWHERE, with_parents
from ovi.directory.opening_hours import Hours
from ovi.directory.openings import CatalogueChannel, opening
from ovi.directory.queries.offers import picture_now
from ovi.directory.search import Limits, find
from ovi.directory.search_index import keeper as new_keeper
from ovi.directory.searchable import Spans, documents
from ovi.directory.service_hours import HourRule, HourSpan, ServiceHours
from ovi.engines.search import Near, SearchIndex
from ovi.foundation.calendar import HELSINKI
from ovi.plumbing import clock
from tests.examples import examples
from tests.integration.residents_for_tests import make_county, own_catalogue

PATIENCE_SECONDS = 30


def new_service(name: str, **more: object) -> Service:
    at = clock.now()
    return Service.objects.create(
        source="own", source_id=name, state="active", name_fi=name, first_seen_at=at, updated_at=at, **more
    )


def soon(holds):  # type: ignore[no-untyped-def]
    """Wait until it holds: a rebuild takes a second or two, and each process looks once a second."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "did not come true"
        time.sleep(0.05)


@pytest.fixture
def keeper(committed_db, now):  # type: ignore[no-untyped-def]
    make_county()
    own_catalogue(now)
    made = new_keeper()
    made.get()
    yield made
    finished(made)


def finished(keeper: Keeper[SearchIndex]) -> None:
    if keeper._maker:
        keeper._maker.join(PATIENCE_SECONDS)


def finds(keeper: Keeper[SearchIndex], word: str) -> bool:
    return bool(keeper.get().search(word, "fi").hits)


def test_the_old_index_answers_until_the_new_one_is_ready(keeper, monkeypatch):
    may_go, build = threading.Event(), search_index.build

    def slow():  # type: ignore[no-untyped-def]
        assert may_go.wait(PATIENCE_SECONDS)
        return build()

    monkeypatch.setattr(search_index, "build", slow)
    old = keeper.get()
    new_service("Kyykkäkerho")
    time.sleep(1.1)
    start = time.monotonic()
    assert keeper.get() is old
    assert keeper.get().search("hammas", "fi").hits
    assert time.monotonic() - start < 1
    may_go.set()
    soon(lambda: finds(keeper, "kyykkäkerho"))


def test_a_rebuild_that_fails_is_logged_and_the_old_index_goes_on(keeper, monkeypatch, caplog):
    def broken():  # type: ignore[no-untyped-def]
        raise OSError("no room on the disk")

    build = search_index.build
    monkeypatch.setattr(search_index, "build", broken)
    new_service("Kyykkäkerho")
    with caplog.at_level(logging.ERROR):
        soon(lambda: keeper.get() and "old one goes on" in caplog.text)
    assert keeper.get().search("hammas", "fi").hits
    monkeypatch.setattr(search_index, "build", build)
    monkeypatch.setattr(keeper, "_looks_at", 0.0)
    soon(lambda: finds(keeper, "kyykkäkerho"))


def test_searching_during_rebuilds_never_errs(keeper):
    wrong: list[object] = []
    stop = threading.Event()

    def work() -> None:
        try:
            while not stop.is_set():
                if not keeper.get().search("hampaaseen sattuu", "fi", 3).hits:
                    wrong.append("nothing found")
        except Exception as error:  # noqa: BLE001 - a thread's error must fail the test, not vanish
            wrong.append(error)
        finally:
            from django.db import connections

            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for turn in range(3):
        new_service(f"Kyykkäkerho{turn}")
        soon(lambda turn=turn: finds(keeper, f"kyykkäkerho{turn}"))
    stop.set()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_each_process_has_its_own_index_and_notices_alone(keeper):
    other = new_keeper()
    other.get()
    new_service("Kyykkäkerho")
    soon(lambda: finds(keeper, "kyykkäkerho"))
    soon(lambda: finds(other, "kyykkäkerho"))
    finished(other)


def test_hours_and_places_of_channels_and_units_are_searched(db, now):
    unit = make_county()
    own_catalogue(now)
    day = (((480, 960),),) * 5 + ((), ())
    UnitInfo.objects.create(
        unit=unit, version=1, hours=Hours({"phone": day}).as_json(), published_at=now, published_by_name="x"
    )
    row = new_service("Kyykkäkerho", languages=["sv"], target_groups=["KR1.2"], charge="free")
    rule = HourRule(spans=(HourSpan(1, 600, 720),))
    channel = Channel.objects.create(
        source="ptv", source_id="c", state="active", kind="service_location", name_fi="Kenttä",
        hours=ServiceHours((rule,)).as_json(), first_seen_at=now, updated_at=now,
    )  # fmt: skip
    ServiceChannelLink.objects.create(service=row, channel=channel, position=0)
    ChannelPlace.objects.create(channel=channel, position=0, municipality_code="091", latitude=60.17, longitude=24.94)
    made = {one.id: one for one in documents(picture_now(), now.date())}
    club = made[str(row.pk)]
    tuesday = int(datetime(2026, 3, 3, 8, tzinfo=UTC).timestamp() // 60)  # 10 in Finland
    assert club.open[0] == (tuesday, tuesday + 120)
    assert club.points == ((60.17, 24.94),)
    assert set(club.facets["group"]) == {"KR1", "KR1.2"}
    teeth = next(one for one in made.values() if "oral_health" in one.facets["line"])
    town = Municipality.objects.get()
    assert teeth.points == ((town.latitude, town.longitude),)
    assert {code: len(spans) for code, spans in teeth.open_in.items()} == {town.code: 5}
    assert "837" in teeth.facets["municipality"]

    def asked(**more):  # type: ignore[no-untyped-def]
        return [one.id for one in find("kyykkäkerho", Limits(**more), language="fi").services]

    assert asked(within={"municipality": ["091"], "way": ["visit"], "free": ["1"]}) == [row.pk]
    assert asked(within={"municipality": ["837"]}) == []
    assert asked(near=Near(60.2, 24.9, 10)) == [row.pk]
    assert asked(near=Near(61.5, 23.8, 10)) == []


def test_a_service_of_the_whole_country_answers_in_every_municipality(db, now):
    row = new_service("Kyykkäkerho", area_kind="nationwide")
    there = Limits({"municipality": ["837", EVERYWHERE]})
    assert [one.id for one in find("kyykkäkerho", there, language="fi").services] == [row.pk]


def test_hours_follow_the_clock_on_the_wall_when_it_is_turned(db, now):
    row = new_service("Kyykkäkerho")
    rules = ServiceHours((HourRule(spans=tuple(HourSpan(day, 480, 960) for day in range(7))),))
    channel = Channel.objects.create(
        source="ptv", source_id="c", state="active", kind="phone", hours=rules.as_json(), first_seen_at=now,
        updated_at=now,
    )  # fmt: skip
    ServiceChannelLink.objects.create(service=row, channel=channel, position=0)
    spring = datetime(2026, 3, 28, tzinfo=UTC).date()  # summer time begins on the 29th
    (club,) = documents(picture_now(), spring)
    starts = [datetime.fromtimestamp(start * 60, tz=UTC) for start, _ in club.open]
    assert [start.hour for start in starts[:2]] == [6, 5]
    assert starts[1] - starts[0] == timedelta(hours=23)


RULES = st.lists(
    st.builds(
        HourRule,
        spans=st.lists(
            st.tuples(st.integers(0, 6), st.integers(0, 1380), st.integers(1, 1500)).map(
                lambda one: HourSpan(one[0], one[1], one[1] + one[2])
            ),
            max_size=3,
        ).map(tuple),
        closed=st.booleans(),
        always=st.sampled_from((False, False, True)),
        reservation=st.sampled_from((False, False, True)),
        holiday=st.sampled_from(("", "", "GoodFriday")),
    ),
    max_size=3,
).map(lambda rules: ServiceHours(tuple(rules)))
MOMENTS = st.datetimes(datetime(2026, 3, 26), datetime(2026, 4, 7), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda at: at.replace(second=0, microsecond=0)
)
CLOSED = st.lists(st.tuples(MOMENTS, st.integers(1, 3000)), max_size=2).map(
    lambda rows: tuple((at, at + timedelta(minutes=minutes)) for at, minutes in rows)
)


@settings(deadline=None, max_examples=examples(200))
@given(
    hours=st.builds(CatalogueChannel, RULES, CLOSED), first=st.dates(date(2026, 3, 26), date(2026, 4, 6)),
    minutes=st.integers(0, 3 * 24 * 60),
)  # fmt: skip
def test_the_index_says_open_exactly_when_the_page_does(hours, first, minutes):
    """Easter 2026 and the turning of the clock on 29 March lie in these days."""
    now = datetime.combine(first, datetime.min.time(), HELSINKI).astimezone(UTC) + timedelta(minutes=minutes)
    spans = Spans(first).of(hours)
    minute = int(now.timestamp() // 60)
    said = any(start <= minute < end for start, end in spans)
    assert said == bool(opening(hours, now).open)


def test_a_code_brings_the_codes_above_it():
    assert with_parents(["KR1.2.3", "P4"]) == {"KR1", "KR1.2", "KR1.2.3", "P4"}
