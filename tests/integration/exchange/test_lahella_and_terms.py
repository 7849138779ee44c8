"""Do activities of lähellä.fi come in, each once though PTV tells of it too, and do words of controlled lists?"""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest

from ovi.directory.models import Concept, Service
from ovi.directory.queries import activities_of, channels_of, concepts
from ovi.directory.search import find
from ovi.directory.states import ServiceState
from ovi.exchange.importers.lahella import import_lahella
from ovi.exchange.importers.ptv import import_ptv
from ovi.exchange.importers.terms import import_terms
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import system
from tests.standins.packages import v11_records, write_package

BY = system("test")
GROUP: dict[str, Any] = {
    "_key": "a1",
    "title": {"fi": "Palvelu 0"},
    "type": "support",
    "summary": {"fi": "Vertaistukea."},
    "description": {"fi": '<p dir="ltr">Tule <strong>mukaan</strong>!</p><script>alert(1)</script>'},
    "categories": {"themes": ["ht_hyvinvointi"], "formats": ["hm_ryhmat"], "locales": ["fi-FI", "sv"]},
    "demographics": {"age_groups": ["adult", "elderly"], "gender": ["gender"]},
    "location": {
        "type": "place",
        "address": {"street": "Hämeenkatu 1", "postal_code": "33100", "city": "Tampere", "coordinates": [23.77, 61.49]},
        "accessibility": ["ac_wheelchair", "ac_unknow"],
    },
    "schedule": {
        "start_date": "2026-03-02",
        "end_date": "2026-05-31",
        "event_type": "4",
        "weekly": [{"weekday": 3, "start_time": "17:00", "end_time": "18:30"}],
        "exclude": ["2026-04-01"],
    },
    "pricing": {"type": "free"},
    "registration": {"url": "https://example.org/mukaan"},
    "contacts": {"list": [{"type": "email", "value": "toimisto@example.org"}, {"type": "phone", "value": "03 123"}]},
    "capacity": 12,
}
OWNER = {"name": "Yhdistys 0", "businessId": "1000000-1"}


def group(**fields: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GROUP), **fields}


@pytest.fixture
def bring(db, now, tmp_path):  # type: ignore[no-untyped-def]
    def to_file(*rows: Any, **more: Any):  # type: ignore[no-untyped-def]
        path = tmp_path / "lahella.json"
        path.write_text(json.dumps({"organization": OWNER, "activities": list(rows)}), encoding="utf-8")
        return import_lahella(path, by=BY, now=now, **more)

    return to_file


def test_a_group_with_its_times_place_and_room(bring):
    assert bring(GROUP).added == 1
    service = Service.objects.get(source="lahella")
    assert service.description_fi == "Tule mukaan!"
    assert (service.charge, service.languages, service.municipalities) == ("free", ["fi", "sv"], ["837"])
    activity = activities_of([service.pk])[service.pk]
    (time,) = activity.times
    assert time.starts_at.isoformat() == "2026-03-04T17:00:00+02:00"
    assert (time.recurrence, time.until, time.excepted) == ("P1W", date(2026, 5, 31), (date(2026, 4, 1),))
    assert (activity.capacity, activity.age_from, activity.age_to) == (12, 30, None)
    (channel,) = channels_of(service.pk)
    assert channel.addresses[0].latitude == 61.49
    assert channel.addresses[0].entrances[0].accessibility[0].sentences[0].fi == "Pyörätuolilla pääsee."
    assert [phone.number for phone in channel.contacts.phones] == ["03 123"]
    again = bring(GROUP)
    assert (again.added, again.changed, again.unchanged, again.kinds["channels"]["unchanged"]) == (0, 0, 1, 1)


@pytest.mark.parametrize("first", ["ptv", "lahella"])
def test_what_ptv_tells_too_is_shown_once_whichever_came_first(bring, now, tmp_path, first):
    folder = write_package(tmp_path / "ptv", v11_records(1))
    steps = [lambda: import_ptv(folder, by=BY, now=now), lambda: bring(GROUP)]
    for step in steps if first == "ptv" else reversed(steps):
        step()
    ours, theirs = Service.objects.get(source="lahella"), Service.objects.get(source="ptv_service")
    assert (ours.state, ours.duplicate_of) == (ServiceState.DUPLICATE, theirs)
    bring(GROUP)
    ours.refresh_from_db()
    assert ours.state == ServiceState.DUPLICATE
    write_package(folder, {**v11_records(1), "services": []})
    import_ptv(folder, by=BY, now=now, force=True)
    ours.refresh_from_db()
    assert (ours.state, ours.duplicate_of) == (ServiceState.ACTIVE, None)


