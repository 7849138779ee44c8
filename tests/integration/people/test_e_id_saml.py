"""Residents sign in by SAML in the shape of Suomi.fi-tunnistus: a real provider, run beside the tests."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import requests
from django.core.cache import cache
from django.test import Client

from ovi.people.models import Account, ForeignIdentity, Membership, Person, SignIn
from ovi.people.saml_setup import _metadata
from ovi.plumbing.models import AuditEvent
from ovi.plumbing.settings import settings as ovi_settings
from ovi.site.settings import providers
from tests.database import ROOT
from tests.integration.residents_for_tests import assert_sound
from tests.providers.keys import key_pair

BASE = "/accounts/saml/suomifi"
SUBSTANTIAL, HIGH = "http://ftn.ficora.fi/2017/loa2", "http://eidas.europa.eu/LoA/high"
CODE = "010594-922N"
AINO = {"nationalIdentificationNumber": CODE, "sn": "Esimerkki", "givenName": "Aino Maria", "level": SUBSTANTIAL}
FOREIGNER = {"PersonIdentifier": "SE/FI/199405019226", "CurrentFamilyName": "Svensson", "CurrentGivenName": "Astrid",
             "DateOfBirth": "1994-05-01", "level": HIGH}  # fmt: skip


def browser() -> Client:
    return Client(headers={"host": "testserver"})


class Provider:
    """The running provider, and a person's browser at it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder

    def put(self, what: str, body: object) -> None:
        data = {"data": body} if isinstance(body, bytes) else {"json": body}
        requests.put(f"{self.url}/test/{what}", timeout=10, **data).raise_for_status()

    def person(self, **told: str) -> None:
        self.put("person", told)

    def fault(self, kind: str = "") -> None:
        self.put("fault", {"kind": kind})

    def answer(self, client: Client, then: str = "") -> dict[str, str]:
        """What the provider makes the browser post to us."""
        asked = client.get(f"{BASE}/login/", {"next": then} if then else {})
        assert asked.status_code == 302, asked.content.decode()
        assert "Signature=" in asked.headers["Location"]
        found = requests.get(asked.headers["Location"], timeout=10)
        assert found.status_code == 200, found.text
        return {"SAMLResponse": found.text, "RelayState": ""}


@pytest.fixture(scope="session")
def running(tmp_path_factory):
    folder = tmp_path_factory.mktemp("saml")
    key_pair(folder, "sp")
    command = [sys.executable, "-W", "ignore", "-m", "tests.providers.saml_idp", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        assert process.stdout is not None
        port = process.stdout.readline().strip()
        assert port.isdigit(), "the provider did not start"
        yield Provider(f"http://127.0.0.1:{port}", folder)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def idp(running, db, monkeypatch, settings):
    cache.clear()
    monkeypatch.setenv("OVI_EID_SAML_METADATA", str(running.folder / "idp.xml"))
    monkeypatch.setenv("OVI_EID_SAML_KEY", str(running.folder / "sp.key"))
    monkeypatch.setenv("OVI_EID_SAML_CERTIFICATE", str(running.folder / "sp.pem"))
    ovi_settings.cache_clear()
    _metadata.cache_clear()
    settings.SOCIALACCOUNT_PROVIDERS = providers(ovi_settings())
    running.put("sp", browser().get(f"{BASE}/metadata/").content)
    running.fault()
    running.person(**AINO)
    yield running
    ovi_settings.cache_clear()


def post(client: Client, answer: dict[str, str]):
    found = client.post(f"{BASE}/acs/", answer)
    assert found.status_code == 302
    return client.get(found.headers["Location"])


def come_in(idp: Provider, client: Client, then: str = ""):
    return post(client, idp.answer(client, then))


def refused(answer, words: str) -> None:
    assert answer.status_code == 403, answer
    assert words in assert_sound(answer, "fi")
    assert "_auth_user_id" not in answer.client.session
    assert not SignIn.objects.exists()


def test_a_resident_comes_in_and_is_known_by_the_code_from_then_on(idp):
    client = browser()
    answer = come_in(idp, client, "/omat/")
    assert answer.headers["Location"] == "/omat/"
    assert client.get("/omat/").status_code == 200
    person = Person.objects.get(henkilotunnus=CODE)
    assert (person.full_name, person.birth_date) == ("Aino Maria Esimerkki", date(1994, 5, 1))
    assert Membership.objects.get(account__person=person).role == "resident"
    row = SignIn.objects.get()
    assert (row.way, row.level, row.account.person) == ("e_id", "substantial", person)
    come_in(idp, browser())
    assert (Account.objects.count(), SignIn.objects.count()) == (1, 2)


def test_the_code_of_a_person_whom_a_worker_has_registered_joins_them(idp):
    known = Person.objects.create(first_name="Aino", last_name="Vanha", sort_name="vanha aino", henkilotunnus=CODE)
    come_in(idp, browser())
    known.refresh_from_db()
    assert known.full_name == "Aino Maria Esimerkki"
    assert known.sort_name.startswith("esimerkki")
    assert AuditEvent.objects.get(action="people.taken_over").subject_key == known.subject_key


def test_a_non_disclosure_order_is_taken_over_and_never_lifted_this_way(idp):
    idp.person(**AINO, turvakielto="1")
    come_in(idp, browser())
    idp.person(**AINO, turvakielto="0")
    come_in(idp, browser())
    assert Person.objects.get().non_disclosure


def test_a_person_from_another_country_has_no_finnish_code_and_is_the_same_next_time(idp):
    idp.person(**FOREIGNER)
    come_in(idp, browser())
    come_in(idp, browser())
    person = Person.objects.get()
    assert (person.henkilotunnus, person.full_name, person.birth_date) == (None, "Astrid Svensson", date(1994, 5, 1))
    assert ForeignIdentity.objects.get().person == person
    assert SignIn.objects.filter(level="high").count() == 2


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({**AINO, "level": "http://eidas.europa.eu/LoA/low"}, "ei ole riittävän vahva"),
        ({**AINO, "level": "urn:oid:1.2.246.517.3002.110.999"}, "ei ole riittävän vahva"),
        ({"sn": "Esimerkki", "level": HIGH}, "ei saatu henkilötunnusta"),
        ({**AINO, "nationalIdentificationNumber": "010594-922P"}, "väärässä muodossa"),
    ],
)
def test_a_weak_or_nameless_identification_is_refused_and_says_what_to_do(idp, told, words):
    idp.person(**told)
    refused(come_in(idp, browser()), words)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "kind",
    ["unsigned", "stranger", "changed", "expired", "audience", "issuer", "unasked", "unsolicited", "open"],
)
def test_an_answer_that_is_wrong_in_any_way_opens_nothing(idp, kind):
    idp.fault(kind)
    refused(come_in(idp, browser()), "ei voitu luottaa")
    assert not Person.objects.exists()


