"""Outside figures come in whole or not at all, joined by what the files say; the same again changes nothing."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ovi.exchange.importers.areas import import_area_figures, import_sotkanet
from ovi.exchange.importers.areas.judging import Plan
from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Refused
from ovi.performance.models import AreaFigure, AreaLoad, AreaMeasure
from ovi.performance.states import Quality
from ovi.plumbing.actor import Role, system
from ovi.plumbing.models import AuditEvent
from ovi.site.cli import main
from tests.examples import examples
from tests.standins import area_data as data

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
LATER = datetime(2026, 4, 3, 10, tzinfo=UTC)
MAPPING = definitions_root() / "codes" / "area_figures_mapping.example.yaml"


def plan(tmp_path, now=NOW, by=None):
    return Plan(tmp_path / "fixes", by or system("import"), now)


def loaded(tmp_path, now=NOW, **changed):
    return import_sotkanet(data.sotkanet(tmp_path, **changed), Quality.REGISTER, plan(tmp_path, now))


def refused(tmp_path, **changed):
    with pytest.raises(Refused) as caught:
        loaded(tmp_path, **changed)
    assert not AreaMeasure.objects.exists()
    assert not AreaFigure.objects.exists()
    assert not AreaLoad.objects.exists()
    return caught.value


def in_force():
    rows = AreaFigure.objects.filter(replaced_at=None)
    return {(one.kind, one.code, one.year, one.sex): one.value for one in rows}


def test_figures_are_joined_to_titles_and_areas_by_the_files_alone(db, tmp_path):
    made = loaded(tmp_path)
    assert in_force() == {
        ("municipality", "837", 2022, "total"): 10.5, ("municipality", "837", 2023, "total"): 11.25,
        ("municipality", "837", 2023, "female"): 12.5, ("municipality", "020", 2023, "total"): 8.0,
        ("municipality", "020", 2022, "total"): None, ("county", "08", 2022, "total"): 10.1,
        ("county", "08", 2023, "total"): 10.9, ("country", "FI", 2023, "total"): 9.9,
    }  # fmt: skip
    measure = AreaMeasure.objects.get()
    assert (measure.source, measure.source_key, measure.quality) == ("THL, Sotkanet", "9001", "register")
    assert measure.title_sv == "Påhittad mätare, % av invånarna"
    assert measure.about == {"fi": "Keksitty testejä varten.\n\n- Ei oikea luku"}
    assert (made.elsewhere, made.summary.left_out, made.fix_lists) == (1, 0, [])
    assert AreaFigure.objects.get(value=None).missing == "not_given"
    assert len(AreaLoad.objects.get().files) == 3
    assert AuditEvent.objects.filter(action="performance.load_area_figures").count() == 1


def test_the_same_files_again_change_nothing(db, tmp_path):
    loaded(tmp_path)
    before = list(AreaFigure.objects.order_by("pk").values())
    again = loaded(tmp_path, LATER)
    assert again.report.changes == 0
    assert again.report.unchanged == len(before)
    assert list(AreaFigure.objects.order_by("pk").values()) == before
    assert AreaLoad.objects.count() == 1
    assert AuditEvent.objects.filter(action="performance.load_area_figures").count() == 1


def test_a_newer_version_replaces_and_the_old_stays_as_history(db, tmp_path):
    loaded(tmp_path)
    newer = data.indicator(**{"data-updated": "2026-03-20"})
    made = loaded(tmp_path, LATER, indicators=newer, figures=[data.row(data.TAMPERE, 2023, 11.5)])
    assert (made.report.changed, made.report.added, made.report.measures_changed) == (1, 0, 1)
    both = AreaFigure.objects.filter(code="837", year=2023, sex="total").order_by("pk")
    assert [(one.value, one.replaced_at) for one in both] == [(11.25, LATER), (11.5, None)]
    assert in_force()["municipality", "837", 2022, "total"] == 10.5  # what the newer file lacks stays


def test_an_older_version_is_refused_and_changes_nothing(db, tmp_path):
    loaded(tmp_path)
    before = in_force()
    with pytest.raises(Refused) as caught:
        loaded(tmp_path, LATER, indicators=data.indicator(**{"data-updated": "2025-01-01"}),
               figures=[data.row(data.TAMPERE, 2023, 1.0)])  # fmt: skip
    assert caught.value.code == "area.older_version"
    assert in_force() == before


def test_another_title_under_the_same_id_is_said(db, tmp_path):
    loaded(tmp_path)
    made = loaded(tmp_path, LATER, indicators=[data.indicator(name="Aivan muu mittari")])
    assert "Aivan muu mittari" in made.report.notes[0]
    assert AreaMeasure.objects.get().title_fi == "Aivan muu mittari"


def test_areas_of_one_name_whose_figures_differ_are_left_out_both(db, tmp_path):
    rows = [*data.figures() * 1, data.row(data.COUNTY_OLD, 2023, 99.0)]
    made = loaded(tmp_path, figures=rows)
    assert made.summary.by_fault == {"duplicate_differs": 2}
    assert ("county", "08", 2023, "total") not in in_force()


BAD_ROWS = {
    "NaN": (data.row(data.TAMPERE, 2021, float("nan")), "figure_unreadable"),
    "infinity": (data.row(data.TAMPERE, 2021, float("inf")), "figure_unreadable"),
    "a word": (data.row(data.TAMPERE, 2021, "paljon"), "figure_unreadable"),
    "true": (data.row(data.TAMPERE, 2021, True), "figure_unreadable"),
    "a list": (data.row(data.TAMPERE, 2021, [1]), "figure_unreadable"),
    "no year": (data.row(data.TAMPERE, None, 1.0), "impossible_year"),
    "year 20": (data.row(data.TAMPERE, 20, 1.0), "impossible_year"),
    "a year to come": (data.row(data.TAMPERE, 2040, 1.0), "impossible_year"),
    "half a year": (data.row(data.TAMPERE, 2021.5, 1.0), "impossible_year"),
    "an unknown area": (data.row(123_456, 2021, 1.0), "area_unknown"),
    "an area that is a word": (data.row("Tampere", 2021, 1.0), "area_unknown"),
    "an unknown measure": (data.row(data.TAMPERE, 2021, 1.0, measure=1), "measure_unknown"),
    "an unknown sex": (data.row(data.TAMPERE, 2021, 1.0, "all"), "sex_unknown"),
    "the same again": (data.row(data.TAMPERE, 2022, 10.5), "duplicate_same"),
}


@pytest.mark.parametrize(("bad", "code"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_is_left_out_and_listed_with_its_place(db, tmp_path, bad, code):
    made = loaded(tmp_path, figures=[*data.figures(), bad])
    assert made.summary.by_fault == {code: 1}
    assert len(in_force()) == 8
    told = json.loads((tmp_path / "fixes" / "fix-list.json").read_text(encoding="utf-8"))
    assert [(one["file"], one["line"], one["code"]) for one in told["faults"]] == [("figures.json", 11, code)]
    with (tmp_path / "fixes" / "fix-list.fi.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file, delimiter=";"))) == 1


def test_too_many_bad_rows_and_nothing_comes_in_but_the_fix_list_is_there(db, tmp_path):
    bad = [data.row(data.TAMPERE, 1990 + year, "x") for year in range(9)]
    assert refused(tmp_path, figures=[*data.figures(), *bad]).code == "area.ruin"
    assert len(json.loads((tmp_path / "fixes" / "fix-list.json").read_text(encoding="utf-8"))["faults"]) == 9


BAD_FILES = {
    "truncated": ({"figures": json.dumps(data.figures())[:-30]}, "area.unreadable"),
    "empty": ({"figures": ""}, "area.unreadable"),
    "a number": ({"figures": "5"}, "area.unreadable"),
    "an empty list": ({"figures": []}, "area.unreadable"),
    "a list of numbers": ({"figures": [1, 2]}, "area.unreadable"),
    "something else": ({"figures": [{"a": 1}]}, "area.unreadable"),
    "nested too deep": ({"figures": "[" * 100_000}, "area.unreadable"),
    "no title": ({"indicators": [data.indicator(title={})]}, "area.unreadable"),
    "a title that is a list": ({"indicators": [data.indicator(title=["x"])]}, "area.unreadable"),
    "an id that is a word": ({"indicators": [data.indicator(id="x")]}, "area.unreadable"),
    "described twice": ({"indicators": [data.indicator(), data.indicator(name="Toinen")]}, "area.unreadable"),
    "no such day": ({"indicators": [data.indicator(**{"data-updated": "2026-02-30"})]}, "area.unreadable"),
    "other areas only": ({"figures": [data.row(data.HELSINKI, 2023, 1.0)]}, "area.nothing"),
    "a person": ({"figures": [*data.figures(), data.row(data.TAMPERE, 2021, "010190-900P")]}, "area.persons"),
}


@pytest.mark.parametrize(("changed", "code"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_broken_file_is_refused_whole_with_what_to_do(db, tmp_path, changed, code):
    error = refused(tmp_path, **changed)
    assert error.code == code
    assert "900P" not in error.message + str(error.faults)


def test_titles_are_never_guessed(db, tmp_path):
    _, regions, figures = data.sotkanet(tmp_path)
    with pytest.raises(Refused) as caught:
        import_sotkanet([regions, figures], Quality.REGISTER, plan(tmp_path))
    assert caught.value.code == "area.incomplete"
    assert "descriptions of measures" in caught.value.message


def test_a_byte_order_mark_is_no_fault_but_latin_1_is(db, tmp_path):
    paths = data.sotkanet(tmp_path)
    paths[0].write_bytes(b"\xef\xbb\xbf" + paths[0].read_bytes())
    assert import_sotkanet(paths, Quality.REGISTER, plan(tmp_path)).report.added == 8
    paths[0].write_bytes(json.dumps([data.indicator()], ensure_ascii=False).encode("latin-1"))
    with pytest.raises(Refused) as caught:
        import_sotkanet(paths, Quality.REGISTER, plan(tmp_path))
    assert "UTF-8" in caught.value.message


def test_only_who_may_load_loads(db, tmp_path):
    nurse = replace(system("x"), roles=frozenset({Role.NURSE}))
    with pytest.raises(Refused):
        import_sotkanet(data.sotkanet(tmp_path), Quality.REGISTER, plan(tmp_path, by=nurse))


# --- any CSV by a mapping -------------------------------------------------------------------------


def mapped(tmp_path, text=data.CSV, mapping=MAPPING, encoding="utf-8", now=NOW):
    path = tmp_path / "kysely.csv"
    path.write_bytes(text.encode(encoding))
    return import_area_figures(path, mapping, plan(tmp_path, now))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_a_csv_comes_in_by_the_example_mapping_in_any_encoding(db, tmp_path, encoding):
    made = mapped(tmp_path, encoding=encoding)
    lonely = AreaMeasure.objects.get(source_key="lonely")
    assert lonely.quality == "survey"
    found = {(one.code, one.sex): (one.value, one.n, one.missing) for one in lonely.figures.all()}
    assert found == {
        ("837", "total"): (12.5, 420, ""), ("837", "female"): (13.0, 220, ""), ("020", "total"): (9.0, 41, ""),
        ("143", "total"): (None, None, "too_few"),  # three answers behind it
    }  # fmt: skip
    moves = AreaMeasure.objects.get(source_key="moves_enough")
    assert moves.figures.get(code="020").missing == "not_given"
    assert made.summary.by_fault == {"area_too_few": 2}
    assert (made.summary.left_out, made.elsewhere) == (0, 2)


def test_a_title_may_stand_in_the_rows_and_rows_may_hold_several_measures(db, tmp_path):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(
        """
