"""Units are compared by what is published of them, named without a ranking, and small ones are not blamed."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from ovi.foundation.text import Trilingual
from ovi.performance import comparing, queries
from ovi.performance.queries import Names, Value

SHOWN = "access_within_lawful"
CODES = [f"asema-{letter}" for letter in "edcba"]
NAMES = Names({("unit", code): Trilingual(f"Asema {code[-1].upper()}") for code in CODES})


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def unit(code, numerator, denominator, hidden="", **extra):
    known = (None, None, None) if hidden else (numerator, denominator, numerator / denominator)
    return Value(SHOWN, "", "2026-02", "unit", code, *known, hidden, extra)


def compared(rows, indicator=SHOWN):
    return comparing.comparison(queries.definition(indicator), rows, NAMES, "2026-02")


def test_a_large_unit_far_off_is_named_and_a_small_one_like_it_is_not():
    others = [unit(f"muu-{number}", 940 + number % 3, 1000) for number in range(18)]
    shown = compared([*others, unit("asema-b", 700, 1000), unit("asema-a", 7, 10)])
    (row,) = comparing.outside_rows(shown)
    assert (row[0], row[1], row[2]) == ("1", "asema-b", "Asema B")
    assert "below" in row[3]
    assert comparing.said_place(shown, "asema-a").startswith("like the others")
    assert "1 of the 20" in comparing.what_differs(shown)


def test_they_stand_by_name_not_by_value():
    shown = compared([unit(code, 500 + 30 * place, 1000) for place, code in enumerate(CODES)])
    assert [one.name[-1] for one in shown.units] == list("ABCDE")
    assert [row[0] for row in comparing.comparison_table(shown).rows] == [f"Asema {letter}" for letter in "ABCDE"]


def test_what_is_withheld_or_put_together_is_not_drawn_but_counted():
    together = unit("merged", 90, 100, merged_strata=[{"unit": "asema-b"}, {"unit": "asema-a"}])
    shown = compared([*(unit(code, 90, 100) for code in CODES[:3]), unit("asema-x", 0, 0, hidden="row"), together])
    assert {one.code for one in shown.units} == set(CODES[:3])
    assert shown.not_drawn == 3
    assert "3 are not drawn" in comparing.note_words(shown)
    svg = comparing.funnel_svg(shown, "Nothing differs")
    assert len(re.findall("<circle", svg)) == 3
    assert "asema-x" not in svg


def test_fewer_than_three_are_not_compared_and_days_never_are():
    assert compared([unit(code, 90, 100) for code in CODES[:2]]) is None
    assert compared([]) is None
    assert compared([unit(code, 90, 100) for code in CODES], "t3") is None
    assert compared([unit(code, 1, 1, hidden="row") for code in CODES]) is None


def as_range(code, low, high, size):
    ends = {"value_low": low / size, "value_high": high / size}
    return Value(SHOWN, "", "2026-02", "unit", code, None, size, None, "counts", ends)


def test_a_unit_told_as_a_range_is_called_different_only_with_both_its_ends():
    others = [unit(f"muu-{number}", 940 + number % 3, 1000) for number in range(18)]
    below, across = as_range("asema-a", 50, 54, 100), as_range("asema-b", 86, 99, 100)
    shown = compared([*others, below, across])
    assert [row[1] for row in comparing.outside_rows(shown)] == ["asema-a"]
    assert "leave open" in comparing.said_place(shown, "asema-b")
    assert comparing.said_place(shown, "muu-1").startswith("like the others")
    assert comparing.what_differs(shown).endswith("Of 1 the figures told as ranges leave it open.")
    rows = {row[0]: row for row in comparing.comparison_table(shown).rows}
    assert rows["Asema A"][1] == "50–54%"
    assert "upright bar" in comparing.note_words(shown)
    assert comparing.funnel_svg(shown, "x").count("<circle") == 18


def test_full_units_do_not_make_the_level_of_all():
    """Small units of 96 % each: those that are exact have everybody in time, and the rest are told as ranges."""
    full = [unit(f"muu-{number}", 30, 30) for number in range(6)]
    ranges = [as_range(f"pieni-{number}", 26, 29, 30) for number in range(6)]
    whole = Value(SHOWN, "", "2026-02", "", "", 346, 360, 346 / 360)
    shown = compared([*full, *ranges, whole])
    assert shown.funnel.centre == (346 / 360, 346 / 360)
    assert not comparing.outside_rows(shown)
    alone = compared([*full, *ranges])
    assert alone.funnel.centre == (336 / 360, 354 / 360)
    assert not comparing.outside_rows(alone)
