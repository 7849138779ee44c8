"""What is published of small counts: 0 is shown, 1–4 never, nor what would reveal them by subtraction."""

from __future__ import annotations

from ovi.engines.indicators.publishing import publishable
from ovi.engines.indicators.results import IndicatorResult
from tests.unit.engines.indicators.facts_kit import DEFINITIONS

PLAIN, LAWFUL = DEFINITIONS["first_contact_resolution"], DEFINITIONS["lawful_clocks_kept"]


def row(unit, numerator, n, month="2026-01"):
    value, strata = numerator / n if n else None, {"unit": unit} if unit else {}
    return IndicatorResult("x", "", "", "duckdb", month, strata, numerator, n, value, n)


def shown(*rows, definition=PLAIN):
    """{unit: (counted, of how many)}: None where it is not told, (lowest, highest) where a range is."""
    told = {}
    for one in publishable(definition, rows):
        ends = [one.extra[end] * one.n for end in ("value_low", "value_high")] if one.hidden == "counts" else None
        told[one.strata.get("unit", "county")] = (tuple(map(round, ends)) if ends else one.numerator, one.n)
    return told


def test_zero_and_five_are_shown():
    assert shown(row("A", 0, 5), row("B", 5, 10)) == {"A": (0, 5), "B": (5, 10)}


def test_fewer_than_five_people_are_withheld_and_a_second_row_protects_the_total():
    told = shown(row("A", 3, 3), row("B", 20, 40), row("C", 10, 20))
    assert (told["A"], told["C"]) == ((None, None), (None, None))
    assert told["B"] == (20, 40)


def test_the_second_row_leaves_room_for_each_of_one_to_four():
    """3 and 5 make 8. Who knows that B is withheld for the sake of A, and so is not small, knows that A is not 4."""
    told = shown(row("A", 1, 3), row("B", 2, 5), row("C", 20, 50), row("D", 30, 90))
    assert [unit for unit, (_, n) in told.items() if n is None] == ["A", "C"]


def test_a_small_numerator_or_complement_keeps_n_and_gives_a_range():
    told = shown(row("A", 2, 100), row("B", 97, 100), row("C", 50, 100))
    assert (told["A"], told["B"]) == (((1, 4), 100), ((96, 99), 100))


def test_one_small_numerator_alone_takes_another_row_with_it_whose_range_gives_nothing_away():
    told = shown(row("A", 2, 100), row("B", 12, 30), row("C", 50, 100))
    assert told == {"A": ((1, 4), 100), "B": ((10, 13), 30), "C": (50, 100)}


def test_four_of_eight_is_not_told_by_its_range():
    assert shown(row("", 4, 8)) == {"county": ((1, 7), 8)}


def test_two_late_in_two_units_of_a_county_with_two_late_are_hidden_among_others():
    """The county says 1 to 4. Were it known that A and B each have some, it would be at least 2."""
    told = shown(row("A", 99, 100), row("B", 49, 50), row("C", 40, 40), row("D", 60, 60))
    assert told == {"A": ((96, 100), 100), "B": ((46, 50), 50), "C": ((36, 40), 40), "D": (60, 60)}


def test_where_even_a_list_of_the_units_would_tell_only_the_county_is_told():
    """Five units have somebody, and the county has six: so nobody has more than two."""
    assert shown(*(row(unit, 0, 1) for unit in "ABCD"), row("E", 0, 2)) == {}


def test_small_lawful_units_are_told_together_within_the_month():
    told = publishable(LAWFUL, [row("A", 3, 3), row("B", 8, 9), row("C", 20, 30)])
    large, merged = told
    assert large.strata == {"unit": "C"}
    assert (merged.n, merged.strata) == (12, {"unit": "merged"})
    assert merged.extra["merged_strata"] == [{"unit": "A"}, {"unit": "B"}]


def test_a_lawful_month_of_too_few_is_told_with_the_months_after_it():
    rows = [row("", 0, n, f"2026-0{month}") for month, n in enumerate([9, 2, 1, 3, 7, 2], 1)]
    assert [(one.month, one.n) for one in publishable(LAWFUL, rows)] == [
        ("2026-01", 9),
        ("2026-02..2026-04", 6),
        ("2026-05", 7),
        ("2026-06", None),  # until July is known
    ]


def test_what_has_been_told_of_a_lawful_month_is_not_told_again_over_other_months():
    """Each night's months are those of the night before, with the next one: nothing can be subtracted."""
    counts = [9, 2, 1, 3, 7, 2, 2, 5, 0, 4]
    rows = [row("", 0, n, f"2026-{month:02}") for month, n in enumerate(counts, 1) if n]
    before: list[tuple[str, int]] = []
    for night in range(1, len(rows) + 1):
        told = [(one.month, one.n) for one in publishable(LAWFUL, rows[:night]) if one.n is not None]
        assert told[: len(before)] == before
        before = told
