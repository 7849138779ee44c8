"""Is a summer dip a change? Only when it is deeper than the summer before led to expect."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from ovi.engines.statistics import seasonal
from ovi.engines.statistics.control import Measure
from ovi.engines.statistics.verdict import Finding, of_newest

YEAR = [100, 98, 103, 101, 97, 60, 30, 62, 99, 102, 100, 96]


def series(months, seed=3, drift=0.0):
    noise = np.random.default_rng(seed).normal(0, 2, months)
    return [YEAR[i % 12] + drift * i + noise[i] for i in range(months)]


def test_july_as_every_july_is_ordinary_though_a_plain_chart_would_see_it():
    whole_years = [*series(42), 30.0]  # the 43rd month is a July
    assert seasonal.of_newest(whole_years).finding is Finding.ORDINARY
    steady = [100 + one % 3 for one in range(42)]
    assert of_newest(Measure.VALUE, [*steady, 30.0]).finding is Finding.DOWN


def test_a_july_as_busy_as_may_is_a_change():
    assert seasonal.of_newest([*series(42), 90.0]).finding is Finding.UP


def test_the_baseline_is_the_year_before_and_the_usual_drift():
    exact = [YEAR[i % 12] + 0.5 * i for i in range(36)]
    drawn = seasonal.seasonal_chart(exact)
    assert isnan(drawn.centre[11])
    assert drawn.centre[12:] == pytest.approx(exact[12:])
    verdict = seasonal.of_newest(exact)
    assert verdict.finding is Finding.ORDINARY
    assert (verdict.value, verdict.centre) == pytest.approx((exact[-1], exact[-1]))


def test_two_earlier_years_are_needed_and_gaps_count_as_unknown():
    assert seasonal.of_newest(series(24)).finding is Finding.TOO_FEW
    assert seasonal.of_newest(series(25)).finding is not Finding.TOO_FEW
    gapped = [*series(24), 100.0]
    gapped[14] = None
    assert seasonal.of_newest(gapped).finding is Finding.TOO_FEW  # eleven differences
    assert seasonal.of_newest([]).finding is Finding.TOO_FEW
    assert isnan(seasonal.seasonal_chart(series(5)).centre[4])


def test_months_that_go_as_usual_are_seldom_called_a_change():
    found = [seasonal.of_newest(series(37, seed=one)).finding is not Finding.ORDINARY for one in range(300)]
    assert np.mean(found) < 0.06
