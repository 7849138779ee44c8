"""Does a whole download of PTV come in, again without a change, and with each bad record refused by its id?"""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ovi.directory.models import Activity, Area, Channel, Concept, ImportRun, Organisation, Service, ServiceChannelLink
from ovi.directory.queries import catalogue_of, channels_of, service_facts
from ovi.directory.states import ServiceState
from ovi.exchange.importers.ptv import import_ptv
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import system
from tests.standins import ptv_data
from tests.standins.packages import v11_records, v12_records, write_package

BY = system("test")
RECORDS = {"11": v11_records, "12": v12_records}


def counts(report: Any) -> tuple[int, ...]:
    return report.added, report.changed, report.unchanged, report.vanished, report.refused


def bring(tmp_path, now, records, **more):  # type: ignore[no-untyped-def]
    force = more.pop("force", False)
    return import_ptv(write_package(tmp_path / "ptv", records, **more), by=BY, now=now, force=force)


def first() -> Service:
    return Service.objects.get(source_id=ptv_data.guid("service", 0))


@pytest.mark.parametrize("version", ["11", "12"])
def test_a_download_comes_in_and_again_without_a_change(db, now, tmp_path, version):
    records = RECORDS[version](10)
    report = bring(tmp_path, now, records, version=version)
    assert counts(report) == (10, 0, 0, 0, 0)
    assert report.kinds["channels"]["added"] == report.kinds["organisations"]["added"] == 10
    assert sorted(set(Channel.objects.values_list("kind", flat=True))) == [
        "e_channel", "phone", "printable_form", "service_location", "web_page",
    ]  # fmt: skip
    again = bring(tmp_path, now + timedelta(days=1), records, version=version)
    assert counts(again) == (0, 0, 10, 0, 0)
    assert again.kinds["channels"]["unchanged"] == 10
    assert set(Service.objects.values_list("updated_at", flat=True)) == {now}


@pytest.mark.parametrize("version", ["11", "12"])
def test_both_versions_tell_the_same_of_a_service(db, now, tmp_path, version):
    bring(tmp_path, now, RECORDS[version](1), version=version)
    service = first()
    assert (service.name_fi, service.name_sv, service.name_en) == ("Palvelu 0", "Tjänst 0", "")
    assert service.description_fi.startswith("Taustaa laista.\n\nKansallinen kuvaus.")
    assert service.service_classes == ["P5.1", "P5.2"]
    assert service.ontology_terms == ["http://www.yso.fi/onto/koko/p1"]
    assert service.keywords_fi == ["sana0"]
    assert service.charge == "free"
    assert service.areas == ["wellbeing_county:08"]
    assert service.municipalities == ["020", "837"]
    assert Area.objects.get(pk="wellbeing_county:08").municipalities == ["020", "837"]
    assert service.organisation
    assert service.organisation.business_code == "1000000-1"
    (channel,) = channels_of(service.pk)
    (place,) = channel.addresses
    assert place.street.fi == "Hämeenkatu 1"
    assert (place.municipality_code, place.postal_code) == ("837", "33100")
    # Tampere's centre: 61.498 N 23.76 E; metres read as degrees would be far off the map.
    assert place.latitude
    assert abs(place.latitude - 61.49) < 0.02
    assert place.longitude
    assert abs(place.longitude - 23.77) < 0.03
    assert channel.hours.open_at(datetime(2026, 3, 3, 7, tzinfo=UTC))
    assert channel.hours.open_at(datetime(2026, 3, 3, 14, 30, tzinfo=UTC)) is False


def test_raw_is_kept_whole(db, now, tmp_path):
    records = v11_records(3)
    records["services"][0]["aNewField"] = {"deep": [1, None]}
    bring(tmp_path, now, records)
    assert first().raw == records["services"][0]
    assert Channel.objects.get(source_id=records["channels"][1]["id"]).raw == records["channels"][1]
    assert Organisation.objects.get(source_id=records["organisations"][2]["id"]).raw == records["organisations"][2]


