"""Is a faulty law file refused with every fault at its line, and a changed one read again?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Refused
from ovi.law import Matter, check, clocks_for, load_law
from ovi.law.clocks import NoDue
from ovi.law.rules import Law

SOCIAL = "sosiaalihuoltolaki-1301-2014.yaml"
HEALTH = "terveydenhuoltolaki-1326-2010.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped law that a test may spoil."""
    shutil.copytree(definitions_root() / "law", tmp_path / "law")
    return tmp_path


def change(root: Path, name: str, old: str, new: str) -> int:
    """Replace the first `old` in a file; the line on which it stood."""
    path = root / "law" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def faults(root: Path) -> list[tuple[str, str]]:
    """(file:line without the folder, what) of each fault; load_law must refuse with the same."""
    found = check(root)
    with pytest.raises(Refused) as refused:
        load_law(root)
    assert refused.value.faults == found
    return [(Path(fault.where).name, fault.what) for fault in found]


def test_the_shipped_law_has_no_faults() -> None:
    assert check() == ()


# Every row of the table of statutory limits, by act; a suffix tells apart what one row of it says in two.
RULES = {
    "lastensuojelulaki-417-2007": "LSL-26-7 LSL-26-3M",
    "oppilas-ja-opiskelijahuoltolaki-1287-2013": "OHL-15 OHL-15-URGENT",
    "sosiaalihuoltolaki-1301-2014": "SHL-START-7 SHL-URGENT SHL-CHILD-7 SHL-CHILD-3M SHL-OTHER SHL-45 SHL-45-URGENT "
    "THERAPY-SOC",
    "terveydenhuoltolaki-1326-2010": "PHC-CONTACT-OLD PHC-HTA-OLD PHC-CONTACT PHC-CARE-OLD PHC-14D-ALL "
    "PHC-7D-PLANNED PHC-14D-U23 PHC-3M-ADULT PHC-DOC7-ALL PHC-DOC7-U23 PHC-DOC-ADULT PHC-3M-OTHER ORAL-OLD ORAL-4M "
    "ORAL-3M-ALL ORAL-6M-ADULT ORAL-3M-U23 ORAL-DENTIST ORAL-DENTIST-3M ORAL-SPECIALIST THERAPY-28D ESH-HTA ESH-EXAM "
    "ESH-CARE YOUTH-MH-HTA YOUTH-MH-CARE URGENT",
    "toimeentulotukilaki-1412-1997": "TTL-URGENT TTL-7 TTL-SUPPLEMENT TTL-TALK",
    "vammaispalvelulaki-380-1987": "VAMPL-OLD-7 VAMPL-OLD-3M",
    "vammaispalvelulaki-675-2023": "VAMPL-7 VAMPL-3M",
    "vanhuspalvelulaki-980-2012": "VPL-18",
}


def test_the_rules_of_every_act_are_all_there() -> None:
    assert [rule.id for rule in load_law().rules] == " ".join(RULES.values()).split()
    for name, ids in RULES.items():
        numbers = {load_law().rule(rule_id).act.number for rule_id in ids.split()}
        assert {number.replace("/", "-") for number in numbers} == {"-".join(name.rsplit("-", 2)[1:])}


def test_what_is_inferred_or_remembered_is_marked_provisional() -> None:
    """The rows that the table marks as remembered or to be checked; and the amounts that were not found."""
    by_status: dict[str, set[str]] = {"verified": set(), "provisional": set(), "unknown": set()}
    for rule in load_law().rules:
        by_status[rule.rows[-1].status].add(rule.id)
    remembered = (
        "OHL-15 OHL-15-URGENT SHL-START-7 SHL-OTHER SHL-45 SHL-45-URGENT PHC-DOC7-U23 ORAL-3M-ALL ORAL-3M-U23 "
        "ORAL-DENTIST-3M TTL-URGENT TTL-7 TTL-SUPPLEMENT TTL-TALK VAMPL-7 VAMPL-3M VPL-18"
    )
    assert by_status["provisional"] == set(remembered.split())
    assert by_status["unknown"] == {"PHC-DOC-ADULT", "ORAL-DENTIST", "ORAL-SPECIALIST"}
    assert load_law().rule("ORAL-DENTIST").rows[0].status == "provisional"


def test_where_the_section_is_not_known_the_act_alone_is_named() -> None:
    rule = load_law().rule("THERAPY-28D")
    reference = rule.reference(rule.rows[0])
    assert (reference.fi, reference.sv, reference.en) == (
        "terveydenhuoltolaki 1326/2010",
        "hälso- och sjukvårdslagen 1326/2010",
        "Health Care Act 1326/2010",
    )


