"""Residents sign in by OpenID Connect in the shape of the Finnish Trust Network: a real provider beside the tests."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from ovi.people.models import Account, Person, SignIn
from ovi.plumbing.settings import settings as ovi_settings
from ovi.site.settings import providers
from tests.database import ROOT
from tests.integration.people.test_county_sign_in import Provider
from tests.integration.residents_for_tests import assert_sound
from tests.providers.county_idp import CLIENT_ID, CLIENT_SECRET

LOGIN, CALLBACK = "/accounts/oidc/suomifi/login/", "/accounts/oidc/suomifi/login/callback/"
LEVEL, CODE = "http://ftn.ficora.fi/2017/loa2", "010594-922N"
AINO = {"urn:oid:1.2.246.21": CODE, "urn:oid:2.5.4.4": "Esimerkki", "urn:oid:1.2.246.575.1.14": "Aino Maria",
        "acr": LEVEL, "groups": ["ta-hoitajat"], "amr": ["mfa"]}  # fmt: skip


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("e-id")
    command = [sys.executable, "-m", "tests.providers.county_idp", str(folder), f"http://testserver{CALLBACK}",
               "http://testserver/"]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port.isdigit(), "the provider did not start"
        yield Provider(f"http://127.0.0.1:{port}")
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def idp(running, db, monkeypatch, settings):
    cache.clear()
    monkeypatch.setenv("OVI_EID_OIDC_ISSUER", f"{running.url}/o")
    monkeypatch.setenv("OVI_EID_OIDC_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("OVI_EID_OIDC_CLIENT_SECRET", CLIENT_SECRET)
    ovi_settings.cache_clear()
    settings.SOCIALACCOUNT_PROVIDERS = providers(ovi_settings())
    running.fault()
    running.person("aino", **AINO)
    yield running
    ovi_settings.cache_clear()


def come_in(idp: Provider, client: Client, name: str = "aino", then: str = ""):
    asked = client.get(LOGIN, {"next": then} if then else {}).headers["Location"]
    return client.get(idp.answer(asked, name))


def refused(answer, words: str) -> None:
    assert answer.status_code == 403
    assert words in assert_sound(answer, "fi")
    assert "_auth_user_id" not in answer.client.session


def test_a_resident_comes_in_with_the_level_and_never_with_a_role_that_the_claims_name(idp):
    client = Client()
    asked = parse_qs(urlsplit(client.get(LOGIN).headers["Location"]).query)
    assert LEVEL in asked["acr_values"][0].split()
    assert "low" not in asked["acr_values"][0]
    assert come_in(idp, client, then="/omat/").headers["Location"] == "/omat/"
    assert client.get("/omat/").status_code == 200
    row = SignIn.objects.get()
    assert (row.way, row.level, row.account.person.henkilotunnus) == ("e_id", "substantial", CODE)
    assert [one.role for one in row.account.memberships.all()] == ["resident"]
    assert client.get("/tyo/").status_code == 403


def test_the_same_person_by_another_way_is_the_same_person(idp):
    known = Person.objects.create(first_name="Aino", last_name="Esimerkki", sort_name="x", henkilotunnus=CODE)
    come_in(idp, Client())
    come_in(idp, Client())
    assert Account.objects.get().person == known


@pytest.mark.parametrize("kind", ["unsigned", "stranger", "expired", "audience", "issuer", "nonce", "userinfo"])
def test_a_token_that_is_wrong_in_any_way_opens_nothing(idp, kind):
    idp.fault(kind)
    refused(come_in(idp, Client()), "ei voitu luottaa")
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("told", "words"),
    [({"acr": "http://eidas.europa.eu/LoA/low"}, "ei ole riittävän vahva"), ({"acr": ""}, "ei ole riittävän vahva"),
     ({"urn:oid:1.2.246.21": ""}, "ei saatu henkilötunnusta")],
)  # fmt: skip
def test_a_weak_or_nameless_identification_is_refused(idp, told, words):
    idp.person("heikko", **{**AINO, **told})
    refused(come_in(idp, Client(), "heikko"), words)


def test_an_answer_belongs_to_the_browser_that_asked(idp):
    asked = Client().get(LOGIN).headers["Location"]
    refused(Client().get(idp.answer(asked, "aino")), "ei voitu luottaa")


def test_what_was_being_written_before_signing_in_is_kept(idp):
    client = Client()
    session = client.session
    session["contact_draft"] = {"own_words": "Polvi on kipeä"}
    session.save()
    come_in(idp, client)
    assert client.session["contact_draft"] == {"own_words": "Polvi on kipeä"}


def test_signing_out_here_signs_out_there_too(idp):
    client = Client()
    come_in(idp, client)
    assert client.post("/kirjaudu-ulos/").headers["Location"].startswith(f"{idp.url}/o/logout/?")
    assert SignIn.objects.get().ended_why == "signed_out"


def test_a_provider_that_does_not_answer_is_said_so(idp, settings, monkeypatch):
    monkeypatch.setenv("OVI_EID_OIDC_ISSUER", "http://127.0.0.1:9/o")
    ovi_settings.cache_clear()
    settings.SOCIALACCOUNT_PROVIDERS = providers(ovi_settings())
    answer = Client().get(LOGIN)
    assert answer.status_code == 503
    assert "Tunnistuspalvelu ei juuri nyt vastaa" in assert_sound(answer, "fi")
