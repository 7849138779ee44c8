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
    assert "3 are not drawn" in comparing.not_drawn_words(shown)
    svg = comparing.funnel_svg(shown, "Nothing differs")
    assert len(re.findall("<circle", svg)) == 3
    assert "asema-x" not in svg


def test_fewer_than_three_are_not_compared_and_days_never_are():
    assert compared([unit(code, 90, 100) for code in CODES[:2]]) is None
    assert compared([]) is None
    assert compared([unit(code, 90, 100) for code in CODES], "t3") is None
    assert compared([unit(code, 1, 1, hidden="row") for code in CODES]) is None
