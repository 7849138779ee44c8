"""What is published of small counts: 0 is shown, 1–4 never, nor what would reveal them by subtraction."""

from __future__ import annotations

from ovi.engines.indicators.merging import merge_small
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.indicators.suppression import suppress


def row(unit, numerator, n, month="2026-01"):
    value = numerator / n if n else None
    return IndicatorResult("x", "", "", "duckdb", month, {"unit": unit}, numerator, n, value, n)


def shown(rows):
    return [(r.numerator, r.n, r.hidden) for r in suppress(rows, 5)]


def test_zero_and_five_are_shown():
    assert shown([row("A", 0, 5), row("B", 5, 10)]) == [(0, 5, ""), (5, 10, "")]


def test_fewer_than_five_people_are_withheld_and_a_second_row_protects_the_total():
    assert shown([row("A", 3, 3), row("B", 20, 40), row("C", 10, 20)]) == [
        (None, None, "row"),
        (20, 40, ""),
        (None, None, "row"),
    ]


def test_a_small_numerator_or_complement_keeps_n_and_gives_a_range():
    few, most, other = suppress([row("A", 2, 100), row("B", 97, 100), row("C", 50, 100)], 5)
    assert (few.value, few.n, few.extra["value_low"], few.extra["value_high"]) == (None, 100, 0.01, 0.04)
    assert (most.extra["value_low"], most.extra["value_high"]) == (0.96, 0.99)
    assert other.value == 0.5


def test_one_small_numerator_alone_takes_the_smallest_other_row_with_it():
    few, other, large = suppress([row("A", 2, 100), row("B", 12, 30), row("C", 50, 100)], 5)
    assert (few.hidden, other.hidden, large.hidden) == ("counts", "counts", "")
    assert (other.extra["value_low"], other.extra["value_high"]) == (round(10 / 30, 4), round(14 / 30, 4))


def test_four_of_eight_is_not_told_by_its_range():
    (only,) = suppress([row("A", 4, 8)], 5)
    assert (only.extra["value_low"], only.extra["value_high"]) == (0.125, 0.875)


def test_the_yearly_total_of_a_unit_protects_its_months_too():
    months = [row("A", 5, 10, "2026-01"), row("A", 2, 2, "2026-02"), row("A", 10, 20, "2026-03")]
    assert [r.hidden for r in suppress(months, 5)] == ["row", "row", ""]


def test_a_statutory_unit_with_a_small_month_is_told_by_the_quarter_and_says_so():
    months = ("2026-01", "2026-02", "2026-03")
    rows = [row(unit, n - 1, n, month) for unit, counts in (("A", (9, 2, 9)), ("B", (20, 21, 22)), ("C", (40, 40, 40)))
            for month, n in zip(months, counts, strict=True)]  # fmt: skip
    merged = [one for one in merge_small(rows, 5) if "merged_months" in one.extra]
    assert [(one.strata["unit"], one.month, one.n) for one in merged] == [
        ("A", "2026-01..2026-03", 20),
        ("B", "2026-01..2026-03", 63),  # else February of A would be the county's total less B and C
    ]
    assert merged[0].extra["merged_months"] == list(months)


def test_quarters_are_counted_back_from_the_newest_month():
    rows = [row("A", 0, 2, f"2026-0{month}") for month in range(1, 6)]
    assert [(one.month, one.n) for one in merge_small(rows, 5)] == [("2026-01..2026-05", 10)]  # two months are too few
    rows = [row("A", 0, 3, f"2026-0{month}") for month in range(1, 6)]
    assert [one.month for one in merge_small(rows, 5)] == ["2026-01..2026-02", "2026-03..2026-05"]


def test_statutory_units_too_small_for_the_quarter_are_merged_with_each_other():
    rows = [row("A", 3, 3), row("B", 2, 3), row("C", 20, 30)]
    large, merged = merge_small(rows, 5)
    assert large.strata == {"unit": "C"}
    assert (merged.n, merged.strata) == (6, {"unit": "merged"})
    assert merged.extra["merged_strata"] == [{"unit": "A"}, {"unit": "B"}]


def test_a_single_too_small_statutory_unit_draws_in_the_smallest_other():
    rows = [row("A", 3, 3), row("B", 6, 6), row("C", 20, 30)]
    large, merged = merge_small(rows, 5)
    assert large.strata == {"unit": "C"}
    assert merged.n == 9
