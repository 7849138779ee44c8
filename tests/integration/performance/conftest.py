"""A county whose February can be counted on paper, its facts and figures."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ovi.performance.actions import extract_facts, refresh_figures
from ovi.plumbing.actor import system
from tests.integration.performance.data import SmallCounty

BY = system("figures")


@pytest.fixture
def facts_in(tmp_path, monkeypatch):
    """Facts go to a folder of the test's own."""
    monkeypatch.setattr("ovi.performance.actions.extracting.var_folder", lambda: tmp_path)
    monkeypatch.setattr("ovi.performance.queries.figures.var_folder", lambda: tmp_path)
    return tmp_path


@pytest.fixture
def county(db, facts_in):
    """Doctor visits of February 2026: Tampere 15 of 20 within 7 days, Akaa 2 of 10, Ylöjärvi 3 in all."""
    made, day = SmallCounty(), date(2026, 2, 2)
    for waited in [3] * 15 + [9] * 5:
        made.need("837", day, waited)
    for waited in [7] * 2 + [8] * 8:
        made.need("020", day, waited)
    for waited in [1, 1, 20]:
        made.need("980", day, waited)
    for week in range(4):
        tuesday = date(2026, 2, 3) + timedelta(weeks=week)
        made.measured("837", tuesday, 1, 2, 4)
        made.measured("020", tuesday, 1, 2)  # fewer than three free times: 182 days
        made.measured("980", tuesday)  # an open book without a free time
    return made


@pytest.fixture
def snapshot(county, now):
    return extract_facts(by=BY, now=now)


@pytest.fixture
def figures(county, now):
    return refresh_figures(by=BY, now=now)