def test_a_connections_own_hours_and_contacts_go_before_the_channels(db, now, tmp_path):
    records = v11_records(1)
    link = records["services"][0]["serviceChannels"][0]
    link["serviceHours"] = [ptv_data.week("10:00:00", "12:00:00")]
    link["contactDetails"] = {"phoneNumbers": [{**ptv_data.phone(7), "number": "050123"}]}
    link["serviceChargeType"] = "Chargeable"
    bring(tmp_path, now, records)
    (channel,) = channels_of(first().pk)
    assert channel.hours.on(now.date()) == ((600, 720),)
    assert [phone.number for phone in channel.contacts.phones] == ["+358 50123"]
    assert channel.contacts.emails[0].address == "palvelu0@example.org"  # the channel's, for it gives none itself
    assert channel.charge == "chargeable"


def test_noise_between_saves_is_no_change(db, now, tmp_path):
    records = v11_records(3)
    records["services"][0]["serviceChannels"] = [ptv_data.connection(0), ptv_data.connection(1)]
    bring(tmp_path, now, records)
    noisy = copy.deepcopy(records)
    noisy["services"][0]["serviceChannels"].reverse()
    noisy["services"][0]["lifeEvents"] = None
    noisy["services"][1]["serviceNames"][0]["value"] = " Palvelu  1 "
    noisy["channels"][0]["serviceHours"][0]["openingHour"].reverse()
    noisy["channels"][1]["emails"] = []
    report = bring(tmp_path, now + timedelta(days=1), noisy)
    assert counts(report) == (0, 0, 3, 0, 0)
    assert report.kinds["channels"] | {"unchanged": 3} == report.kinds["channels"]


def test_what_differs_is_changed_with_its_links(db, now, tmp_path):
    records = v11_records(3)
    bring(tmp_path, now, records)
    records["services"][0]["serviceNames"][0]["value"] = "Uusi nimi"
    records["services"][0]["serviceChannels"] = [ptv_data.connection(2)]
    assert counts(bring(tmp_path, now, records)) == (0, 1, 2, 0, 0)
    assert first().name_fi == "Uusi nimi"
    assert [view.name.fi for view in channels_of(first().pk)] == ["Asiointikanava 2"]


def test_a_general_description_that_changes_changes_its_services(db, now, tmp_path):
    records = v11_records(8)
    bring(tmp_path, now, records)
    records["general"][0]["descriptions"][2]["value"] = "Toinen kuvaus."
    report = bring(tmp_path, now, records)
    assert counts(report) == (0, 2, 6, 0, 0)  # services 0 and 7
    assert "Toinen kuvaus." in first().description_fi


def test_what_vanished_is_kept_with_its_links_and_may_come_back(db, now, tmp_path):
    records = v11_records(6)
    bring(tmp_path, now, records)
    pk = first().pk
    fewer = {**records, "services": records["services"][1:], "channels": records["channels"][1:]}
    report = bring(tmp_path, now, fewer)
    assert counts(report) == (0, 0, 5, 1, 0)
    assert Service.objects.get(pk=pk).state == ServiceState.VANISHED
    assert ServiceChannelLink.objects.filter(service_id=pk).exists()
    assert counts(bring(tmp_path, now, records)) == (0, 1, 5, 0, 0)
    assert first().pk == pk
    assert len(channels_of(pk)) == 1


@pytest.mark.parametrize("more", [{"complete": False}, {"since": "2026-02-01"}])
def test_an_incomplete_download_makes_nothing_vanish(db, now, tmp_path, more):
    records = v11_records(6)
    bring(tmp_path, now, records)
    report = bring(tmp_path, now, {**records, "services": records["services"][:1]}, **more)
    assert counts(report) == (0, 0, 1, 0, 0)


def test_what_the_source_archived_is_a_tombstone(db, now, tmp_path):
    records = v11_records(6)
    bring(tmp_path, now, records)
    gone = ptv_data.guid("service", 0)
    assert counts(bring(tmp_path, now, {"services": []}, complete=False, gone=[gone])) == (0, 0, 0, 1, 0)
    assert first().state == ServiceState.VANISHED
    records["services"][1]["publishingStatus"] = "Archived"
    assert bring(tmp_path, now, {**records, "services": records["services"][1:2]}, complete=False).vanished == 1


def test_a_download_after_which_most_would_be_gone_is_refused_unless_forced(db, now, tmp_path):
    records = v11_records(6)
    bring(tmp_path, now, records)
    few = {**records, "services": records["services"][:1]}
    with pytest.raises(Refused, match="--force"):
        bring(tmp_path, now, few)
    assert Service.objects.filter(state=ServiceState.ACTIVE).count() == 6
    assert bring(tmp_path, now, few, force=True).vanished == 5


