"""Staff sign in by the county's own OpenID Connect provider: a real one, run beside the tests."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from ovi.people.models import Account, Membership, Professional
from ovi.plumbing import clock
from ovi.plumbing.models import AuditEvent
from ovi.plumbing.settings import settings as ovi_settings
from ovi.site.settings import providers
from tests.database import ROOT
from tests.integration import people_for_tests as make
from tests.integration.residents_for_tests import assert_sound
from tests.providers.county_idp import CLIENT_ID, CLIENT_SECRET, PASSWORD

LOGIN, CALLBACK = "/accounts/oidc/county/login/", "/accounts/oidc/county/login/callback/"
ROLES = """
groups:
  - {group: ta-hoitajat, role: nurse, unit: UNIT, profession: nurse}
  - {group: hanketoimisto, role: programme_office}
  - {group: muualla, role: nurse, unit: no-such-unit, profession: nurse}
"""
NURSE = {"name": "Noora Hoitaja", "groups": ["ta-hoitajat"], "amr": ["pwd", "mfa"], "email": "x@alue.example"}


class Provider:
    """The running provider, and a person's browser at it."""

    def __init__(self, url: str) -> None:
        self.url = url

    def person(self, name: str = "noora", **claims: object) -> None:
        requests.put(f"{self.url}/test/people/{name}/", json={**NURSE, **claims}, timeout=10).raise_for_status()

    def fault(self, kind: str = "") -> None:
        requests.put(f"{self.url}/test/fault/", json={"kind": kind}, timeout=10).raise_for_status()

    def answer(self, asked: str, name: str = "noora") -> str:
        """Sign in at the provider and come to the address that it sends one back to."""
        browser = requests.Session()
        page = browser.get(asked, timeout=10)
        assert "<form" in page.text, page.text[:500]
        given = {"username": name, "password": PASSWORD, "csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        found = browser.post(page.url, data=given, timeout=10, allow_redirects=False)
        while not found.headers["Location"].startswith("http://testserver"):
            there = requests.compat.urljoin(self.url, found.headers["Location"])
            found = browser.get(there, timeout=10, allow_redirects=False)
        return found.headers["Location"].removeprefix("http://testserver")


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("idp")
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
def idp(running, db, monkeypatch, tmp_path, settings):
    cache.clear()
    roles = tmp_path / "roles.yaml"
    station = make.make_county().station
    roles.write_text(ROLES.replace("UNIT", f'"{station.slug}"'), encoding="utf-8")
    monkeypatch.setenv("OVI_OIDC_ISSUER", f"{running.url}/o")
    monkeypatch.setenv("OVI_OIDC_CLIENT_ID", CLIENT_ID)
    monkeypatch.setenv("OVI_OIDC_CLIENT_SECRET", CLIENT_SECRET)
    monkeypatch.setenv("OVI_OIDC_ROLES", str(roles))
    ovi_settings.cache_clear()
    settings.SOCIALACCOUNT_PROVIDERS = providers(ovi_settings())
    running.fault()
    running.person()
    yield running
    ovi_settings.cache_clear()


def ask(client: Client, then: str = "/tyo/") -> str:
    answer = client.get(LOGIN, {"next": then})
    assert answer.status_code == 302, answer.content.decode()
    return answer.headers["Location"]


def come_in(idp: Provider, client: Client, name: str = "noora"):
    return client.get(idp.answer(ask(client), name))


def refused(answer, words: str) -> None:
    assert answer.status_code == 403
    assert words in assert_sound(answer, "fi")
    assert not answer.wsgi_request.user.is_authenticated
    assert "_auth_user_id" not in answer.client.session


def test_the_question_carries_state_nonce_and_a_proof_key(idp):
    asked = parse_qs(urlsplit(ask(Client())).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16
    assert len(asked["nonce"][0]) >= 32


def test_a_nurse_comes_in_with_the_role_unit_and_profession_of_her_group(idp):
    client = Client()
    answer = come_in(idp, client)
    assert answer.headers["Location"] == "/tyo/"
    assert client.get("/tyo/").status_code == 200
    account = SocialAccount.objects.get().user
    assert (account.name, account.email) == ("Noora Hoitaja", "")
    assert SocialAccount.objects.get().extra_data == {}
    row = Membership.objects.get(account=account)
    assert (row.role, row.unit.name_fi, row.source) == ("nurse", "Hatanpään terveysasema", "county")
    assert Professional.objects.get(account=account).licensed
    assert AuditEvent.objects.get(action="people.county_roles").details["given"] == [f"nurse@{row.unit_id}"]


def test_the_second_sign_in_is_the_same_account_whatever_the_address_or_name(idp):
    come_in(idp, Client())
    idp.person(name="noora", email="other@alue.example")
    come_in(idp, Client())
    assert Account.objects.count() == 1


def test_an_account_with_the_same_address_is_never_taken_over(idp):
    old = Account.objects.create_user("noora", "pitka-ja-oma-salasana", name="Noora", email="x@alue.example")
    come_in(idp, Client())
    assert SocialAccount.objects.get().user_id != old.pk


@pytest.mark.parametrize("kind", ["unsigned", "stranger", "expired", "audience", "issuer", "nonce", "userinfo"])
def test_a_token_that_is_wrong_in_any_way_opens_nothing(idp, kind):
    idp.fault(kind)
    refused(come_in(idp, Client()), "ei voitu luottaa")
    assert not Account.objects.filter(username__startswith="county-").exists()


def test_an_answer_to_somebody_elses_question_is_refused(idp):
    answer = idp.answer(ask(Client()))
    refused(Client().get(answer), "ei voitu luottaa")


def test_a_code_works_once(idp):
    first = Client()
    answer = idp.answer(ask(first))
    assert first.get(answer).status_code == 302
    refused(Client().get(answer), "ei voitu luottaa")
    second = Client()
    state = parse_qs(urlsplit(ask(second)).query)["state"][0]
    code = parse_qs(urlsplit(answer).query)["code"][0]
    refused(second.get(CALLBACK, {"code": code, "state": state}), "ei voitu luottaa")


@pytest.mark.parametrize("amr", [["pwd"], [], None, "pwd"])
def test_one_factor_is_not_enough(idp, amr):
    idp.person("yksi", amr=amr)
    refused(come_in(idp, Client(), "yksi"), "kahdella tunnistustavalla")
    assert not SocialAccount.objects.exists()


def test_a_level_of_assurance_that_the_county_names_is_asked_for_and_enough(idp, monkeypatch):
    monkeypatch.setenv("OVI_OIDC_MFA_ACR", "urn:alue:vahva")
    ovi_settings.cache_clear()
    idp.person("taso", amr=["pwd"], acr="urn:alue:vahva")
    assert parse_qs(urlsplit(ask(Client())).query)["acr_values"] == ["urn:alue:vahva"]
    assert come_in(idp, Client(), "taso").status_code == 302


@pytest.mark.parametrize("groups", [["lounaskerho"], [], ["muualla"]])
def test_groups_that_give_no_role_give_no_account_and_say_whom_to_ask(idp, groups):
    idp.person("vieras", groups=groups)
    refused(come_in(idp, Client(), "vieras"), "esihenkilöäsi")
    assert not Account.objects.exists()


def test_a_group_taken_away_ends_its_role_and_the_last_one_ends_the_way_in(idp):
    still_open, client = Client(), Client()
    come_in(idp, still_open)
    account = SocialAccount.objects.get().user
    Membership.objects.create(account=account, role="manager", unit=None, valid_from="2020-01-01")  # by hand
    idp.person(groups=["hanketoimisto"])
    assert come_in(idp, client).status_code == 302
    today = clock.today()
    assert Membership.objects.get(account=account, role="manager").valid_to == today
    assert not Membership.objects.filter(account=account, role="nurse", valid_to=None).exists()
    assert still_open.get("/tyo/").status_code == 403
    idp.person(groups=[])
    refused(come_in(idp, Client()), "esihenkilöäsi")
    assert client.get("/hanke/").status_code == 403
    assert not Membership.objects.filter(account=account, valid_to=None).exists()
    idp.person(groups=["hanketoimisto"])
    assert come_in(idp, Client()).status_code == 302


def test_a_closed_account_stays_closed(idp):
    come_in(idp, Client())
    Account.objects.update(is_active=False)
    refused(come_in(idp, Client()), "esihenkilöäsi")


def test_a_faulty_file_of_roles_lets_nobody_in(idp, tmp_path):
    (tmp_path / "roles.yaml").write_text("groups: [{group: ta-hoitajat, role: king}]", encoding="utf-8")
    refused(come_in(idp, Client()), "asetuksissa on vika")


def test_signing_out_here_signs_out_there_too(idp):
    client = Client()
    come_in(idp, client)
    away = client.post("/kirjaudu-ulos/").headers["Location"]
    assert away.startswith(f"{idp.url}/o/logout/?")
    assert client.get("/tyo/").status_code == 302
    back = requests.get(away, timeout=10, allow_redirects=False)
    assert back.headers["Location"].startswith("http://testserver/")


def test_a_provider_that_does_not_answer_is_said_so(idp, settings, monkeypatch):
    monkeypatch.setenv("OVI_OIDC_ISSUER", "http://127.0.0.1:9/o")
    ovi_settings.cache_clear()
    settings.SOCIALACCOUNT_PROVIDERS = providers(ovi_settings())
    answer = Client().get(LOGIN)
    assert answer.status_code == 503
    assert "ei juuri nyt vastaa" in assert_sound(answer, "fi")


def test_without_the_setting_the_way_does_not_exist(db):
    assert Client().get(LOGIN).status_code == 404
    assert Client().get(CALLBACK).status_code == 404


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 302)])
def test_an_idle_session_ends(idp, monkeypatch, minutes, status):
    client = Client()
    come_in(idp, client)
    later = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client.get("/tyo/").status_code == status


def test_a_busy_session_ends_too_after_its_hours(idp, monkeypatch):
    client, start = Client(), clock.now()
    come_in(idp, client)
    for minutes in range(30, 12 * 60, 30):
        monkeypatch.setattr(clock, "now", lambda at=start + timedelta(minutes=minutes): at)
        assert client.get("/tyo/").status_code == 200, minutes
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(hours=12, minutes=1))
    assert client.get("/tyo/").headers["Location"].startswith("/kirjaudu/")
