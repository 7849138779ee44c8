"""Mandates come from a register in the shape of Suomi.fi-valtuudet, for one sign-in; run beside the tests."""

from __future__ import annotations

import subprocess
import sys

import pytest
import requests

from ovi.people.models import Person, Representation
from ovi.people.policies import may_act_for
from ovi.plumbing import clock
from ovi.plumbing.settings import settings as ovi_settings
from tests.database import ROOT
from tests.integration.residents_for_tests import assert_sound, make_county, resident, text_of
from tests.standins.mandate_server import CLIENT, HEALTH, KEY, SECRET, SOCIAL

MINE, THEIRS, PAGE = "010190-900P", "010594-922N", "/omat/puolesta/"


@pytest.fixture(scope="module")
def running():
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.standins.mandate_server"], stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture
def register(running, db, monkeypatch):
    make_county()
    for name, value in {"URL": running, "CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "KEY": KEY, "HEALTH": HEALTH,
                        "SOCIAL": SOCIAL}.items():  # fmt: skip
        monkeypatch.setenv(f"OVI_MANDATES_{name}", value)
    ovi_settings.cache_clear()
    requests.put(f"{running}/test/fault", json={}, timeout=10)
    tell(running, {THEIRS: {"name": "Esimerkki Eino", "themes": [HEALTH]}})
    yield running
    ovi_settings.cache_clear()


def tell(url: str, mandates: dict) -> None:
    requests.put(f"{url}/test/mandates", json=mandates, timeout=10).raise_for_status()


def aino():
    one = resident()
    Person.objects.filter(pk=one.person.pk).update(henkilotunnus=MINE)
    return one


def choose(client):
    """To the register and back again, as a browser goes."""
    asked = client.post("/mandates/begin/").headers["Location"]
    back = requests.get(asked, timeout=10, allow_redirects=False).headers["Location"]
    assert back.startswith("http://testserver/mandates/answer/?state=")
    return client.get(back.removeprefix("http://testserver"))


def test_what_the_register_allows_holds_for_this_sign_in_and_these_matters(register):
    one = aino()
    client, other_browser = one.client(), one.client()
    assert "Hae valtuudet Suomi.fistä" in text_of(client.get(PAGE))
    assert choose(client).headers["Location"] == PAGE
    html = assert_sound(client.get(PAGE), "fi")
    assert "Eino Esimerkki" in html
    assert "terveysasiat" in html
    assert THEIRS not in html
    assert "Eino" not in text_of(other_browser.get(PAGE))
    row = Representation.objects.get()
    assert (row.kind, row.source, row.scope) == ("mandate", "suomi_fi", "health")
    client.post(f"{PAGE}{row.pk}/")
    assert "Asioit henkilön Eino Esimerkki puolesta" in text_of(client.get("/omat/"))
    client.post("/kirjaudu-ulos/")
    row.refresh_from_db()
    assert row.ended_why == "sign_in_ended"
    assert not may_act_for(one.actor, row.represented_id, today=clock.today())


@pytest.mark.parametrize(("themes", "scope"), [([HEALTH, SOCIAL], "both"), ([SOCIAL], "social"), ([], None)])
def test_each_theme_is_asked_by_itself(register, themes, scope):
    tell(register, {THEIRS: {"name": "Esimerkki Eino", "themes": themes}})
    choose(aino().client())
    assert [row.scope for row in Representation.objects.all()] == ([scope] if scope else [])


def test_choosing_nobody_comes_back_to_where_one_was(register):
    requests.put(f"{register}/test/fault", json={"kind": "chose_nobody"}, timeout=10)
    assert choose(aino().client()).headers["Location"] == PAGE
    assert not Representation.objects.exists()


def test_a_register_that_does_not_answer_says_so_and_no_code_is_told(register, caplog):
    requests.put(f"{register}/test/fault", json={"kind": "down"}, timeout=10)
    answer = aino().client().post("/mandates/begin/")
    assert answer.status_code == 400
    assert "ei juuri nyt vastaa" in assert_sound(answer, "fi")
    assert MINE not in caplog.text + text_of(answer)


def test_an_answer_to_another_browsers_question_is_refused(register):
    one = aino()
    asked = one.client().post("/mandates/begin/").headers["Location"]
    back = requests.get(asked, timeout=10, allow_redirects=False).headers["Location"]
    answer = one.client().get(back.removeprefix("http://testserver"))
    assert answer.status_code == 409
    assert not Representation.objects.exists()


def test_a_person_without_a_finnish_code_is_told_what_to_do(register):
    answer = resident().client().post("/mandates/begin/")
    assert answer.status_code == 403
    assert "henkilötunnuksella" in assert_sound(answer, "fi")


def test_without_the_setting_the_way_does_not_exist(db):
    make_county()
    client = aino().client()
    assert "Hae valtuudet" not in text_of(client.get(PAGE))
    assert client.post("/mandates/begin/").status_code == 404
