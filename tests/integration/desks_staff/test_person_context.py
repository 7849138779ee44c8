"""From the record system to the same person here: no identifier in an address, and only what one's own work allows."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse

from ovi.exchange import actions
from ovi.foundation.identifiers import make_artificial_hetu
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.models import AccessSubject, AuditEvent
from tests.integration import people_for_tests as make

CODE = make_artificial_hetu(make.BORN["adult"], 903)


@pytest.fixture
def person(county):
    return make.person(county.tampere, henkilotunnus=CODE)


@pytest.fixture
def key(db, now):
    return actions.add_client(name="record-system", by=system("clients"), now=now)


def ask(key, body=None, **more):
    headers = {"HTTP_AUTHORIZATION": f"Bearer {key}"} if key else {}
    body = json.dumps({"henkilotunnus": CODE}) if body is None else body
    return Browser().post(reverse("api_person_context"), body, content_type="application/json", **headers, **more)


def address(key):
    return ask(key).json()["address"].removeprefix("http://testserver")


def test_the_address_opens_the_person_and_tells_no_identifier(nurse, person, key, now):
    mine = make.opened(person, now)
    answer = ask(key)
    assert answer.status_code == 201
    assert CODE not in answer.json()["address"]
    page = nurse.get(answer.json()["address"]).content.decode()
    assert person.full_name in page
    assert reverse("case", args=[mine.pk]) in page
    assert CODE not in page
    assert AccessSubject.objects.filter(subject_key=person.subject_key, relation="person_context").count() == 1
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "exchange.person_context",
        "exchange.open_context",
    }


def test_other_units_and_registers_are_not_even_hinted_at(nurse, person, key, county, now):
    make.opened(person, now, line="adult_social_work", register="social_welfare")
    page = nurse.get(address(key)).content.decode()
    assert "Aikuissosiaality" not in page
    assert "ei ole asioita" in page


def test_an_address_is_for_the_first_who_opens_it_and_for_minutes(nurse, receiver, person, key, monkeypatch, now):
    there = address(key)
    assert nurse.get(there).status_code == 200
    assert nurse.get(there).status_code == 200
    assert receiver.get(there).status_code == 400
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(minutes=actions.CONTEXT_MINUTES))
    assert nurse.get(there).status_code == 400
    assert nurse.get(reverse("worklist") + "?henkilo=guess").status_code == 400


def test_who_has_not_signed_in_signs_in_first_and_comes_to_the_person(person, key):
    there = address(key)
    answer = Browser().get(there)
    assert answer.status_code == 302
    assert "henkilo" in answer.url


def test_a_resident_cannot_use_an_address(person, key, county):
    browser = Browser()
    browser.force_login(
        make.worker(county.station, make.Role.MANAGER), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert browser.get(address(key)).status_code == 403


@pytest.mark.parametrize(
    ("given", "status"),
    [(None, 401), ("wrong", 401), ("", 401)],
)
def test_without_a_key_nothing_is_told(person, given, status, key):
    answer = ask(given)
    assert answer.status_code == status
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("body", ["", "[]", "x", '{"henkilotunnus": 1}', '{"henkilotunnus": "x", "more": 1}', "{}"])
def test_a_body_of_another_shape_is_refused(key, body):
    assert ask(key, body).status_code == 400


def test_a_person_we_do_not_know_is_told_so(key):
    assert ask(key).status_code == 404


def test_an_ended_or_renewed_key_no_longer_opens(person, key, now):
    newer = actions.add_client(name="record-system", by=system("clients"), now=now)
    assert ask(key).status_code == 401
    assert ask(newer).status_code == 201
    actions.end_client(name="record-system", by=system("clients"), now=now)
    assert ask(newer).status_code == 401