def test_giving_up_at_the_provider_comes_back_in_plain_words(idp):
    idp.fault("cancelled")
    refused(come_in(idp, browser()), "uudelleen")


def test_an_answer_opens_one_door_once_and_only_in_the_browser_that_asked(idp):
    first, thief = browser(), browser()
    answer = idp.answer(first)
    refused(post(thief, answer), "ei voitu luottaa")
    assert post(first, answer).status_code == 302
    again = post(first, answer)
    assert again.status_code == 403
    assert SignIn.objects.count() == 1


def test_the_row_itself_refuses_a_used_answer_even_if_the_question_is_open(idp):
    client = browser()
    come_in(idp, client)
    used = SignIn.objects.get().answer
    from ovi.people.actions import apply_e_id
    from ovi.people.e_id import read_identity
    from ovi.plumbing import clock

    with pytest.raises(Exception, match="used already"):
        apply_e_id(identity=read_identity({"urn:oid:1.2.246.21": CODE}, [SUBSTANTIAL], answer=used), now=clock.now())


def test_a_closed_account_stays_closed(idp):
    come_in(idp, browser())
    Account.objects.update(is_active=False)
    answer = come_in(idp, browser())
    assert answer.status_code == 403
    assert "suljettu" in assert_sound(answer, "fi")


def test_signing_out_here_signs_out_there_too(idp):
    client = browser()
    come_in(idp, client)
    away = client.post("/kirjaudu-ulos/").headers["Location"]
    assert away.startswith(f"{idp.url}/slo?")
    assert client.get("/omat/").status_code == 302
    row = SignIn.objects.get()
    assert row.ended_why == "signed_out"
    back = requests.get(away, timeout=10, allow_redirects=False).headers["Location"]
    assert back.startswith(f"http://testserver{BASE}/sls/?SAMLResponse=")
    assert client.get(back.removeprefix("http://testserver")).status_code == 302
    twisted = client.get(back.removeprefix("http://testserver").replace("Signature=", "Signature=AA"))
    assert "Olet kirjautunut ulos täältä" in assert_sound(twisted, "fi")


def test_signing_out_at_the_provider_signs_out_here(idp):
    client = browser()
    come_in(idp, client)
    asked = requests.get(f"{idp.url}/slo-begin", timeout=10, allow_redirects=False).headers["Location"]
    answer = client.get(asked.removeprefix("http://testserver"))
    assert answer.headers["Location"].startswith(f"{idp.url}/slo?SAMLResponse=")
    assert "_auth_user_id" not in client.session
    assert SignIn.objects.get().ended_why == "signed_out"
    stranger = browser()
    come_in(idp, stranger)
    stranger.get(asked.removeprefix("http://testserver").replace("Signature=", "Signature=AA"))
    assert "_auth_user_id" in stranger.session


def test_the_next_sign_in_in_the_same_browser_takes_nothing_over(idp):
    client = browser()
    come_in(idp, client)
    idp.person(**FOREIGNER)
    come_in(idp, client)
    assert client.session["_auth_user_id"] == str(Account.objects.get(person__last_name="Svensson").pk)
    assert SignIn.objects.filter(ended_why="replaced").count() == 1


def test_without_the_setting_the_way_does_not_exist(db):
    assert browser().get(f"{BASE}/login/").status_code == 404
    assert browser().get(f"{BASE}/acs/finish/").status_code == 404
    assert "Suomi.fi" not in browser().get("/kirjaudu/").content.decode()
