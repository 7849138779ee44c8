"""Does an AvoHILMO record become the right facts, and is what is wrong with it told and never guessed?"""

from __future__ import annotations

import json
from datetime import date

import pytest

from ovi.engines.facts.days import day_number
from ovi.engines.facts.store import latest_snapshot, read_manifest
from ovi.engines.facts.validate import validate
from ovi.exchange.importers.facts import import_avohilmo
from ovi.foundation.identifiers import make_artificial_hetu
from ovi.foundation.refusals import Refused
from tests.standins.avohilmo_data import write_extract
from tests.unit.exchange.facts_import_kit import PEOPLE, fixes, imported, plan, rows_of, table, write


def day(text: str) -> int:
    return day_number(date.fromisoformat(text))


def test_a_record_is_a_need_an_encounter_and_its_clocks(tmp_path):
    made = imported(tmp_path, {})
    (need,) = table(made, "need")
    assert (need["contact_day"], need["contact_minute"]) == (day("2025-02-03"), 9 * 60 + 12)
    assert (need["assessed_day"], need["first_event_day"]) == (day("2025-02-03"), day("2025-02-10"))
    assert (need["birth_year"], need["age_at_start"], need["municipality"]) == (1980, 44, "837")
    assert (need["urgency"], need["covered_class"], need["service_line"]) == ("non_urgent", "covered", "primary_care")
    assert (need["first_event_profession"], need["first_event_licensed"]) == ("doctor", True)
    assert need["resolved_at_first_contact"] is None  # no table of results: nobody knows
    (encounter,) = table(made, "encounter")
    assert (encounter["minutes"], encounter["mode"], encounter["no_show"]) == (20, "R10", False)
    assert encounter["reason_coded"] is None
    clocks = {row["rule_id"]: row for row in table(made, "clock")}
    assert clocks["PHC-CONTACT"]["due_day"] == clocks["PHC-CONTACT"]["stop_day"] == day("2025-02-03")
    assert clocks["PHC-3M-ADULT"]["due_day"] == day("2025-05-03")
    assert clocks["PHC-3M-ADULT"]["stop_day"] == day("2025-02-10")
    assert made.summary.by_fault == {}
    assert all(validate(path) == [] for path in made.folder.glob("*.parquet"))


def test_nobody_under_23_waits_three_months(tmp_path):
    made = imported(tmp_path, {"SYNTYMAAIKA": "04.05.2005", "KAYNTI_ALKOI": "", "KAYNTI_LOPPUI": ""})
    clock = next(row for row in table(made, "clock") if row["rule_id"] == "PHC-14D-U23")
    assert (clock["due_day"], clock["status"], clock["stop_day"]) == (day("2025-02-17"), "running", None)


