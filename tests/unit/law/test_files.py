"""Is a faulty law file refused with every fault at its line, and a changed one read again?"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from ovi.foundation.definitions import definitions_root
from ovi.foundation.refusals import Refused
from ovi.law import Matter, check, clocks_for, load_law
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


def test_the_rules_of_this_version_are_all_there() -> None:
    assert [rule.id for rule in load_law().rules] == [
        "SHL-START-7",
        "PHC-CONTACT",
        "PHC-14D-ALL",
        "PHC-7D-PLANNED",
        "PHC-14D-U23",
        "PHC-3M-ADULT",
        "ORAL-4M",
        "ORAL-3M-ALL",
        "ORAL-6M-ADULT",
        "ORAL-3M-U23",
    ]


def test_what_is_inferred_or_remembered_is_marked_provisional() -> None:
    provisional = {rule.id for rule in load_law().rules if rule.rows[-1].status == "provisional"}
    assert provisional == {"SHL-START-7", "ORAL-3M-ALL", "ORAL-3M-U23"}


def test_a_rule_is_found_by_its_id() -> None:
    assert load_law().rule("ORAL-4M").rows[0].amount == 4
    with pytest.raises(KeyError):
        load_law().rule("ORAL-9M")


def test_a_missing_source_is_refused_at_its_row(root: Path) -> None:
    row = change(root, SOCIAL, "  - id: SHL-START-7", "  - id: SHL-START-7 ")
    change(root, SOCIAL, "    source: Pohde", "    # Pohde")
    assert faults(root) == [(f"{SOCIAL}:{row}", "rules.source: Field required")]


def test_all_faults_of_all_files_are_listed_at_their_lines(root: Path) -> None:
    unit = change(root, SOCIAL, "unit: working_days", "unit: fortnights")
    line = change(root, HEALTH, "- primary_care", "- primary_car")
    extra = change(root, HEALTH, "    start: contact", "    begins: contact\n    start: contact")
    listed = faults(root)
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
        ("      any_of:", "      unless: {age_under: 3}\n      any_of:", "unless knows no ages"),
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
    row = text[text.index("  - id: SHL-START-7") :].replace("2015-04-01", valid_from)
    row += "".join(f"    {key}: {value}\n" for key, value in more.items())
    path.write_text(text.replace("valid_to:", "valid_to: 2026-01-01") + row, encoding="utf-8")


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
    clocks, _ = clocks_for(Matter.of(need), law)
    if not clocks:
        return None
    (clock,) = clocks
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
    assert faults(root) == [("vanha.yaml", f"SHL-START-7 already stands in {SOCIAL}")]


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
    assert (clock.due_on, clock.status) == (None, "unknown")