def test_each_act_is_named_in_three_languages_as_finland_names_it() -> None:
    swedish = {rule.act.names.fi: rule.act.names.sv for rule in load_law().rules}
    assert swedish == {
        "lastensuojelulaki": "barnskyddslagen",
        "oppilas- ja opiskelijahuoltolaki": "lagen om elev- och studerandevård",
        "sosiaalihuoltolaki": "socialvårdslagen",
        "terveydenhuoltolaki": "hälso- och sjukvårdslagen",
        "toimeentulotukilaki": "lagen om utkomststöd",
        # Two acts of that name; the newer is read last.
        "vammaispalvelulaki": "funktionshinderservicelagen",
        "vanhuspalvelulaki": "äldreomsorgslagen",
    }


def test_a_rule_is_found_by_its_id() -> None:
    assert load_law().rule("ORAL-4M").rows[0].amount == 4
    with pytest.raises(KeyError, match="ORAL-9M"):
        load_law().rule("ORAL-9M")


def test_a_missing_source_is_refused_at_its_row(root: Path) -> None:
    row = change(root, SOCIAL, "  - id: SHL-START-7", "  - id: SHL-START-7 ")
    change(root, SOCIAL, "    source: Pohde", "    # Pohde")
    assert faults(root) == [(f"{SOCIAL}:{row}", "rules.source: Field required")]


def test_all_faults_of_all_files_are_listed_at_their_lines(root: Path) -> None:
    unit = change(root, SOCIAL, "unit: working_days", "unit: fortnights")
    line = change(root, HEALTH, "- primary_care", "- primary_car")
    extra = change(root, HEALTH, "    start: contact", "    begins: contact\n    start: contact")
    listed = sorted(faults(root), key=lambda fault: (fault[0].split(":")[0], int(fault[0].split(":")[1])))
    assert [where for where, _ in listed] == [f"{SOCIAL}:{unit}", f"{HEALTH}:{line}", f"{HEALTH}:{extra}"]
    assert "rules.unit" in listed[0][1]
    assert listed[2][1] == "rules.begins: Extra inputs are not permitted"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("amount: 7", "amount:", "an amount is left empty exactly when its status is unknown"),
        ("status: provisional", "status: unknown", "an amount is left empty exactly when its status is unknown"),
        ("unit: working_days", "unit: same_day", "same_day takes no amount: leave it empty"),
        ("valid_to:", "valid_to: 2015-04-01", "valid_to must be later than valid_from"),
        ("from_arrival", "next_working_day", "office_hours are given exactly when out_of_hours is next_working_day"),
        (
            "    out_of_hours: from_arrival",
            '    out_of_hours: next_working_day\n    office_hours: {opens: "08:00", closes: 16:00}',
            'write a time of day in quotes, as "08:00"',
        ),
        (
            "    out_of_hours: from_arrival",
            '    out_of_hours: next_working_day\n    office_hours: {opens: "16:00", closes: "08:00"}',
            "office hours must open before they close",
        ),
        ("      sv: Bedömningen", "      # Bedömningen", "the text is missing in sv"),
        ("      sv: Bedömningen", "      de: Beurteilung\n      sv: Bedömningen", "unknown language: de"),
        ("      any_of:", "      unless: [{}]\n      any_of:", "an empty condition in any_of or unless"),
        ("      any_of:", "      any_of:\n        - {given: []}", "an empty condition in any_of or unless"),
        ("      any_of:", "      given: [birth_date]\n      any_of:", "scope.given: Input should be 'contact_at'"),
        ("unit: working_days", "unit:", "an amount needs its unit"),
        ("unit: working_days", "unit: immediately", "immediately takes no amount: leave it empty"),
        ("unit: working_days", "unit: without_delay", "without_delay takes no amount: leave it empty"),
        ("amount: 7", "amount: 0", "greater than or equal to 1"),
        ("id: SHL-START-7", "id: shl start", "String should match pattern"),
        ("next_review:", "# next_review:", "next_review: Field required"),
        ("schema_version: 1", "schema_version: 2", "schema_version: Input should be 1"),
        ("    amount: 7", "    amount: 7\n    amount: 8", "amount is given twice"),
    ],
)
def test_a_row_that_contradicts_itself_is_refused(root: Path, old: str, new: str, what: str) -> None:
    change(root, SOCIAL, old, new)
    ((where, found),) = faults(root)
    assert where.startswith(f"{SOCIAL}:")
    assert what in found


def test_a_law_file_without_rules_is_refused(root: Path) -> None:
    path = root / "law" / SOCIAL
    head, _, _ = path.read_text(encoding="utf-8").partition("rules:")
    path.write_text(head + "rules: []\n", encoding="utf-8")
    ((_, what),) = faults(root)
    assert what == "the whole: a law file holds at least one rule"


