"""The prevention page tells published figures beside outside ones, each with time, source and quality, and no more."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from ovi.directory.models import Municipality
from ovi.exchange.importers.areas import import_area_figures, import_sotkanet
from ovi.exchange.importers.areas.judging import Plan
from ovi.foundation.definitions import definitions_root
from ovi.performance.models import AreaFigure, AreaMeasure
from ovi.performance.states import Quality
from ovi.plumbing.actor import Role, system
from tests.integration.performance.data import NAMES, signed_in
from tests.standins import area_data as data

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
MOST_QUERIES = 8
OUTSIDE = "Keksitty mittari, % asukkaista"


def address(language="fi"):
    with override(language):
        return reverse("wellbeing")


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).replace("\xa0", " ")


def page(role=Role.MANAGER, language="fi", **query):
    return signed_in(role).get(address(language), query)


@pytest.fixture
def outside(db, tmp_path):
    """Sotkanet's invented measure and the invented survey of the example mapping."""
    plan = Plan(tmp_path / "fixes", system("import"), NOW)
    import_sotkanet(data.sotkanet(tmp_path), Quality.REGISTER, plan)
    survey = tmp_path / "kysely.csv"
    survey.write_text(data.CSV, encoding="utf-8")
    import_area_figures(survey, definitions_root() / "codes" / "area_figures_mapping.example.yaml", plan)
    return {one.source_key: str(one.pk) for one in AreaMeasure.objects.all()}


def test_the_address_is_finnish_first():
    assert address() == "/johto/hyvinvointi/"


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.NURSE, Role.OPERATOR])
def test_others_are_refused(db, role):
    assert page(role).status_code == 403
    assert Client().get(address()).status_code == 403


def test_with_nothing_the_page_says_what_to_do(db):
    told = text(page())
    assert "ovi indicators run" in told
    assert "ovi import sotkanet" in told


def test_outside_figures_alone_are_shown_without_a_run(outside):
    told = text(page(outside=outside["9001"]))
    assert "Pirkanmaa" in told
    assert f"{OUTSIDE}: 10,9 % vuonna 2023." in told
    assert "ovi indicators run" in told


def test_own_figures_alone_are_shown_without_outside_ones(figures):
    told = text(page(own="access_within_lawful"))
    assert re.search(r"100 %, 2/2026 \(Pirkanmaa\)", told)
    assert "ovi import sotkanet" in told


def test_the_finding_comes_first_with_year_and_the_county_of_the_same_year(figures, outside):
    html = page(municipality="837", outside=outside["9001"]).content.decode()
    lead = html.index(f"{OUTSIDE}: 11,2")
    assert lead < html.index("<select")
    assert "vuonna 2023; koko hyvinvointialueella 10,9" in html.replace("\xa0", " ")


def test_every_row_has_time_source_and_quality_and_nothing_of_another_year_beside_it(figures, outside):
    AreaFigure.objects.filter(kind="county", year=2023).delete()
    told = text(page(municipality="837"))
    row = re.search(rf"{re.escape(OUTSIDE)} Ulkopuolinen 11,2 % (\S+) 9,9 % 2023 – THL, Sotkanet rekisteri", told)
    assert row.group(1) == "–"  # the county's 2022 is not put beside a municipality's 2023
    assert re.search(
        r"Itsensä yksinäiseksi tuntevat, % vastanneista \(keksitty\) Ulkopuolinen 12,5 % – – 2024 420", told
    )
    assert "Example survey (invented) kysely" in told


def test_a_figure_of_too_few_answers_and_a_small_own_count_are_withheld_everywhere(figures, outside):
    html = page(outside=outside["lonely"], own="first_contact_resolution", municipality="143")
    assert re.search(r"Ikaalinen &lt;5", text(html)) or "Ikaalinen" not in text(html)
    rows = list(csv.DictReader(io.StringIO(page(format="csv").content.decode("utf-8-sig")), delimiter=";"))
    few = [row for row in rows if row["measure"] == "lonely" and row["code"] == "143"]
    assert [(row["value"], row["n"], row["withheld"]) for row in few] == [("", "", "<5")]
    own = [row for row in rows if row["whose"] == "own" and row["withheld"]]
    assert own
    assert all(row["n"] == "" or int(row["n"]) >= 5 for row in own)


