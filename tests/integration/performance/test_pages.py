"""The pages say just what was counted, to those who may see it, in three languages, with few queries."""

from __future__ import annotations

import csv
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from ovi.plumbing.actor import Role
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
    table = page.content.decode().partition('id="supply-municipality"')[2]
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