def test_a_channel_that_comes_later_is_linked_though_its_service_has_not_changed(db, now, tmp_path):
    records = v11_records(3)
    bring(tmp_path, now, {**records, "channels": records["channels"][1:]})
    assert channels_of(first().pk) == ()
    bring(tmp_path, now, records)
    assert len(channels_of(first().pk)) == 1


def broken(kind: str, **fields: Any) -> dict[str, Any]:
    row = ptv_data.service(1) if kind == "services" else ptv_data.channel(0, "ServiceLocation")
    for path, value in fields.items():
        row[path] = value
    return row


def at(address: dict[str, Any], **fields: Any) -> dict[str, Any]:
    address["streetAddress"].update(fields)
    return address


BAD = {
    "a service without a name": ("services", broken("services", serviceNames=[]), "the name is empty"),
    "a name of spaces": ("services", broken("services", serviceNames=[{"language": "fi", "value": " "}]), "empty"),
    "a name that is a number": ("services", broken("services", serviceNames=7), "not a list"),
    "a name too long": (
        "services", broken("services", serviceNames=[{"language": "fi", "value": "x" * 301}]), "longer than 300",
    ),
    "an unknown charge": ("services", broken("services", serviceChargeType="Sometimes"), "known are"),
    "a time that is none": ("services", broken("services", modified="yesterday"), "not a time"),
    "languages as text": ("services", broken("services", languages="fi"), "not a list"),
    "an unknown channel type": ("channels", broken("channels", serviceChannelType="Pigeon"), "Pigeon"),
    "hours that end before they begin": (
        "channels", broken("channels", serviceHours=[ptv_data.week("16:00:00", "08:00:00")]), "end before they begin",
    ),
    "validity that ends before it begins": (
        "channels",
        broken("channels", serviceHours=[{**ptv_data.week(), "validForNow": False, "validFrom": "2026-05-02T00:00:00",
                                          "validTo": "2026-05-01T00:00:00"}]),
        "end before they begin",
    ),
    "a minute 75": ("channels", broken("channels", serviceHours=[ptv_data.week("08:75", "16:00")]), "a time that is"),
    "coordinates outside Finland": (
        "channels", broken("channels", addresses=[at(ptv_data.address(0), latitude="5900000")]), "outside Finland",
    ),
    "coordinates in degrees": (
        "channels",
        broken("channels", addresses=[at(ptv_data.address(0), latitude="61.49", longitude="23.77")]),
        "look like degrees",
    ),
    "coordinates that are words": (
        "channels", broken("channels", addresses=[at(ptv_data.address(0), latitude="pohjoinen")]), "no number",
    ),
    "no id": ("services", broken("services", id=None), "id is missing"),
    "no object": ("services", 7, "not an object"),
    "not UTF-8": ("services", b'{"id": "\xff"}', "UTF-8"),
    "not JSON": ("services", b"<html>502</html>", "not JSON"),
    "NUL": ("services", broken("services", sourceId="a\x00b"), "NUL"),
    "half a surrogate": ("services", json.dumps(broken("services", id="x", sourceId="\ud83d")).encode(), "surrogate"),
    "NaN": ("services", broken("services", price=float("nan")), "NaN"),
    "nested too deep": ("services", b'{"a":' * 200_000, "deep"),
    "huge": ("services", b'{"id": "' + b"x" * 9_000_000 + b'"}', "longer than 8 MB"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_record_is_refused_with_its_id_and_reason_while_the_rest_goes_in(db, now, tmp_path, case):
    kind, row, reason = BAD[case]
    records = v11_records(3)
    records[kind] = [one for one in records[kind] if not isinstance(row, dict) or one["id"] != row.get("id")]
    whole = len(records["services"])
    report = bring(tmp_path, now, {**records, kind: [*records[kind], row]})
    assert report.refused == 1
    (fault,) = report.faults
    assert reason in fault.what
    assert f"{kind}.jsonl:{len(records[kind]) + 1}" in fault.where
    if isinstance(row, dict) and row["id"]:
        assert row["id"] in fault.where
    assert Service.objects.count() == whole
    assert ImportRun.objects.get().faults == [{"where": fault.where, "what": fault.what}]


def test_what_is_known_of_a_refused_record_stays(db, now, tmp_path):
    records = v11_records(3)
    bring(tmp_path, now, records)
    records["services"][0]["serviceNames"] = []
    report = bring(tmp_path, now, records)
    assert counts(report) == (0, 0, 2, 0, 1)
    assert (first().name_fi, first().state) == ("Palvelu 0", ServiceState.ACTIVE)


def test_a_record_without_a_readable_id_makes_nothing_vanish_for_it_may_be_any_of_them(db, now, tmp_path):
    records = v11_records(3)
    bring(tmp_path, now, records)
    report = bring(tmp_path, now, {**records, "services": [*records["services"][1:], b"<html>502</html>"]})
    assert counts(report) == (0, 0, 2, 0, 1)


def test_an_id_that_is_there_twice(db, now, tmp_path):
    records = v11_records(2)
    other = ptv_data.service(0)
    other["serviceNames"][0]["value"] = "Toinen"
    report = bring(tmp_path, now, {**records, "services": [*records["services"], ptv_data.service(0), other]})
    assert counts(report) == (2, 0, 0, 0, 1)  # the same again is no fault, another content is
    assert "twice" in report.faults[0].what
    assert first().name_fi == "Palvelu 0"


def damage(folder, how):  # type: ignore[no-untyped-def]
    path = folder / "services.jsonl"
    if how == "half a file":
        path.write_bytes(path.read_bytes()[:-400])
    elif how == "another content":
        path.write_bytes(path.read_bytes().replace(b"Palvelu 1", b"Palvelu 9"))
    elif how == "a file missing":
        path.unlink()
    elif how == "no manifest":
        (folder / "manifest.json").unlink()
    elif how == "half a manifest":
        (folder / "manifest.json").write_text('{"format": 1')
    elif how == "another format":
        (folder / "manifest.json").write_text('{"format": 99, "files": {}}')
    elif how == "a manifest that is a list":
        (folder / "manifest.json").write_text("[]")
    elif how == "another source":
        (folder / "manifest.json").write_text('{"format": 1, "source": "lipas", "version": "1", "files": {}}')


@pytest.mark.parametrize(
    "how",
    ["half a file", "another content", "a file missing", "no manifest", "half a manifest", "another format",
     "a manifest that is a list", "another source"],
)  # fmt: skip
def test_a_download_that_is_not_whole_is_refused_whole(db, now, tmp_path, how):
    folder = write_package(tmp_path / "ptv", v11_records(3))
    damage(folder, how)
    with pytest.raises(Refused):
        import_ptv(folder, by=BY, now=now)
    assert not Service.objects.exists()
    assert not ImportRun.objects.exists()


def test_one_file_of_services_or_channels_comes_in_too(db, now, tmp_path):
    path = tmp_path / "channels.json"
    path.write_text(json.dumps({"itemList": [ptv_data.channel(0), {"id": "x", "serviceChannelNames": []}]}))
    report = import_ptv(path, by=BY, now=now)
    assert report.kinds["channels"]["added"] == report.refused == 1
    path.write_text(json.dumps([ptv_data.v12_service(0)]))
    assert import_ptv(path, by=BY, now=now).added == 1


def test_facts_for_filtering(db, now, tmp_path, django_assert_num_queries):
    bring(tmp_path, now, v11_records(10))
    with django_assert_num_queries(4):
        facts = list(service_facts())
    assert len(facts) == 10
    one = next(fact for fact in facts if fact.id == first().pk)
    assert (one.municipalities, one.places) == (frozenset({"837", "020"}), frozenset({"837"}))
    assert len(one.points) == len(one.hours) == 1
    pk = first().pk
    with django_assert_num_queries(2):
        channels_of(pk)


def test_provenance_and_words_of_the_lists(db, now, tmp_path):
    bring(tmp_path, now, v11_records(1))
    told = catalogue_of(first().pk)
    assert told
    assert told.organisation.fi == "Yhdistys 0"
    assert told.source_modified_at == datetime(2026, 2, 1, 10, tzinfo=UTC)
    concept = Concept.objects.get(code="P5.1")
    assert concept.label_fi == "Perusterveydenhuolto"
    assert concept.version.startswith("PTV v11")
    assert not Activity.objects.exists()