@pytest.mark.parametrize(
    ("change", "code", "column"),
    [
        ({"YHTEYDENOTTO_AJANKOHTA": "2025/02/03 09:12"}, "unreadable_time", "YHTEYDENOTTO_AJANKOHTA"),
        ({"KAYNTI_ALKOI": "31.02.2025 10:00", "KAYNTI_LOPPUI": ""}, "unreadable_time", "KAYNTI_ALKOI"),
        ({"KAYNTI_ALKOI": "01.02.2025 10:00", "KAYNTI_LOPPUI": ""}, "visit_before_contact", "KAYNTI_ALKOI"),
        ({"HOIDONTARVE_AJANKOHTA": "02.02.2025 10:00"}, "assessed_before_contact", "HOIDONTARVE_AJANKOHTA"),
        ({"AJANVARAUS_AJANKOHTA": "02.02.2025 10:00"}, "booked_before_contact", "AJANVARAUS_AJANKOHTA"),
        ({"AJANVARAUS_VARATTU": "02.02.2025 10:00"}, "booked_for_before_booking", "AJANVARAUS_VARATTU"),
        ({"KAYNTI_ALKOI": "02.06.2025 10:00", "KAYNTI_LOPPUI": ""}, "in_future", "KAYNTI_ALKOI"),
        ({"SYNTYMAAIKA": "04.05.2025"}, "before_birth", "SYNTYMAAIKA"),
        ({"HOIDONTARVE_AJANKOHTA": "03.02.0025 10:00"}, "impossible_year", "HOIDONTARVE_AJANKOHTA"),
        ({"AVOHILMO_ID": ""}, "no_id", "AVOHILMO_ID"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_right_is_left_out_and_listed(tmp_path, change, code, column):
    made = imported(tmp_path, {}, change)
    assert len(table(made, "need")) == 1
    found = [(line, where, told) for _, line, where, _, told in fixes(tmp_path)]
    assert ("3", column, code) in found
    assert made.summary.left_out == 1


@pytest.mark.parametrize(
    ("change", "code", "column", "left"),
    [
        ({"ASIAKAS_KOTIKUNTA": "20"}, "wrong_municipality", "municipality", None),
        ({"PALVELUNTUOTTAJA_YKSIKKO": ""}, "no_unit", "unit", None),
        ({"KAYNTI_YHTEYSTAPA": "R99"}, "unknown_code", "first_event_mode", "R99"),
        ({"HTA_KIIREELLISYYS": "P"}, "unknown_code", "urgency", "P"),
        ({"TNRO": ""}, "no_person", "person_key", None),
        ({"SYNTYMAAIKA": "x"}, "unreadable_birth", "age_at_start", None),
        ({"SYNTYMAAIKA": "04.05.1780"}, "unreadable_birth", "birth_year", None),
    ],
)
def test_what_can_be_counted_all_the_same_is_kept_and_listed(tmp_path, change, code, column, left):
    made = imported(tmp_path, change)
    (need,) = table(made, "need")
    assert need[column] == left
    assert [told for *_, told in fixes(tmp_path)] == [code]
    assert (made.summary.left_out, made.summary.remarked) == (0, 1)


def test_legacy_modes_are_mapped_by_the_table_and_the_unmapped_kept(tmp_path):
    made = imported(tmp_path, {"KAYNTI_YHTEYSTAPA": "R50"}, {"KAYNTI_YHTEYSTAPA": "R51"})
    assert [row["first_event_mode"] for row in table(made, "need")] == ["R52", "R51"]
    assert fixes(tmp_path) == []


def test_an_unknown_profession_is_not_taken_for_unlicensed(tmp_path):
    made = imported(tmp_path, {"KAYNTI_AMMATTILUOKKA": "XX"})
    (need,) = table(made, "need")
    assert (need["first_event_profession"], need["first_event_licensed"]) == ("XX", None)
    assert all(row["stop_day"] is None for row in table(made, "clock") if row["stop_kind"] == "care_event")


def test_copies_older_versions_and_contradictions_of_one_record(tmp_path):
    made = imported(
        tmp_path,
        {"AVOHILMO_ID": "7"}, {"AVOHILMO_ID": "7"},
        {"AVOHILMO_ID": "8"},
        {"AVOHILMO_ID": "8", "ASIAKAS_KOTIKUNTA": "020", "SEURANTATIETUE_PAIVITETTY": "05.02.2025 23:00"},
        {"AVOHILMO_ID": "9"}, {"AVOHILMO_ID": "9", "ASIAKAS_KOTIKUNTA": "020"},
    )  # fmt: skip
    assert sorted(row["municipality"] for row in table(made, "need")) == ["020", "837"]
    assert made.summary.by_fault == {"duplicate_differs": 2, "duplicate_same": 1, "older_version": 1}
    assert [(line, code) for _, line, _, _, code in fixes(tmp_path)] == [
        ("3", "duplicate_same"), ("4", "older_version"), ("6", "duplicate_differs"), ("7", "duplicate_differs"),
    ]  # fmt: skip


def test_a_henkilotunnus_becomes_a_pseudonym_at_the_door_and_stands_nowhere(tmp_path):
    hetu = make_artificial_hetu(date(1990, 1, 1), 901)
    wrong = hetu[:-1] + ("A" if hetu[-1] != "A" else "B")
    made = imported(
        tmp_path,
        {"TNRO": hetu, "SYNTYMAAIKA": ""}, {"TNRO": hetu.lower(), "SYNTYMAAIKA": ""},
        {"TNRO": wrong, "SYNTYMAAIKA": ""},
        {"HTA_LUONNE": hetu, "YHTEYDENOTTO_AJANKOHTA": f"soitti {hetu}"},
    )  # fmt: skip
    by_key = {row["need_key"]: row for row in table(made, "need")}
    first, second, third = (by_key[PEOPLE.of(b"need", number)] for number in ("1", "2", "3"))
    assert first["person_key"] == second["person_key"] == PEOPLE.of(b"person", hetu)
    assert (first["age_at_start"], third["age_at_start"]) == (35, None)
    assert "wrong_hetu" in made.summary.by_fault
    written = b"".join(
        path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and path.name != "extract.csv"
    )
    needs = json.dumps(table(made, "need")) + json.dumps(table(made, "encounter"))
    for secret in (hetu, hetu.lower(), wrong):
        assert secret.encode() not in written
        assert secret not in needs


def test_lines_are_counted_past_broken_ones(tmp_path):
    path = write(tmp_path / "extract.csv", rows_of({}, {}, {}, {"ASIAKAS_KOTIKUNTA": "20"}))
    lines = path.read_text().splitlines()
    lines[2] += ";one;more"
    lines.insert(4, "only;two")
    path.write_text("\n".join(lines) + "\n")
    made = import_avohilmo([path], plan(tmp_path))
    assert [(line, code) for _, line, _, _, code in fixes(tmp_path)] == [
        ("6", "wrong_municipality"), ("3", "broken_line"), ("5", "broken_line"),
    ]  # fmt: skip
    assert (made.summary.rows, made.summary.left_out) == (5, 2)


@pytest.mark.parametrize("form", [("latin-1", ";"), ("cp1252", ","), ("utf-8", "\t")])
def test_encodings_and_separators_give_the_same_facts(tmp_path, form):
    rows = rows_of({"PALVELUNTUOTTAJA_YKSIKKO": "Ylöjärvi – Åkerlundinkatu" if form[0] != "latin-1" else "Ylöjärvi"})
    made = import_avohilmo([write(tmp_path / "extract.csv", rows, *form)], plan(tmp_path))
    assert table(made, "need")[0]["unit"] == rows[0]["PALVELUNTUOTTAJA_YKSIKKO"]
    assert made.files[0]["form"].endswith(repr(form[1]))


def test_side_tables_tell_whether_a_reason_was_coded(tmp_path):
    main = write(tmp_path / "extract.csv", rows_of({}, {}))
    icd = write(tmp_path / "icd10.csv", [
        {"AVOHILMO_ID": "1", "JARJESTYS": "0", "ICD10": "J06.9"},
        {"AVOHILMO_ID": "99", "JARJESTYS": "0", "ICD10": "J06.9"},
    ])  # fmt: skip
    made = import_avohilmo([main, icd], plan(tmp_path))
    assert [row["reason_coded"] for row in table(made, "encounter")] == [True, False]
    assert [(line, code) for _, line, _, _, code in fixes(tmp_path)] == [("3", "unknown_record")]


def test_a_file_of_another_shape_is_refused_whole_and_nothing_is_left(tmp_path):
    other = write(tmp_path / "other.csv", [{"A": "1", "B": "2"}])
    with pytest.raises(Refused, match="not AvoHILMO-shaped") as refusal:
        import_avohilmo([write(tmp_path / "extract.csv", rows_of({})), other], plan(tmp_path))
    assert [fault.where for fault in refusal.value.faults] == ["other.csv"]
    assert list((tmp_path / "facts").iterdir()) == []
    rows = [{name: value for name, value in row.items() if name != "AVOHILMO_ID"} for row in rows_of({})]
    with pytest.raises(Refused, match="columns are missing") as refusal:
        import_avohilmo([write(tmp_path / "extract.csv", rows)], plan(tmp_path))
    assert "AVOHILMO_ID" in refusal.value.faults[0].where


def test_a_ruin_is_not_published_but_its_fix_list_is_there(tmp_path):
    with pytest.raises(Refused, match="nothing was published") as refusal:
        imported(tmp_path, {}, {"AVOHILMO_ID": ""}, most_left_out=0.2)
    assert refusal.value.code == "facts.too_many_faults"
    assert latest_snapshot(tmp_path / "facts") is None
    assert [code for *_, code in fixes(tmp_path)] == ["no_id"]


def test_the_manifest_says_what_was_read_and_the_same_extract_gives_the_same_snapshot(tmp_path):
    first = imported(tmp_path, {}, {"ASIAKAS_KOTIKUNTA": "20"})
    again = imported(tmp_path, {}, {"ASIAKAS_KOTIKUNTA": "20"})
    assert first.folder == again.folder
    about = read_manifest(first.folder).about
    assert (about["rows_read"], about["rows_left_out"]) == (2, 0)
    assert about["faults"] == {"wrong_municipality": 1}


def test_a_generated_extract_is_judged_exactly_as_it_was_soiled(tmp_path):
    dirt = write_extract(tmp_path / "year.csv", 6000, dirt=0.2, seed=5)
    made = import_avohilmo([tmp_path / "year.csv"], plan(tmp_path, as_of=date(2026, 1, 20)))
    found = made.summary.by_fault
    assert found == {
        "assessed_before_contact": dirt["before_contact"], "before_birth": dirt["before_birth"],
        "broken_line": dirt["broken"], "duplicate_same": dirt["duplicate"], "in_future": dirt["future"],
        "no_id": dirt["no_id"], "no_unit": dirt["no_unit"], "unknown_code": dirt["unknown_mode"],
        "unreadable_time": dirt["bad_time"], "wrong_municipality": dirt["short_municipality"],
    }  # fmt: skip
    gone = sum(dirt[name] for name in ("before_contact", "before_birth", "broken", "future", "no_id", "bad_time"))
    assert len(table(made, "need")) == 6000 - gone


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_fix_list_speaks_three_languages_and_is_harmless_in_a_spreadsheet(tmp_path, language):
    imported(tmp_path, {"KAYNTI_YHTEYSTAPA": "=1+1", "PALVELUNTUOTTAJA_YKSIKKO": "<b>Unit</b>"}, languages=(language,))
    page = (tmp_path / "fixes" / f"fix-list.{language}.html").read_text(encoding="utf-8")
    assert f'lang="{language}"' in page
    assert "<b>Unit</b>" not in page
    assert "&lt;b&gt;Unit" in page
    assert "'=1+1" in (tmp_path / "fixes" / f"fix-list.{language}.csv").read_text(encoding="utf-8")
    listed = json.loads((tmp_path / "fixes" / "fix-list.json").read_text(encoding="utf-8"))
    assert listed["faults"][0]["code"] == "unknown_code"
