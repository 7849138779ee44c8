"""Does nothing of a source's texts run on our pages, and is nobody's name shown who only answers the telephone?"""

from __future__ import annotations

import json

from django.urls import reverse

from ovi.directory.models import Service
from ovi.directory.queries import channels_of
from ovi.exchange.importers.ptv import import_ptv
from ovi.plumbing.actor import system
from tests.standins import ptv_data
from tests.standins.packages import v11_records, write_package


def bring(tmp_path, now, records):  # type: ignore[no-untyped-def]
    return import_ptv(write_package(tmp_path / "ptv", records), by=system("test"), now=now)


def first() -> Service:
    return Service.objects.get(source_id=ptv_data.guid("service", 0))


def test_no_html_of_a_source_is_kept(db, now, tmp_path):
    records = v11_records(1)
    evil = '<p>Hei <b>sinä</b></p><script>alert(1)</script><img src=x onerror="alert(2)">&lt;script&gt;3&lt;/script&gt;'
    row = records["services"][0]
    row["serviceNames"][0]["value"] = f"Nimi {evil}"
    row["serviceDescriptions"][2]["value"] = evil
    row["keywords"] = [{"language": "fi", "value": "<svg onload=alert(1)>sana"}]
    row["serviceVouchers"] = [{"language": "fi", "value": evil, "url": "javascript:alert(1)"}]
    place = records["channels"][0]
    place["webPages"] = [
        {"url": "javascript:alert(1)", "value": "x", "language": "fi"},
        {"url": "data:text/html,<script>", "value": "x", "language": "fi"},
        {"url": "www.example.org/ok", "value": evil, "language": "fi"},
    ]
    report = bring(tmp_path, now, records)
    assert (report.added, report.refused) == (1, 0)
    service = first()
    assert "Hei sinä" in service.description_fi
    shown = json.dumps([service.name_fi, service.description_fi, service.keywords_fi, service.details])
    (channel,) = channels_of(service.pk)
    shown += json.dumps(channel.contacts.as_json())
    for forbidden in ("<script", "<img", "<svg", "onerror", "javascript:", "data:", "<p>"):
        assert forbidden not in shown
    assert [page.url for page in channel.contacts.pages] == ["https://www.example.org/ok"]


def test_contact_details_that_name_a_person_are_not_shown(db, now, tmp_path):
    records = v11_records(1)
    place = records["channels"][0]
    place["emails"] = [
        {"value": "maija.esimerkki@example.org", "language": "fi"},
        {"value": "perhe.neuvola@example.org", "language": "fi"},
    ]
    place["phoneNumbers"][0]["additionalInformation"] = "Maija Esimerkki, ohjaaja"
    report = bring(tmp_path, now, records)
    (channel,) = channels_of(first().pk)
    assert [one.address for one in channel.contacts.emails] == ["perhe.neuvola@example.org"]
    assert channel.contacts.phones[0].info == ""
    assert len(report.notes) == 2


def test_a_page_of_an_imported_service_runs_nothing_of_its_texts(db, now, tmp_path, client):
    records = v11_records(1)
    records["services"][0]["serviceNames"][0]["value"] = '"><script>alert(1)</script>Palvelu {{ 7*7 }} &lt;b&gt;'
    bring(tmp_path, now, records)
    answer = client.get(reverse("service", args=[first().pk]))
    content = answer.content.decode()
    assert answer.status_code == 200
    assert "Palvelu {{ 7*7 }}" in content
    assert "alert(1)" not in content