def second_row(root: Path, valid_from: str, **more: str) -> None:
    """Append a copy of SHL-START-7 that starts on another day."""
    path = root / "law" / SOCIAL
    text = path.read_text(encoding="utf-8")
    begin, end = text.index("  - id: SHL-START-7"), text.index("\n  - id: SHL-URGENT")
    row = "\n" + text[begin:end].replace("2015-04-01", valid_from)
    row += "".join(f"    {key}: {value}\n" for key, value in more.items())
    path.write_text(text.replace("valid_to:", "valid_to: 2026-01-01", 1) + row, encoding="utf-8")


def test_overlapping_rows_of_one_rule_are_refused(root: Path) -> None:
    second_row(root, "2025-12-31")
    ((_, what),) = faults(root)
    assert what == "SHL-START-7 from 2025-12-31 overlaps its row from 2015-04-01: end that one first"


def test_days_without_a_row_need_a_reason(root: Path) -> None:
    second_row(root, "2026-02-01")
    ((_, what),) = faults(root)
    assert "leaves no row in force from 2026-01-01 to 2026-02-01: say why in gap_reason" in what


def test_a_gap_with_its_reason_is_accepted(root: Path) -> None:
    second_row(root, "2026-02-01", gap_reason="the duty was suspended for a month")
    assert check(root) == ()
    assert social_clock(load_law(root), "2026-01-15") is None


def social_clock(law: Law, contact_at: str) -> tuple[str, str] | None:
    need = {"register": "social_welfare", "highest_care_allowance": True, "contact_at": contact_at}
    found = [clock for clock in clocks_for(Matter.of(need), law)[0] if clock.rule_id == "SHL-START-7"]
    if not found:
        return None
    (clock,) = found
    return str(clock.due_on), str(clock.valid_from)


def test_a_new_row_takes_effect_on_its_day_and_leaves_running_clocks_alone(root: Path) -> None:
    second_row(root, "2026-01-01")
    path = root / "law" / SOCIAL
    head, old, new = path.read_text(encoding="utf-8").partition("  - id: SHL-START-7")
    first, again, last = new.partition("  - id: SHL-START-7")
    path.write_text(head + old + first + again + last.replace("amount: 7", "amount: 3"), encoding="utf-8")
    law = load_law(root)
    assert len(law.rule("SHL-START-7").rows) == 2
    assert social_clock(law, "2025-12-31") == ("2026-01-13", "2015-04-01")
    assert social_clock(law, "2026-01-01") == ("2026-01-07", "2026-01-01")


def test_one_rule_id_stands_in_one_act_only(root: Path) -> None:
    shutil.copy(root / "law" / SOCIAL, root / "law" / "vanha.yaml")
    assert faults(root)[0] == ("vanha.yaml", f"SHL-START-7 already stands in {SOCIAL}")
    assert len(faults(root)) == len(RULES[SOCIAL.removesuffix(".yaml")].split())


def test_broken_yaml_is_refused_at_its_line(root: Path) -> None:
    (root / "law" / SOCIAL).write_text("act:\n  number: [1301\nowner: x\n", encoding="utf-8")
    ((where, _),) = faults(root)
    assert where == f"{SOCIAL}:3"


@pytest.mark.parametrize("content", ["", "[]", "just words"])
def test_a_file_that_is_no_law_is_refused(root: Path, content: str) -> None:
    (root / "law" / SOCIAL).write_text(content, encoding="utf-8")
    ((where, what),) = faults(root)
    assert where == f"{SOCIAL}:1"
    assert what.startswith("the whole: ")


def test_a_folder_without_law_is_refused(tmp_path: Path) -> None:
    (fault,) = check(tmp_path)
    assert "No law files" in fault.what


def test_the_law_is_read_again_when_a_file_changes_and_only_then(root: Path) -> None:
    first = load_law(root)
    assert load_law(root) is first
    change(root, SOCIAL, "amount: 7", "amount: 9")
    os.utime(root / "law" / SOCIAL, ns=(1, 1))
    second = load_law(root)
    assert second.rule("SHL-START-7").rows[0].amount == 9
    assert second.rule("SHL-START-7").version != first.rule("SHL-START-7").version
    assert second.rule("PHC-CONTACT").version == first.rule("PHC-CONTACT").version


def test_an_unknown_amount_gives_a_clock_without_due_date(root: Path) -> None:
    change(root, SOCIAL, "amount: 7", "amount:")
    change(root, SOCIAL, "status: provisional", "status: unknown")
    need = {"register": "social_welfare", "highest_care_allowance": True, "contact_at": "2026-09-08"}
    (clock,), _ = clocks_for(Matter.of(need), load_law(root))
    assert (clock.due_on, clock.status, clock.no_due) == (None, "unknown", NoDue.NO_NUMBER)
