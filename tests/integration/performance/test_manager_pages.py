"""What a manager sees and writes: charts with notes, the own unit, kept views, files; each for whom it is."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ovi.casework.models import Case
from ovi.performance.models import ChartNote, SavedView
from ovi.plumbing.actor import Role
from ovi.plumbing.models import AuditEvent
from tests.integration.performance.data import SmallCounty, of_unit, published_by_hand, signed_in
from tests.integration.performance.test_pages import MOST_QUERIES, _address, _text

MEASURE = {"on": "2026-02-10", "text_fi": "Iltavastaanotto alkoi", "text_sv": "Kvällsmottagning", "text_en": "",
           "group": "county", "indicators": ["access_doctor_7d", "t3"]}  # fmt: skip
DOCTOR = {"indicator": "access_doctor_7d"}


@pytest.fixture
def county(db):
    return SmallCounty()


@pytest.fixture
def figures(county, now):
    return published_by_hand(now)


@pytest.fixture
def manager(figures):
    return signed_in(Role.MANAGER)


def written(client, **changed):
    kind = changed.pop("kind", "measure")
    return client.post(_address("chart_note_new") + f"?kind={kind}&indicator=access_doctor_7d", {**MEASURE, **changed})


def test_a_measure_is_a_numbered_line_and_is_told_below_in_the_readers_language(manager):
    answer = written(manager)
    assert answer.status_code == 302
    assert answer.url.endswith("#trend")
    page = manager.get(_address("access"), DOCTOR)
    assert "Iltavastaanotto alkoi" in _text(page)
    assert "Kvällsmottagning" in _text(manager.get(_address("access", "sv"), DOCTOR))
    assert ">1</text>" in page.content.decode()
    other = manager.get(_address("access"), {"indicator": "no_show"})
    assert "Iltavastaanotto" not in _text(other)
    assert AuditEvent.objects.filter(action="performance.note").count() == 1


def test_the_same_measure_sent_twice_is_one(manager):
    written(manager)
    written(manager, indicators=["access_nurse_7d"])
    note = ChartNote.objects.get()
    assert note.indicators == ["access_doctor_7d", "t3", "access_nurse_7d"]


def test_a_measure_is_mended_and_taken_back_and_its_history_stays(manager):
    written(manager)
    note = ChartNote.objects.get()
    manager.post(_address("chart_note", pk=note.pk), {**MEASURE, "text_fi": "Aamuvastaanotto alkoi"})
    assert "Aamuvastaanotto" in _text(manager.get(_address("access"), DOCTOR))
    manager.post(_address("chart_note_take_back", pk=note.pk))
    assert "Aamuvastaanotto" not in _text(manager.get(_address("access"), DOCTOR))
    assert manager.get(_address("chart_note", pk=note.pk)).status_code == 400
    assert manager.post(_address("chart_note_take_back", pk=note.pk)).status_code == 400
    with connection.cursor() as cursor:
        cursor.execute(
            "select text_fi from performance_chartnoteevent where pgh_obj_id = %s order by pgh_id", [note.pk]
        )
        kept = [text for (text,) in cursor.fetchall()]
    assert kept == ["Iltavastaanotto alkoi", "Aamuvastaanotto alkoi", "Aamuvastaanotto alkoi"]
    actions = AuditEvent.objects.filter(object_kind="chart_note").order_by("id").values_list("action", flat=True)
    assert list(actions) == ["performance.note", "performance.mend_note", "performance.take_back_note"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"on": "2031-01-01"}, "vasta tulossa"),
        ({"on": "eilen"}, "3.2.2026"),
        ({"text_fi": "", "text_sv": ""}, "ainakin yhdellä kielellä"),
        ({"indicators": []}, "ainakin yksi mittari"),
        ({"group": "unit:station-837", "indicators": ["continuity_coc"]}, "ei lasketa"),
    ],
)
def test_a_faulty_note_says_what_to_mend_and_writes_nothing(manager, changed, said):
    answer = written(manager, **changed)
    assert answer.status_code == 200
    assert said in _text(answer)
    assert not ChartNote.objects.exists()


def test_a_new_level_stands_on_its_own_chart_only(manager):
    written(manager, kind="new_level", group="unit:station-837", indicators=["access_doctor_7d"])
    note = ChartNote.objects.get()
    assert note.kind == "new_level"
    own = _text(manager.get(_address("access"), {**DOCTOR, "group": "unit:station-837"}))
    assert "uusi taso tästä päivästä" in own
    assert "uusi taso tästä päivästä" not in _text(manager.get(_address("access"), DOCTOR))


def test_who_may_write_on_which_chart(county, figures):
    assert written(signed_in(Role.PROGRAMME_OFFICE)).status_code == 403
    assert written(signed_in(Role.NURSE)).status_code == 403
    own = of_unit(county, "837")
    assert written(own, group="unit:station-837", indicators=["access_doctor_7d"]).status_code == 302
    assert written(own, group="unit:station-020", indicators=["access_doctor_7d"]).status_code == 200  # no such choice
    assert ChartNote.objects.count() == 1
    other = of_unit(county, "020")
    taken = other.post(_address("chart_note_take_back", pk=ChartNote.objects.get().pk))
    assert taken.status_code == 403
    assert ChartNote.objects.get().taken_back_at is None


def test_the_units_own_page_opens_at_once_and_anothers_is_refused_in_words(county, figures):
    client = of_unit(county, "837")
    answer = client.get(_address("unit_choice"))
    assert answer.status_code == 302
    assert answer.url == _address("unit_figures", slug="station-837")
    page = client.get(answer.url)
    assert page.status_code == 200
    assert [one.definition.id for one in page.context["shown"]][:1] == ["access_within_lawful"]
    assert "100 %" in _text(page)  # all 20 within the 90 days of the law
    refused = client.get(_address("unit_figures", slug="station-020"))
    assert refused.status_code == 403
    assert "toisen yksikön sivu" in _text(refused)


def test_several_units_are_chosen_from_and_the_county_sees_all(county, figures):
    two = of_unit(county, "837", "020")
    text = _text(two.get(_address("unit_choice")))
    assert "Tampere" in text
    assert "Akaa" in text
    assert "Ylöjärvi" not in text
    for client in (signed_in(Role.MANAGER), signed_in(Role.PROGRAMME_OFFICE)):
        assert "Ylöjärvi" in _text(client.get(_address("unit_choice")))
        assert client.get(_address("unit_figures", slug="station-980")).status_code == 200
    assert two.get(_address("unit_choice"), {"unit": "station-020"}).status_code == 302
    assert two.get(_address("unit_figures", slug="nowhere")).status_code == 400
    assert signed_in(Role.NURSE).get(_address("unit_choice")).status_code == 403
    assert of_unit(county, "837", role=Role.NURSE).get(_address("unit_figures", slug="station-837")).status_code == 403


def test_a_unit_without_figures_still_shows_its_queue(db):
    made = SmallCounty()
    case = made.need("837", date(2026, 2, 1), None, lawful=14)
    Case.objects.filter(pk=case.pk).update(next_due_on=date(2026, 2, 15))
    page = signed_in(Role.MANAGER).get(_address("unit_figures", slug="station-837"))
    assert "Yksiköstä ei ole lukuja" in _text(page)
    assert [(line.breached, line.cases) for _name, line in page.context["rows"]] == [(1, 1)]
    assert [one.overdue for _name, one in page.context["warnings"]] == [1]
    assert [one.waiting for _name, _reason, one in page.context["late"]] == [1]
    other = signed_in(Role.MANAGER).get(_address("unit_figures", slug="station-020"))
    assert "Avoimia asioita ei ole" in _text(other)
    assert (other.context["rows"], other.context["warnings"], other.context["late"]) == ([], [], [])


def test_a_unit_whose_every_figure_is_withheld_says_so(county, figures):
    client = signed_in(Role.MANAGER)
    page = client.get(_address("access"), {**DOCTOR, "group": "unit:station-980"})
    assert page.status_code == 200
    assert "jätetty julkaisematta" in _text(page)


def test_a_view_is_kept_opened_first_shared_renamed_and_deleted(county, figures):
    client, colleague, stranger = of_unit(county, "837"), of_unit(county, "837"), of_unit(county, "020")
    unit = county.units["837"].pk
    kept = client.post(
        _address("saved_views"),
        {
            "name": "Tampereen lääkärit",
            "unit": unit,
            "query": "indicator=access_doctor_7d&group=unit:station-837&month=2026-02",
        },
    )
    assert kept.status_code == 302
    view = SavedView.objects.get()
    assert "month" not in view.query
    assert client.get(_address("access")).status_code == 200
    client.post(_address("saved_view_do", pk=view.pk), {"do": "first"})
    opened = client.get(_address("access"))
    assert opened.status_code == 302
    assert opened.url.endswith(view.query)
    assert client.get(opened.url).status_code == 200
    assert "Tampereen lääkärit" in _text(colleague.get(_address("access")))  # a colleague's page opens as usual
    assert "Tampereen lääkärit" not in _text(stranger.get(_address("saved_views")))
    for other in (colleague, stranger):
        assert other.post(_address("saved_view_do", pk=view.pk), {"do": "delete"}).status_code == 400
        assert other.get(_address("saved_view", pk=view.pk)).status_code == 400
    client.post(_address("saved_view", pk=view.pk), {"name": "Lääkärit", "unit": ""})
    view.refresh_from_db()
    assert (view.name, view.unit_id) == ("Lääkärit", None)
    assert "Lääkärit" not in _text(colleague.get(_address("saved_views")))
    client.post(_address("saved_view_do", pk=view.pk), {"do": "delete"})
    assert not SavedView.objects.exists()


def test_a_view_of_what_there_is_not_is_refused_and_never_locks_the_page(manager, county):
    refused = manager.post(_address("saved_views"), {"name": "X", "query": "indicator=nothing"})
    assert refused.status_code == 400
    manager.post(_address("saved_views"), {"name": "X", "query": "indicator=t3"})
    SavedView.objects.update(query="indicator=gone", opens_first=True)
    assert manager.get(_address("access")).status_code == 200
    unknown = manager.post(
        _address("saved_views"), {"name": "Y", "query": "indicator=t3", "unit": county.units["837"].pk}
    )
    assert unknown.status_code == 302  # a county-wide manager has no unit to share with: the field is not asked
    assert SavedView.objects.get(name="Y").unit_id is None
    assert manager.post(_address("saved_view_do", pk=SavedView.objects.first().pk), {"do": "x"}).status_code == 400


def test_a_second_view_first_takes_the_place_of_the_one_before(manager):
    for name in ("A", "B"):
        manager.post(_address("saved_views"), {"name": name, "query": "indicator=t3"})
        view = SavedView.objects.get(name=name)
        manager.post(_address("saved_view_do", pk=view.pk), {"do": "first"})
    assert list(SavedView.objects.filter(opens_first=True).values_list("name", flat=True)) == ["B"]


@pytest.mark.parametrize("query", [{}, {**DOCTOR}])
def test_the_three_files_hold_the_same_rows_with_their_way_back_and_nothing_withheld(manager, figures, query):
    def file(kind):
        if query:
            return manager.get(_address("access"), {**query, "format": kind})
        return manager.get(_address("figures_file", kind=kind))

    rows = json.loads(file("json").content)["rows"]
    table = pq.read_table(io.BytesIO(file("parquet").content)).to_pylist()
    assert table == rows
    text = file("csv").content.decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(text), delimiter=";" if query else ","))) == len(rows)
    assert {row["snapshot"] for row in rows} == {figures.snapshot.snapshot_id}
    assert {row["engine"] for row in rows} == {figures.engine}
    assert all(len(row["definition"]) == 12 for row in rows)
    hidden = [row for row in rows if row["withheld"]]
    assert hidden
    assert all(row["value"] is None and row["numerator"] is None for row in hidden)


def test_files_are_for_managers_and_of_known_kinds(manager):
    assert manager.get(_address("figures_file", kind="xlsx")).status_code == 404
    assert manager.get(_address("access"), {**DOCTOR, "format": "xlsx"}).status_code == 400
    assert signed_in(Role.NURSE).get(_address("figures_file", kind="csv")).status_code == 403


def test_without_figures_there_is_no_file_and_no_view(db):
    client = signed_in(Role.MANAGER)
    assert client.get(_address("figures_file", kind="csv")).status_code == 400
    assert client.get(_address("saved_views")).status_code == 200
    assert client.post(_address("saved_views"), {"name": "X", "query": "indicator=t3"}).status_code == 200
    assert not SavedView.objects.exists()


def test_the_late_cases_of_one_unit(manager, county):
    for code, waited in (("020", 8), ("020", 7), ("020", 20), ("837", 9)):
        county.need(code, date(2026, 2, 2), waited)
    page = manager.get(_address("indicator_cases", **DOCTOR), {"unit": "station-020"})
    assert [unit for _case, _may, unit, _late in page.context["rows"]] == ["Akaan sote-asema"] * 2
    assert "Tamperen" not in _text(page)
    assert manager.get(_address("indicator_cases", **DOCTOR), {"unit": "nowhere"}).status_code == 400


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_page_of_the_manager_in_every_language_with_few_queries(county, figures, language):
    client = of_unit(county, "837")
    client.post(_address("saved_views"), {"name": "Oma", "query": "indicator=t3"})
    written(client, group="unit:station-837", indicators=["access_doctor_7d"])
    note, view = ChartNote.objects.get(), SavedView.objects.get()
    for address in (
        _address("unit_figures", language, slug="station-837"),
        _address("saved_views", language) + "?indicator=t3",
        _address("saved_view", language, pk=view.pk),
        _address("chart_note", language, pk=note.pk),
        _address("chart_note_new", language) + "?kind=new_level&indicator=t3",
        _address("access", language) + "?indicator=access_doctor_7d&group=unit:station-837",
    ):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address)
        html = page.content.decode()
        assert page.status_code == 200, address
        assert (html.count("<h1"), f'<html lang="{language}"' in html) == (1, True)
        own = [one["sql"] for one in queries.captured_queries if "plumbing_access" not in one["sql"]]
        own = [sql for sql in own if "SAVEPOINT" not in sql]
        assert len(own) <= MOST_QUERIES, (address, [sql[:100] for sql in own])
