"""The pages say just what was counted, to those who may see it, in three languages, with few queries."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from ovi.people.models import Account, Membership
from ovi.performance.actions import refresh_figures
from ovi.performance.queries import definitions
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AccessSubject
from tests.integration.performance.data import signed_in

MOST_QUERIES = 8


def _text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ")


def _address(name, language="fi", **kwargs):
    with override(language):
        return reverse(name, kwargs=kwargs)


def test_the_managers_page_shows_the_share_counted_by_hand(figures):
    page = signed_in(Role.MANAGER).get(_address("access"), {"indicator": "access_doctor_7d"})
    assert page.status_code == 200
    assert "57,6 %" in _text(page)  # 19 of 33
    assert "<svg" in page.content.decode()


def test_small_counts_are_hidden_on_the_page_and_in_the_file(figures):
    client = signed_in(Role.MANAGER)
    page = _text(client.get(_address("access"), {"indicator": "access_doctor_7d"}))
    assert re.search(r"Ylöjärvi &lt;5 &lt;5 &lt;5", page)
    file = client.get(_address("access"), {"indicator": "access_doctor_7d", "format": "csv"})
    text = file.content.decode("utf-8-sig")
    assert file.content.startswith(b"\xef\xbb\xbf")
    rows = {(row["by"], row["code"]): row for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    few, county = rows["municipality", "980"], rows["county", ""]
    assert (few["numerator"], few["denominator"], few["value"], few["withheld"]) == ("", "", "", "<5")
    assert (county["numerator"], county["denominator"], county["value"]) == ("19", "33", "0,575758")
    assert county["snapshot"] == figures.snapshot.snapshot_id


def test_supply_is_named_supply_and_counted_apart(figures):
    page = _text(signed_in(Role.MANAGER).get(_address("access"), {"indicator": "t3"}))
    assert "Tarjontamittari" in page
    assert re.search(r"Tampere 4 4 4", page)  # T3 of 4 days, 4 of 4 books within the target


@pytest.mark.parametrize("name", ["access", "programme"])
@pytest.mark.parametrize("role", [Role.RESIDENT, Role.NURSE, Role.OPERATOR])
def test_others_are_refused(db, name, role):
    assert signed_in(role).get(_address(name)).status_code == 403


def test_visitors_are_refused_the_managers_page(db):
    assert Client().get(_address("access")).status_code == 403


PAGES = (
    ("access", {}, Role.MANAGER),
    ("indicator", {"indicator": "t3"}, None),
    ("indicator", {"indicator": "access_oral_3m"}, None),
    ("indicator_cases", {"indicator": "access_doctor_7d"}, Role.MANAGER),
    ("public_access", {}, None),
    ("programme", {}, Role.PROGRAMME_OFFICE),
)


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_in_every_language_with_one_heading_and_few_queries(figures, language):
    for name, kwargs, role in PAGES:
        client, address = signed_in(role) if role else Client(), _address(name, language, **kwargs)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        html = page.content.decode()
        assert page.status_code == 200, address
        assert page.resolver_match.url_name == name  # no other page answers at this address
        assert f'<html lang="{language}"' in html
        assert html.count("<h1") == 1
        for kind, found in (
            ("id", re.findall(r'\sid="([^"]+)"', html)),
            ("region", re.findall(r'role="region"[^>]*aria-label="([^"]+)"', html)),
        ):
            assert len(found) == len(set(found)), f"{address}: two of the same {kind}"
        own = [one["sql"] for one in queries.captured_queries if not re.search("SAVEPOINT|plumbing_access", one["sql"])]
        assert len(own) <= MOST_QUERIES, "\n".join(sql[:120] for sql in own)


def test_the_public_page_needs_no_sign_in_and_gives_open_data(figures):
    page = _text(Client().get(_address("public_access")))
    assert "100 %" in page  # all 33 within the 90 days of the law
    assert "terveydenhuoltolaki 1326/2010" in page
    file = Client().get(_address("public_access"), {"format": "csv"})
    rows = list(csv.DictReader(io.StringIO(file.content.decode())))
    assert {row["by"] for row in rows} == {"county", "municipality", "unit"}
    assert any(row["code"] == "980" and row["withheld"] == "<5" and row["denominator"] == "" for row in rows)


def test_without_figures_the_pages_say_what_to_do(db):
    assert "ovi indicators run" in _text(signed_in(Role.MANAGER).get(_address("access")))
    assert Client().get(_address("public_access")).status_code == 200
    assert signed_in(Role.PROGRAMME_OFFICE).get(_address("programme")).status_code == 200


def test_an_address_that_asks_for_nothing_there_is_is_refused(figures):
    client = signed_in(Role.MANAGER)
    for query in ({"indicator": "nothing"}, {"group": "street:1"}, {"group": "unit:nowhere"}, {"month": "1999-01"},
                  {"sort": "rm"}):  # fmt: skip
        assert client.get(_address("access"), query).status_code == 400, query


def test_order_and_group_are_in_the_address(figures):
    client = signed_in(Role.MANAGER)
    page = client.get(_address("access"), {"indicator": "t3", "sort": "value"})
    table = page.content.decode().split('id="supply-municipality"')[1]
    names = re.findall(r'<th scope="row">(Tampere|Akaa|Ylöjärvi)</th>', table)
    assert names[:3] == ["Akaa", "Ylöjärvi", "Tampere"]  # worst first
    one = _text(client.get(_address("access"), {"indicator": "t3", "group": "unit:station-837"}))
    assert "Tampereen" in one or "Tamperen sote-asema" in one


def test_cases_behind_a_figure_are_numbers_only_and_the_view_is_logged(figures):
    page = signed_in(Role.MANAGER).get(
        _address("indicator_cases", indicator="access_doctor_7d"), {"municipality": "020"}
    )
    text = _text(page)
    assert len(re.findall(r"Y-\d{5}", text)) == 8
    assert "Esimerkki" not in text
    assert AccessSubject.objects.filter(relation="management").count() == 8
    refused = signed_in(Role.PROGRAMME_OFFICE).get(_address("indicator_cases", indicator="access_doctor_7d"))
    assert refused.status_code == 403


def test_a_manager_of_units_sees_the_cases_of_those_units_only(county, figures):
    """The published figures of every unit are theirs to see; the cases behind them are not."""
    account = Account.objects.create_user("akaa", name="Akaan esihenkilö")
    Membership.objects.create(
        account=account, role=Role.MANAGER, unit=county.units["020"], valid_from=date(2020, 1, 1)
    )  # fmt: skip
    own = Client()
    own.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    address = _address("indicator_cases", indicator="access_doctor_7d")
    page = _text(own.get(address))
    assert len(re.findall(r"Y-\d{5}", page)) == 8
    assert "Listassa ovat vain omien yksiköidesi asiat." in page
    assert not re.findall(r"Y-\d{5}", _text(own.get(address, {"municipality": "837"})))
    assert len(re.findall(r"Y-\d{5}", _text(own.get(address, {"unit": "station-020"})))) == 8
    refused = own.get(address, {"unit": "station-837"})
    assert refused.status_code == 403
    assert not re.findall(r"Y-\d{5}", _text(refused))
    assert AccessSubject.objects.count() == 8  # what was not shown is not in the log
    assert own.get(_address("access"), {"group": "unit:station-837"}).status_code == 200
    whole_county = signed_in(Role.MANAGER).get(address, {"unit": "station-837"})
    assert len(re.findall(r"Y-\d{5}", _text(whole_county))) == 5


def _ways_out(figures):
    """Every way by which figures leave: rows with definition, snapshot and engine, and the pages' own words."""
    manager, anyone = signed_in(Role.MANAGER), Client()
    sheet = manager.get(_address("access"), {"indicator": "access_doctor_7d", "format": "csv"})
    yield "sheet", list(csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig")), delimiter=";"))
    yield "sheet json", manager.get(_address("access"), {"indicator": "t3", "format": "json"}).json()["rows"]
    yield "all json", manager.get(_address("figures_file", kind="json")).json()["rows"]
    table = pq.read_table(io.BytesIO(manager.get(_address("figures_file", kind="parquet")).content))
    yield "all parquet", table.to_pylist()
    public = anyone.get(_address("public_access"), {"format": "csv"})
    yield "public csv", list(csv.DictReader(io.StringIO(public.content.decode())))
    yield "public json", anyone.get(_address("public_access"), {"format": "json"}).json()["rows"]
    office = signed_in(Role.PROGRAMME_OFFICE)
    goals = office.get(_address("programme"), {"format": "csv"}).content.decode("utf-8-sig")
    for row in csv.DictReader(io.StringIO(goals), delimiter=";"):
        yield f"programme {row['goal']}", [row]
        if row["clients_share"]:
            beside = {name: row[f"clients_{name}"] for name in ("indicator", "definition", "snapshot", "engine")}
            yield f"programme {row['goal']}, beside", [beside]
    for row in office.get(_address("wellbeing"), {"format": "json"}).json()["figures"]:
        if row["whose"] == "own":
            names = {"indicator": "measure", "definition": "version", "snapshot": "source", "engine": "engine"}
            yield "wellbeing", [{name: row[column] for name, column in names.items()}]


def test_every_figure_names_its_definition_snapshot_and_engine_on_every_way_out(figures):
    known = {(one.id, one.content_hash) for one in definitions().values()}
    met = set()
    for way, rows in _ways_out(figures):
        assert rows, way
        met.add(way.split()[0])
        for row in rows:
            assert (row["indicator"], row["definition"]) in known, way
            assert row["snapshot"] == figures.snapshot.snapshot_id, way
            # Of the fast engine, which part answered; nothing did for a month without events.
            nothing = {figures.engine} if row.get("measured") == "0" else set()
            assert row["engine"] in {"cube", "kernel", "duckdb"} | nothing, way
    assert met == {"sheet", "all", "public", "programme", "wellbeing"}
    programme = signed_in(Role.PROGRAMME_OFFICE)
    for client, name in ((programme, "access"), (Client(), "public_access"), (programme, "programme")):
        page = client.get(_address(name)).content.decode()
        assert figures.snapshot.snapshot_id in page, name
        assert figures.engine in page, name


def test_a_figure_that_stays_keeps_the_snapshot_it_was_told_from(county, figures, now):
    """One more visit is recorded late: the month stays, and says from which snapshot it comes."""
    county.need("837", date(2026, 2, 2), 3)
    again = refresh_figures(by=system("figures"), now=now.replace(day=4))
    assert again.snapshot.snapshot_id != figures.snapshot.snapshot_id
    sheet = signed_in(Role.MANAGER).get(_address("access"), {"indicator": "access_doctor_7d", "format": "json"})
    told = {(row["by"], row["code"]): row for row in sheet.json()["rows"]}
    assert (told["county", ""]["numerator"], told["county", ""]["denominator"]) == (19, 33)
    assert told["county", ""]["snapshot"] == figures.snapshot.snapshot_id
    for _ in range(9):
        county.need("837", date(2026, 2, 2), 3)
    enough = refresh_figures(by=system("figures"), now=now.replace(day=5))
    sheet = signed_in(Role.MANAGER).get(_address("access"), {"indicator": "access_doctor_7d", "format": "json"})
    (whole,) = (row for row in sheet.json()["rows"] if row["by"] == "county")
    assert (whole["numerator"], whole["denominator"], whole["snapshot"]) == (29, 43, enough.snapshot.snapshot_id)