@pytest.mark.parametrize(
    "other",
    [
        {"title": {"fi": "Toinen ryhmä"}},
        {"organization": {"name": "Toinen", "businessId": "7654321-0"}},
        {"organization": {"name": "Yhdistys 0"}},
        {"location": {"address": {"street": "Muu katu 9", "postal_code": "33200"}}},
    ],
)
def test_another_name_owner_or_place_is_another_activity(bring, now, tmp_path, other):
    import_ptv(write_package(tmp_path / "ptv", v11_records(1)), by=BY, now=now)
    bring(group(**other))
    assert Service.objects.get(source="lahella").state == ServiceState.ACTIVE


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (group(_key="b", title={}), "title is empty"),
        (group(_key=None), "_key"),
        (group(_key="b", type="concert"), "known are"),
        (group(_key="b", capacity="many"), "number of people"),
        (group(_key="b", schedule={"start_date": "2026-05-01", "end_date": "2026-04-01"}), "before it begins"),
        (group(_key="b", schedule={"start_date": "spring", "end_date": "2026-04-01"}), "is none"),
        (7, "not an object"),
    ],
)
def test_a_bad_activity_is_refused_and_the_rest_goes_in(bring, bad, reason):
    report = bring(GROUP, bad)
    assert report.added == 1
    assert any(reason in fault.what for fault in report.faults)


def test_coordinates_outside_finland_refuse_the_place(bring):
    place = {**GROUP["location"], "address": {"postal_code": "33100", "coordinates": [61.49, 23.77]}}
    report = bring(GROUP, group(_key="b", location=place))
    assert report.added == 1
    assert all("b" in fault.where and "outside Finland" in fault.what for fault in report.faults)


@pytest.mark.parametrize("content", ["", "<html>", "7", '{"a": 1}', "[]"])
def test_a_file_of_another_kind_is_refused_whole(db, now, tmp_path, content):
    path = tmp_path / "x.json"
    path.write_text(content)
    with pytest.raises(Refused):
        import_lahella(path, by=BY, now=now)
    with pytest.raises(Refused):
        import_terms(path, by=BY, now=now)


TERM = {
    "id": "http://www.yso.fi/onto/koko/p1",
    "conceptType": "TERO",
    "label": {"fi": "unettomuus", "sv": "sömnlöshet"},
    "altLabels": {"fi": ["univaikeudet", "unettomuus"]},
    "hiddenLabels": {"fi": ["unihäiriö"], "en": ["sleeplessness"]},
}


def test_words_with_what_people_call_them(db, now, tmp_path):
    path = tmp_path / "terms.json"
    path.write_text(json.dumps([TERM]))
    assert import_terms(path, version="2026", by=BY, now=now).added == 1
    assert import_terms(path, version="2026", by=BY, now=now).unchanged == 1
    word = concepts()[TERM["id"]]
    assert word.label.sv == "sömnlöshet"
    assert word.alternatives["fi"] == ("univaikeudet", "unihäiriö")
    assert Concept.objects.get().version == "2026"
    row = Service.objects.create(
        source="own", source_id="s", state="active", name_fi="Yöpoliklinikka", ontology_terms=[TERM["id"]],
        first_seen_at=now, updated_at=now,
    )  # fmt: skip
    assert [one.id for one in find("univaikeudet", language="fi").services] == [row.pk]
    path.write_text(json.dumps([{**TERM, "label": {"fi": "unettomuus (tila)"}}]))
    assert import_terms(path, version="2026", by=BY, now=now).changed == 1


@pytest.mark.shared
def test_the_published_lists_come_in(db, now, shared_data):
    assert import_terms(shared_data / "ptv/ontology/tero.json", by=BY, now=now).added == 2470
    classes = import_terms(shared_data / "ptv/code_lists/ServiceClasses.json", by=BY, now=now)
    assert classes.added >= 228
    assert classes.refused == len(classes.faults) == 1  # the file has one row without a URI
    assert Concept.objects.get(code="P5.10").label_sv == "Mun- och tandhälsovård"
