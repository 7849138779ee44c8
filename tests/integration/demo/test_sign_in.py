"""The practice sign-in lets anybody in as an invented person, and as nobody else."""

from __future__ import annotations

import html
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ovi.demo import load, pages
from ovi.demo.accounts import DEMO_ACCOUNTS
from ovi.foundation.text import LANGUAGES
from ovi.people.models import Account
from ovi.plumbing.models import AuditEvent


@pytest.fixture(scope="module")
def invented(module_db: None, now: datetime) -> None:
    load.ensure_county("pirkanmaa", 1, 100, date(2026, 3, 3), now)
    connection.check_constraints()  # here, once: left to the end of each test, it is done for each


@pytest.fixture
def county(invented: None, db: None) -> None:
    """The invented county, and whatever the test does to it gone afterwards."""


def _address(language: str) -> str:
    with translation.override(language):
        return reverse("demo_sign_in")


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_lists_every_identity_in_its_language(
    county, client: Client, language: str, django_assert_max_num_queries
):
    with django_assert_max_num_queries(3):
        page = client.get(_address(language))
    assert page.status_code == 200
    text = html.unescape(page.content.decode())
    for one in DEMO_ACCOUNTS:
        assert one.description.in_(language) in text
        assert f'value="{one.username}"' in text
    assert f'lang="{language}"' in text


@pytest.mark.parametrize("account", DEMO_ACCOUNTS, ids=lambda one: one.username)
def test_choice_signs_in_and_is_audited(county, client: Client, account):
    answer = client.post(_address("fi"), {"account": account.username})
    assert answer.status_code == 302
    signed_in = Account.objects.get(pk=client.session["_auth_user_id"])
    assert signed_in.username == account.username
    assert AuditEvent.objects.filter(action="demo.signed_in", account_id=signed_in.pk).count() == 1


def test_next_stays_on_this_site(county, client: Client):
    for then, goes in (("/palvelut/", "/palvelut/"), ("https://evil.example/", reverse("after_sign_in"))):
        answer = client.post(_address("fi"), {"account": "demo-nurse", "next": then})
        assert answer["Location"] == goes


@pytest.mark.parametrize("username", ["", "real-nurse", "demo-nurse' or '1'='1", "demo-nurse\x00"])
def test_no_other_account_comes_in(county, client: Client, username: str):
    Account.objects.create_user("real-nurse", "a long enough password", name="Real Nurse")
    answer = client.post(_address("fi"), {"account": username})
    assert answer.status_code >= 400
    assert "Tällaista harjoitushenkilöä ei ole. Valitse joku luettelosta." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_form_needs_its_token(county):
    answer = Client(enforce_csrf_checks=True).post(_address("fi"), {"account": "demo-nurse"})
    assert answer.status_code == 403


def test_page_does_not_exist_with_real_people(county, client: Client, monkeypatch):
    class Real:
        invented_data = False

    monkeypatch.setattr(pages, "settings", Real)
    for answer in (client.get(_address("fi")), client.post(_address("fi"), {"account": "demo-nurse"})):
        assert answer.status_code == 404
    assert "_auth_user_id" not in client.session
