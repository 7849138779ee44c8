"""The people of casework's tests."""

from __future__ import annotations

import pytest

from ovi.people.states import Profession
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make
from tests.integration.casework import needs_for_tests as needs


@pytest.fixture
def county(db):
    return make.make_county()


@pytest.fixture
def nurse(county):
    return make.acting(make.worker(county.station, Role.NURSE))


@pytest.fixture
def colleague(county):
    return make.acting(make.worker(county.station, Role.NURSE))


@pytest.fixture
def receiver(county):
    return make.acting(make.worker(county.other_station, Role.NURSE))


@pytest.fixture
def social_worker(county):
    return make.acting(make.worker(county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))


@pytest.fixture
def lines(county):
    """A worker of each line of social welfare and student welfare, in a unit that serves it."""
    return needs.lines_of_county(county)
