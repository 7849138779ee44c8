"""The people of the professional's pages, a client signed in as each, and a clock that stands still."""

from __future__ import annotations

import pytest
from django.test import Client

from ovi.people.states import Profession
from ovi.plumbing import clock
from ovi.plumbing.actor import Role
from tests.integration import people_for_tests as make


@pytest.fixture(autouse=True)
def still_clock(monkeypatch, now):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def county(db):
    return make.make_county()


def signed_in(account):
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    client.actor = make.acting(account)
    return client


@pytest.fixture
def nurse(county):
    return signed_in(make.worker(county.station, Role.NURSE, name="Noora Harjoitus"))


@pytest.fixture
def colleague(county):
    return signed_in(make.worker(county.station, Role.NURSE))


@pytest.fixture
def receiver(county):
    return signed_in(make.worker(county.other_station, Role.NURSE))


@pytest.fixture
def social_worker(county):
    return signed_in(make.worker(county.office, Role.SOCIAL_WORKER, Profession.SOCIAL_WORKER))


@pytest.fixture
def operator(county):
    return signed_in(make.worker(county.station, Role.OPERATOR))
