"""Does a catalogue come in whole or not at all, and does repeating it change nothing?"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ovi.directory.actions import load_own_catalogue
from ovi.directory.models import ImportRun, Service
from ovi.directory.states import ServiceState
from ovi.exchange.importers.ptv import import_ptv
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor, Role, system
from ovi.plumbing.models import AuditEvent

BY = system("test")


def record(key: str, name: str = "Hammashoito", **more: Any) -> dict[str, Any]:
    return {
        "Id": key,
        "Name": [{"Lang": "fi", "Label": name}, {"Lang": "sv", "Label": f"{name} på svenska"}],
        "ShortDescription": [{"Lang": "fi", "Label": "Lyhyesti."}],
        "BackgroundDescription": [{"Lang": "fi", "Label": '{"blocks": [{"text": "Rivi", "type": "unstyled"}]}'}],
        "UserInstructions": [],
        "ChargeType": "Free",
        "ServiceClass": [{"Key": "http://urn.fi/URN:NBN:fi:au:ptvl:v1036", "Value": "Neuvonta"}],
        "TargetGroup": [{"Key": "http://urn.fi/URN:NBN:fi:au:ptvl:v2001", "Value": "Kansalaiset"}],
        "LifeEvent": [],
        "OntologyTerm": [{"Key": "http://www.yso.fi/onto/koko/p1", "Value": "hampaat"}],
        **more,
    }


@pytest.fixture
def write(tmp_path):  # type: ignore[no-untyped-def]
    def to_file(content: Any) -> Path:
        path = tmp_path / "catalogue.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return path

    return to_file


def counts(report) -> tuple[int, int, int, int]:  # type: ignore[no-untyped-def]
    return report.added, report.changed, report.unchanged, report.vanished


def snapshot() -> list[tuple[Any, ...]]:
    return list(Service.objects.order_by("pk").values_list("pk", "content_hash", "state", "updated_at"))


def test_own_catalogue_comes_in_once(db, now):
    first = load_own_catalogue(by=BY, now=now)
    assert first.added == Service.objects.filter(source="own").count() > 50
    again = load_own_catalogue(by=BY, now=now + timedelta(days=1))
    assert counts(again) == (0, 0, first.added, 0)
    assert ImportRun.objects.count() == 1  # a start of the product that changed nothing leaves no row
    service = Service.objects.get(source_id="health-centre-reception")
    assert service.contactable
    assert service.raw["for_whom"]["sv"]


def test_bare_and_wrapped_files_are_the_same(db, now, write):
    records = [record("a"), record("b", "Neuvola")]
    assert counts(import_ptv(write(records), by=BY, now=now)) == (2, 0, 0, 0)
    wrapped = {"pageNumber": 1, "pageCount": 1, "itemList": records}
    assert counts(import_ptv(write(wrapped), by=BY, now=now)) == (0, 0, 2, 0)
    service = Service.objects.get(source_id="a")
    assert service.service_classes == ["P4.13"]
    assert service.target_groups == ["KR1"]
    assert service.description_fi == "Rivi"
    assert not service.contactable
    assert service.service_line == ""


def test_only_what_differs_is_changed(db, now, write):
    later = now + timedelta(days=1)
    import_ptv(write([record("a"), record("b")]), by=BY, now=now)
    shuffled = record("a")
    shuffled["Name"] = [{"Lang": "sv", "Label": "Hammashoito  på svenska "}, {"Lang": "fi", "Label": "Hammashoito"}]
    report = import_ptv(write([shuffled, record("b", "Uusi nimi")]), by=BY, now=later)
    assert counts(report) == (0, 1, 1, 0)
    assert Service.objects.get(source_id="b").name_fi == "Uusi nimi"
    assert Service.objects.get(source_id="a").updated_at == now


def test_a_field_that_we_do_not_know_is_kept_and_its_change_is_a_change(db, now, write):
    import_ptv(write([record("a", NewField={"deep": [1]})]), by=BY, now=now)
    assert Service.objects.get(source_id="a").raw["NewField"] == {"deep": [1]}
    assert counts(import_ptv(write([record("a", NewField={"deep": [2]})]), by=BY, now=now)) == (0, 1, 0, 0)


def test_what_left_the_source_is_kept_as_vanished_and_may_come_back(db, now, write):
    import_ptv(write([record(key) for key in "abc"]), by=BY, now=now)
    pk = Service.objects.get(source_id="c").pk
    assert counts(import_ptv(write([record("a"), record("b")]), by=BY, now=now)) == (0, 0, 2, 1)
    assert Service.objects.get(pk=pk).state == ServiceState.VANISHED
    assert counts(import_ptv(write([record("a"), record("b")]), by=BY, now=now)) == (0, 0, 2, 0)
    assert counts(import_ptv(write([record(key) for key in "abc"]), by=BY, now=now)) == (0, 1, 2, 0)
    assert Service.objects.get(pk=pk).state == ServiceState.ACTIVE


def test_a_file_after_which_most_would_be_gone_is_refused_unless_forced(db, now, write):
    import_ptv(write([record(key) for key in "abcd"]), by=BY, now=now)
    before = snapshot()
    with pytest.raises(Refused, match="--force") as refused:
        import_ptv(write([record("a")]), by=BY, now=now)
    assert refused.value.code == "import.vanishing"
    assert snapshot() == before
    assert import_ptv(write([record("a")]), by=BY, now=now, force=True).vanished == 3


BROKEN = {
    "truncated": json.dumps([record("a"), record("b")])[:-60],
    "not json": "<html>502 Bad Gateway</html>",
    "no list": '{"error": "not found"}',
    "a number": "7",
    "empty list": "[]",
    "nothing": "",
    "no id": json.dumps([record("a"), {**record("b"), "Id": None}]),
    "no name": json.dumps([record("a"), {**record("b"), "Name": []}]),
    "name of wrong kind": json.dumps([record("a"), {**record("b"), "Name": "Neuvola"}]),
    "the same id twice": json.dumps([record("a"), record("a")]),
    "NUL": json.dumps([record("a"), record("b", "Neu\x00vola")]),
    "half a surrogate pair": json.dumps([record("a"), record("b", "Neu\ud83dvola")]),
    "NaN": json.dumps([record("a", Price=float("nan"))]),
    "too long a name": json.dumps([record("a", "x" * 301)]),
    "nested too deep": "[" * 200_000,
    "not an object": json.dumps([record("a"), 7]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_whole_and_changes_nothing(db, now, write, kind):
    import_ptv(write([record("a", "Vanha nimi"), record("z")]), by=BY, now=now)
    before, runs, audits = snapshot(), ImportRun.objects.count(), AuditEvent.objects.count()
    with pytest.raises(Refused) as refused:
        import_ptv(write(BROKEN[kind]), by=BY, now=now)
    assert refused.value.message
    assert (snapshot(), ImportRun.objects.count(), AuditEvent.objects.count()) == (before, runs, audits)


def test_every_fault_is_listed_not_only_the_first(db, now, write):
    wrong = [{**record("a"), "Name": []}, record("b"), {**record("c"), "Id": ""}, 7]
    with pytest.raises(Refused) as refused:
        import_ptv(write(wrong), by=BY, now=now)
    assert len(refused.value.faults) == 3


def test_a_missing_file_says_what_to_give(db, now, tmp_path):
    with pytest.raises(Refused, match="JSON file"):
        import_ptv(tmp_path / "nothing.json", by=BY, now=now)


def test_a_nurse_may_not_import(db, now, write):
    nurse = Actor(account_id=1, name="", roles=frozenset({Role.NURSE}), purpose="care")
    with pytest.raises(Refused) as refused:
        import_ptv(write([record("a")]), by=nurse, now=now)
    assert refused.value.code == "permission.directory.import_catalogue"
    assert not Service.objects.exists()


def test_an_import_leaves_its_report_and_an_audit_row(db, now, write):
    import_ptv(write([record("a")]), by=BY, now=now)
    run = ImportRun.objects.get()
    assert (run.source, run.file_name, run.added, run.at) == ("ptv", "catalogue.json", 1, now)
    assert AuditEvent.objects.get(action="directory.import").object_id == str(run.pk)


@pytest.mark.shared
def test_the_national_descriptions_come_in_and_again(db, now, shared_data):
    path = shared_data / "ptv" / "general_descriptions.json"
    assert counts(import_ptv(path, by=BY, now=now)) == (458, 0, 0, 0)
    assert counts(import_ptv(path, by=BY, now=now)) == (0, 0, 458, 0)
    assert not Service.objects.filter(name_fi="").exists()
    assert Service.objects.exclude(name_sv="").count() == 337
    assert not [
        code for codes in Service.objects.values_list("service_classes", flat=True) for code in codes if "/" in code
    ]
