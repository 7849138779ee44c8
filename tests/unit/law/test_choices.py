"""Is every choice of choices.yaml read, does its value decide, and is a wrong one refused at its line?"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ovi.foundation.definitions import definitions_root
from ovi.law import Matter, check, clocks_for, load_law
from ovi.law.choices import Choices


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(definitions_root() / "law", tmp_path / "law")
    return tmp_path


def choose(root: Path, old: str, new: str) -> int:
    path = root / "law" / "choices.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def test_the_shipped_choices_are_the_safe_defaults() -> None:
    assert load_law().choices == Choices() == Choices("keep", "clock_start", "from_birthday")


def test_every_choice_reaches_the_law(root: Path) -> None:
    choose(root, "value: keep", "value: next_working_day")
    choose(root, "value: clock_start", "value: contact")
    choose(root, "value: from_birthday", "value: from_next_birthday")
    assert load_law(root).choices == Choices("next_working_day", "contact", "from_next_birthday")


def rules_of(root: Path, birth_date: str) -> set[str]:
    need = {"register": "social_welfare", "service_line": "home_care", "contact_at": "2026-09-08"}
    clocks, _ = clocks_for(Matter.of({**need, "birth_date": birth_date}), load_law(root))
    return {clock.rule_id for clock in clocks}


def test_over_75_begins_on_the_75th_or_on_the_76th_birthday(root: Path) -> None:
    """Both where the age gives the right (any_of) and where it takes the other rule away (unless)."""
    assert rules_of(root, "1951-09-08") == {"SHL-START-7"}
    choose(root, "value: from_birthday", "value: from_next_birthday")
    assert rules_of(root, "1951-09-08") == {"SHL-OTHER"}
    assert rules_of(root, "1950-09-08") == {"SHL-START-7"}
    assert load_law(root).rule("SHL-START-7").rows[0].scope.any_of[0].age_from == 76


def test_an_age_over_in_the_scope_itself_is_read_too(root: Path) -> None:
    path = root / "law" / "vanhuspalvelulaki-980-2012.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("      any_of:", "      age_over: 80\n      any_of:"), encoding="utf-8")
    assert load_law(root).rule("VPL-18").rows[0].scope.age_from == 80
    assert load_law(root).rule("VPL-18").rows[0].scope.age_over is None


def test_without_the_file_the_defaults_hold(root: Path) -> None:
    (root / "law" / "choices.yaml").unlink()
    assert load_law(root).choices == Choices()


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("value: keep", "value: extend", "deadline_on_free_day.value: Input should be 'keep' or 'next_working_day'"),
        ("value: clock_start", "value: birth", "age_day.value: Input should be 'clock_start' or 'contact'"),
        ("value: from_birthday", "value: 75", "over_age.value: Input should be 'from_birthday' or"),
        ("  why: From the 75th", "  because: From the 75th", "over_age.because: Extra inputs are not permitted"),
    ],
)
def test_a_wrong_choice_is_refused_at_its_line(root: Path, old: str, new: str, what: str) -> None:
    line = choose(root, old, new)
    found = {(fault.where, fault.what[: len(what)]) for fault in check(root)}
    assert (f"{root / 'law' / 'choices.yaml'}:{line}", what) in found
