"""What would this month be if the year went as usual? The same month a year ago and the usual change since.

Seasonal naive forecast with drift (Hyndman and Athanasopoulos, Forecasting: Principles and Practice, 3rd ed., 5.2),
with XmR limits on the year-on-year differences. Twelve monthly averages would need many more years: from two years
each would rest on two values, follow their noise, and draw the limits too narrow.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ovi.engines.statistics.control import Chart, Measure, chart
from ovi.engines.statistics.counts import Numbers, numbers
from ovi.engines.statistics.verdict import Finding, Verdict, judged

MONTHS = 12
FEWEST_MONTHS = 24  # earlier months: twelve differences for the limits


def seasonal_chart(values: Sequence[float | None]) -> Chart:
    """The baseline of each month as centre, with limits; `values` are consecutive months, None for a gap.

    Centre and limits are NaN in the first twelve months and where the same month a year ago is unknown; they are drawn
    from the months before the last one. A chart of differences for run rules: `differences`.
    """
    now, before = numbers(values), _year_before(values)
    drawn = differences(values)
    return replace(drawn, value=now, centre=before + drawn.centre, low=before + drawn.low, high=before + drawn.high)


def differences(values: Sequence[float | None]) -> Chart:
    """The XmR chart of the change from the same month a year before; limits rest on all points but the last."""
    change = numbers(values) - _year_before(values)
    return chart(Measure.VALUE, change, basis=np.arange(len(change)) < len(change) - 1)


def of_newest(values: Sequence[float | None]) -> Verdict:
    """The verdict on the last month, in the values' own unit. TOO_FEW without 24 earlier months, gaps included,
    and without twelve known year-on-year changes among them.
    """
    if len(values) <= FEWEST_MONTHS:
        return Verdict(Finding.TOO_FEW, max(len(values) - 1 - MONTHS, 0))
    verdict, baseline = judged(differences(values), MONTHS), seasonal_chart(values)
    if verdict.finding is Finding.TOO_FEW:
        return verdict
    value, centre, low, high = (
        float(column[-1]) for column in (baseline.value, baseline.centre, baseline.low, baseline.high)
    )
    return replace(verdict, value=value, centre=centre, low=low, high=high)


def _year_before(values: Sequence[float | None]) -> Numbers:
    known = numbers(values)
    return np.concatenate([np.full(min(MONTHS, len(known)), np.nan), known[:-MONTHS]])