def test_a_source_without_the_county_is_told_by_its_municipalities_and_no_mean_is_made_up(outside):
    told = text(page(outside=outside["lonely"]))
    assert "kunnissa pienin 9 % ja suurin 12,5 % vuonna 2024; koko alueen lukua lähde ei anna" in told


def test_own_rows_are_of_the_newest_month(figures):
    told = text(page(own="access_within_lawful"))
    assert re.search(r"Hoitoon lain enimmäisajassa Oma 100 % – 2/2026 33 Omat", told)


def test_maps_are_drawn_of_own_and_outside_figures_with_their_tables(figures, outside):
    without = text(page(own="access_within_lawful", outside=outside["9001"]))
    assert "kuntien sijaintia ei tiedetä" in without
    for number, code in enumerate(NAMES):
        Municipality.objects.filter(code=code).update(latitude=61 + number / 3, longitude=23, population=9000)
    html = page(own="access_within_lawful", outside=outside["9001"]).content.decode()
    assert html.count('class="area-map"') == 2
    assert f"{OUTSIDE}, 2023 (THL, Sotkanet)" in html
    assert 'style="' not in html


def test_what_was_done_stands_on_the_chart_and_a_new_level_begins_it_anew(figures, outside):
    writer = signed_in(Role.MANAGER)
    with override("fi"):
        new = reverse("chart_note_new")
    note = {"on": "2026-02-03", "text_fi": "Palvelutarjotin avattiin", "group": "county",
            "indicators": ["access_within_lawful"]}  # fmt: skip
    assert writer.post(f"{new}?kind=new_level", note).status_code == 302
    told = text(writer.get(address(), {"own": "access_within_lawful"}))
    assert "Palvelutarjotin avattiin" in told
    assert "uusi taso tästä päivästä" in told
    assert "Palvelutarjotin" not in text(writer.get(address(), {"own": "contact_same_day"}))


def test_ages_are_of_the_whole_county_only(figures):
    told = text(page())
    assert "Omat luvut iän mukaan, 2/2026" in told
    rows = list(csv.DictReader(io.StringIO(page(format="csv").content.decode("utf-8-sig")), delimiter=";"))
    assert {row["area_kind"] for row in rows if row["whose"] == "own"} == {"county", "municipality", "age_group"}


def test_the_json_is_the_csv(figures, outside):
    listed = json.loads(page(format="json").content)["figures"]
    rows = list(csv.DictReader(io.StringIO(page(format="csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(listed) == len(rows)
    assert {one["quality"] for one in listed} == {"register", "survey"}
    assert all(one["version"] for one in listed)


def test_postal_areas_without_borders_are_a_table_that_says_why_there_is_no_map(outside):
    measure = AreaMeasure.objects.get(source_key="9001")
    load = AreaFigure.objects.first().load
    AreaFigure.objects.create(
        measure=measure, load=load, kind="postal_area", code="33100", year=2024, sex="total", value=3.0
    )
    told = text(page(outside=str(measure.pk)))
    assert "33100 3 %" in told
    assert "postal_areas.geojson" in told


def test_an_address_that_asks_for_nothing_there_is_is_refused(outside):
    for query in ({"municipality": "091"}, {"own": "t3"}, {"outside": "999999"}, {"outside": "x"}):
        assert page(**query).status_code == 400, query


def test_in_every_language_one_heading_no_twins_and_few_queries(figures, outside):
    for language in ("fi", "sv", "en"):
        client = signed_in(Role.PROGRAMME_OFFICE)
        with CaptureQueriesContext(connection) as queries:
            found = client.get(address(language), {"municipality": "020", "own": "access_within_lawful"})
        html = found.content.decode()
        assert found.status_code == 200
        assert f'<html lang="{language}"' in html
        assert html.count("<h1") == 1
        for kind, named in (
            ("id", re.findall(r'\sid="([^"]+)"', html)),
            ("region", re.findall(r'role="region"[^>]*aria-label="([^"]+)"', html)),
        ):
            assert len(named) == len(set(named)), f"two of the same {kind}: {sorted(named)}"
        own = [one["sql"] for one in queries.captured_queries]
        own = [sql for sql in own if not re.search("SAVEPOINT|plumbing_access", sql)]
        assert len(own) <= MOST_QUERIES, "\n".join(sql[:120] for sql in own)
