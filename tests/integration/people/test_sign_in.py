"""Which ways in are there, where does one land, and what stops guessing?"""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from ovi.people.models import Membership
from ovi.plumbing.actor import Role
from tests.integration.residents_for_tests import PASSWORD, assert_sound, make_county, resident, text_of, worker

PATHS = {
    "fi": ("/kirjaudu/", "/kirjaudu/salasana/"),
    "sv": ("/sv/logga-in/", "/sv/logga-in/losenord/"),
    "en": ("/en/sign-in/", "/en/sign-in/password/"),
}


@pytest.fixture
def aino(db):  # type: ignore[no-untyped-def]
    cache.clear()
    make_county()
    return resident(password=PASSWORD)


@pytest.mark.parametrize("language", PATHS)
def test_the_ways_in_are_shown_in_each_language(aino, language):
    for path in PATHS[language]:
        assert_sound(Client().get(path), language)
    html = text_of(Client().get(PATHS[language][0]))
    assert PATHS[language][1] in html
    assert "openid" not in html


def test_a_password_opens_the_page_of_ones_role(aino):
    client = Client()
    answer = client.post("/kirjaudu/salasana/", {"login": aino.account.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/kirjaudu/tervetuloa/"
    assert client.get("/kirjaudu/tervetuloa/").headers["Location"] == "/omat/"
    assert client.get("/kirjaudu/").headers["Location"] == "/kirjaudu/tervetuloa/"


@pytest.mark.parametrize(
    ("role", "home"),
    [
        (Role.NURSE, "worklist"), (Role.DOCTOR, "worklist"), (Role.SOCIAL_WORKER, "worklist"),
        (Role.MANAGER, "access"), (Role.PROGRAMME_OFFICE, "programme"), (Role.OPERATOR, "operator"),
    ],
)  # fmt: skip
def test_each_role_lands_on_its_own_desk(db, role, home):
    try:
        expected = reverse(home)
    except NoReverseMatch:
        pytest.fail(f"the page {home} is missing")
    client = Client()
    client.force_login(worker(role), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/kirjaudu/tervetuloa/").headers["Location"] == expected


def test_a_professional_who_is_also_a_resident_begins_with_work(aino):
    Membership.objects.create(account=aino.account, role=Role.NURSE, unit=None, valid_from="2020-01-01")
    assert aino.client().get("/kirjaudu/tervetuloa/").headers["Location"] == reverse("worklist")


def test_the_sixth_wrong_password_rests_and_says_for_how_long(aino):
    client = Client()
    for _ in range(5):
        wrong = client.post("/kirjaudu/salasana/", {"login": aino.account.username, "password": "arvaus"})
        assert wrong.status_code == 200
        assert "käyttäjätunnus tai salasana on väärin" in text_of(wrong).casefold()
    sixth = client.post("/kirjaudu/salasana/", {"login": aino.account.username, "password": PASSWORD})
    assert sixth.status_code == 429
    assert sixth.headers["Retry-After"] == "300"
    html = assert_sound(sixth, "fi")
    assert "viiteen minuuttiin" in html
    assert PASSWORD not in html


def test_many_attempts_from_one_address_get_the_page_of_too_many(aino, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "3/m/ip"}
    client = Client()
    for number in range(3):
        client.post("/kirjaudu/salasana/", {"login": f"someone-{number}", "password": "arvaus"})
    stopped = client.post("/kirjaudu/salasana/", {"login": "someone", "password": "arvaus"})
    assert stopped.status_code == 429
    assert_sound(stopped, "fi")


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_one_is_never_sent_to_another_site(aino, elsewhere):
    assert "evil" not in text_of(Client().get("/kirjaudu/", {"next": elsewhere})).split("<main")[1]
    assert aino.client().get("/kirjaudu/", {"next": elsewhere}).headers["Location"] == "/kirjaudu/tervetuloa/"
    answer = Client().post(
        "/kirjaudu/salasana/", {"login": aino.account.username, "password": PASSWORD, "next": elsewhere}
    )
    assert "evil" not in answer.headers.get("Location", "")


def test_signing_out_takes_a_post_and_empties_the_session(aino):
    client = aino.client()
    assert client.get("/kirjaudu-ulos/").status_code == 405
    assert client.post("/kirjaudu-ulos/").headers["Location"] == "/"
    assert client.get("/omat/").headers["Location"].startswith("/kirjaudu/")


def test_allauths_own_address_wears_our_looks(aino):
    html = text_of(Client().get("/accounts/login/", headers={"accept-language": "fi"}))
    assert "site-header" in html
    assert 'autocomplete="current-password"' in html
