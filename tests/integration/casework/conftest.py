"""The people of casework's tests."""

from __future__ import annotations

import pytest

from ovi.people.states import Profession
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make


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