area_figures: 1
source: Keksitty
quality: own_estimate
area: {from: posti, kind: postal_area}
year: {value: 2024}
measures:
  - {value: arvo, title_from: nimi, where: {koodi: A}}
  - {value: arvo, title_from: nimi, where: {koodi: B}}
""",
        encoding="utf-8",
    )
    lines = ["posti,koodi,nimi,arvo", "33100,A,Yksin asuvat,5.5", "33200,A,Yksin asuvat,6", "33100,B,Autottomat,7",
             "33100,C,Muu,1", "33200,B,Jokin muu nimi,1"]  # fmt: skip
    lines += [f"33{n}0,A,Yksin asuvat,1" for n in (21, 23, 24, 25, 27, 31, 33)]
    made = mapped(tmp_path, "\n".join(lines) + "\n", mapping)
    assert {(one.source_key, one.title_fi) for one in AreaMeasure.objects.all()} == {
        ("A", "Yksin asuvat"), ("B", "Autottomat")}  # fmt: skip
    assert made.summary.by_fault["measure_unknown"] == 2


CSV_FAULTS = {
    "a row too short": ("837;2025;yhteensä;30\n", "broken_line"),
    "no municipality of Finland": ("999;2025;yhteensä;30;1;1\n", "area_unknown"),
    "a word for a number": ("837;2025;yhteensä;30;paljon;1\n", "figure_unreadable"),
    "NaN": ("837;2025;yhteensä;30;NaN;1\n", "figure_unreadable"),
    "a sex that is not mapped": ("837;2025;kaikki;30;1;1\n", "sex_unknown"),
    "a year that is none": ("837;25;yhteensä;30;1;1\n", "impossible_year"),
    "negative answers": ("837;2025;yhteensä;-30;1;1\n", "figure_unreadable"),
    "the same key, other figures": ("020;2024;yhteensä;41;9,5;..\n", "duplicate_differs"),
}


@pytest.mark.parametrize(("line", "code"), CSV_FAULTS.values(), ids=CSV_FAULTS)
def test_a_bad_line_of_a_csv_is_left_out_and_listed(db, tmp_path, line, code):
    more = "".join(f"{municipality};2023;yhteensä;99;1;1\n" for municipality in ("837", "020", "143", "108", "177"))
    made = mapped(tmp_path, data.CSV + more + line)
    assert made.summary.by_fault[code] >= 1
    assert made.summary.left_out in (1, 2, 3)  # the row, one or both of its measures, or both that differ


def test_an_open_quotation_mark_a_missing_column_or_a_person_is_refused(db, tmp_path):
    for text, code in (
        (data.CSV + '837;2024;"yhteensä;1;1;1\n', "area.unreadable"),
        (data.CSV.replace("liikkuu_pros", "liikunta"), "area.mapping_misfits"),
        (data.CSV + "837;2024;miehet;10;1;010190-900P\n", "area.persons"),
    ):
        with pytest.raises(Refused) as caught:
            mapped(tmp_path, text)
        assert caught.value.code == code
    assert not AreaFigure.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["", "area_figures: 2", "[1, 2]", "area_figures: 1\nsource: x\nquality: guess\narea: {from: a, kind: street}"],
)
def test_a_mapping_that_is_none_is_refused_with_its_faults(db, tmp_path, text):
    mapping = tmp_path / "mapping.yaml"
    mapping.write_text(text, encoding="utf-8")
    with pytest.raises(Refused) as caught:
        mapped(tmp_path, mapping=mapping)
    assert caught.value.code == "area.invalid_mapping"
    assert caught.value.faults


def test_the_commands_say_in_json_what_came_in(db, tmp_path, capsys):
    files, fixes = [str(path) for path in data.sotkanet(tmp_path)], str(tmp_path / "fixes")
    assert main(["import", "sotkanet", *files, "--quality", "register", "--fixes", fixes, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["elsewhere"], told["fix_lists"]) == (8, 1, [])
    path = tmp_path / "kysely.csv"
    path.write_text(data.CSV, encoding="utf-8")
    assert main(["import", "area-figures", str(path), "--mapping", str(MAPPING), "--fixes", fixes, "--lang", "fi"]) == 0
    told = capsys.readouterr().out
    assert "8 figures added" in told
    assert "fix-list.fi.csv" in told
    assert main(["import", "sotkanet", files[0], "--quality", "register", "--json"]) == 1
    assert json.loads(capsys.readouterr().err)["refused"] == "area.incomplete"


_rows = st.lists(
    st.builds(
        data.row,
        st.sampled_from([data.TAMPERE, data.AKAA, data.COUNTY_OLD, data.COUNTY_NEW, data.COUNTRY, data.HELSINKI]),
        st.integers(2018, 2026),
        st.none() | st.integers(-5, 5) | st.floats(-10, 10),
        st.sampled_from(["total", "female", "male"]),
    ),
    max_size=25,
)


@settings(
    max_examples=examples(25), deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(_rows, _rows)
def test_loading_again_is_loading_once_and_a_version_leaves_no_trace_of_another(db, tmp_path, first, second):
    """Whatever the rows: the same files again change nothing, and one figure at most is in force for a key."""
    sure = [data.row(data.TAMPERE, year, 1.0) for year in range(1960, 2010)]  # so that doubles are few among them
    AreaFigure.objects.all().delete()
    for rows in (first, second):
        loaded(tmp_path, figures=[*sure, *rows])
        once = in_force()
        again = loaded(tmp_path, LATER, figures=[*sure, *rows])
        assert again.report.changes == 0
        assert in_force() == once
    assert all((one.value is None) == bool(one.missing) for one in AreaFigure.objects.all())
