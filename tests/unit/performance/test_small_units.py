"""What is said of a small unit whose true level is known, from figures published by the rules that hold?"""

from __future__ import annotations

import numpy as np
import pytest
from django.utils import translation

from ovi.engines.indicators.publishing import publishable
from ovi.engines.indicators.results import IndicatorResult
from ovi.engines.statistics.verdict import Finding
from ovi.performance import changes, comparing, drawing, queries
from ovi.performance.queries import Names, Value
from ovi.performance.queries.saying import said_range
from ovi.performance.series import points
from tests.examples import examples

SHOWN = "contact_same_day"
MONTHS = [f"20{25 + number // 12}-{number % 12 + 1:02d}" for number in range(13)]
UNITS = [f"asema-{number}" for number in range(6)]
LEVEL = 0.96
STATED = 0.036  # false alarms with eight earlier months, decision 25; with twelve there are fewer


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def counted(counts):
    """{(month, unit): (in time, all)} as the engine's results, by unit and of the whole county."""
    whole = {
        month: tuple(map(sum, zip(*(counts[month, unit] for unit in UNITS), strict=True))) for month in MONTHS
    }  # fmt: skip
    by_unit = [_result(month, {"unit": unit}, *counts[month, unit]) for month in MONTHS for unit in UNITS]
    return [_result(month, {}, *whole[month]) for month in MONTHS], by_unit


def _result(month, strata, x, n):
    return IndicatorResult(SHOWN, "", "", "", month, strata, int(x), int(n), float(x / n), int(n))


def published(counts):
    definition = queries.definition(SHOWN)
    rows = [row for of in counted(counts) for row in publishable(definition, of)]
    return [
        Value(
            SHOWN, "", row.month, "unit" if row.strata else "", row.strata.get("unit", ""), row.numerator,
            row.denominator, row.value, row.hidden, dict(row.extra),
        )
        for row in rows
    ]  # fmt: skip


def invented(rng, level=LEVEL, people=25):
    sizes = {(month, unit): max(int(rng.poisson(people)), 5) for month in MONTHS for unit in UNITS}
    return {at: (rng.binomial(n, level), n) for at, n in sizes.items()}


def of_unit(found, unit):
    return points([one for one in found if (one.by, one.stratum) == ("unit", unit)])


def test_a_unit_of_96_percent_is_not_said_to_be_at_100_and_not_said_to_have_changed():
    rng, definition = np.random.default_rng(20), queries.definition(SHOWN)
    called = exact_only = series = 0
    for _ in range(examples(20)):
        counts = invented(rng)
        found = published(counts)
        for unit in UNITS:
            read = changes.reading(definition, of_unit(found, unit))
            x, n = (sum(counts[month, unit][at] for month in MONTHS[:-1]) for at in (0, 1))
            assert read.verdict.centre <= x / n <= read.verdict.centre_high
            assert read.verdict.centre < 1
            exact = [p.known for p in read.points if p.known is not None]
            exact_only += bool(exact) and np.mean(exact) > 0.999
            called += read.verdict.finding in (Finding.UP, Finding.DOWN)
            series += 1
    assert exact_only > series / 2  # so would a page have said that takes the exact months alone
    assert called <= STATED * series


def test_no_unit_is_called_different_where_all_are_alike():
    rng, definition, names = np.random.default_rng(21), queries.definition(SHOWN), Names({})
    outside = compared = 0
    for _ in range(examples(40)):
        found = published(invented(rng))
        shown = comparing.comparison(definition, found, names, MONTHS[-1])
        if shown is not None:
            outside += sum(one.outside for one in shown.units)
            compared += len(shown.units)
    assert compared > 100
    assert outside <= 0.05 * compared


def test_a_unit_that_falls_is_seen():
    rng, definition = np.random.default_rng(22), queries.definition(SHOWN)
    counts = invented(rng, people=60)
    counts[MONTHS[-1], UNITS[0]] = (20, 60)
    found = published(counts)
    chart = drawing.trend(definition, of_unit(found, UNITS[0]), (), "x")
    assert chart.changed
    assert "for the worse" in chart.verdict


def test_the_words_say_that_the_ranges_leave_it_open_and_between_what_the_level_lies():
    rows = [
        Value(SHOWN, "", month, "unit", "asema-0", None, 25, None, "counts", {"value_low": 0.84, "value_high": 0.96})
        for month in MONTHS
    ]
    rows[3] = Value(SHOWN, "", MONTHS[3], "unit", "asema-0", 25, 25, 1.0)
    chart = drawing.trend(queries.definition(SHOWN), points(rows), (), "x")
    assert chart.open
    assert not chart.judged
    assert chart.verdict == "No change is certain: the months told as ranges leave it open"
    assert chart.level.startswith("The usual level is within 85–96%: the months told as ranges leave open where.")
    assert chart.table.rows[0][1] == "84–96%"
    assert chart.ranges


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.96, 0.99, "96–99%"),
        (996 / 1000, 999 / 1000, "99.6–99.9%"),
        (0.9996, 0.9999, "99.96–99.99%"),
        (1 / 1000, 4 / 1000, "0.1–0.4%"),
        (0.0, 1.0, "0–100%"),
        (0.5, 0.504, "50–50.4%"),
    ],
)
def test_a_range_never_says_all_none_or_one_figure_where_it_is_not_so(low, high, said):
    assert said_range(low, high) == said
