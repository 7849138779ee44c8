"""Staff who come in by a password need a second factor where it is a duty; residents and the county's staff do not."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from ovi.people.models import Account, Membership
from ovi.plumbing.actor import Role
from ovi.plumbing.settings import Mode, OviSettings
from ovi.plumbing.settings import settings as ovi_settings
from tests.integration.residents_for_tests import assert_sound

PASSWORD = "pitka-ja-oma-salasana"
ACTIVATE = "/accounts/2fa/totp/activate/"


@pytest.fixture
def duty(db, monkeypatch):
    cache.clear()
    monkeypatch.setenv("OVI_STAFF_MFA", "true")
    ovi_settings.cache_clear()
    yield
    ovi_settings.cache_clear()


def come_in(role: Role) -> Client:
    account = Account.objects.create_user("tyo", PASSWORD, name="Testi Työntekijä")
    Membership.objects.create(account=account, role=role, valid_from="2020-01-01")
    client = Client()
    assert client.post("/kirjaudu/salasana/", {"login": "tyo", "password": PASSWORD}).status_code == 302
    return client


def code_now(secret: str) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))


def test_staff_come_to_nothing_before_they_have_a_second_factor_and_then_to_their_work(duty):
    client = come_in(Role.OPERATOR)
    for path in ("/yllapito/", "/", "/yllapito/kayttoloki/"):
        assert client.get(path).headers["Location"] == ACTIVATE
    again = client.get(ACTIVATE).headers["Location"]  # the library asks for the password once more
    assert again.startswith("/accounts/reauthenticate/")
    assert "Vahvista, että se olet sinä" in assert_sound(client.get(again), "fi")
    assert "Kirjoita salasanasi" in assert_sound(client.post(again, {"password": ""}), "fi")
    assert client.post(again, {"password": PASSWORD}).headers["Location"] == ACTIVATE
    shown = assert_sound(client.get(ACTIVATE), "fi")
    secret = client.session["mfa.totp.secret"]
    assert secret in shown
    assert "data:image/svg+xml" in shown
    wrong = assert_sound(client.post(ACTIVATE, {"code": "000000"}), "fi")
    assert "data-error-summary" in wrong, "the summary of faults is there as on any other form"
    assert client.get("/yllapito/").status_code == 302
    assert client.post(ACTIVATE, {"code": code_now(secret)}).status_code == 302
    assert client.get("/yllapito/").status_code == 200


def test_the_next_sign_in_by_password_stops_at_the_second_factor(duty):
    client = come_in(Role.OPERATOR)
    totp.TOTP.activate(Account.objects.get(), totp.generate_totp_secret())
    again = Client()
    asked = again.post("/kirjaudu/salasana/", {"login": "tyo", "password": PASSWORD})
    assert asked.headers["Location"].startswith("/accounts/2fa/authenticate/")
    asks = assert_sound(again.get(asked.headers["Location"]), "fi")
    assert "Todennussovelluksen kuusi numeroa" in asks
    assert again.get("/yllapito/").headers["Location"].startswith("/kirjaudu/")
    assert client.get("/yllapito/").status_code == 200


def test_one_can_always_sign_out(duty):
    assert come_in(Role.OPERATOR).post("/kirjaudu-ulos/").headers["Location"] == "/"


def test_a_resident_is_not_asked(duty):
    assert come_in(Role.RESIDENT).get("/").status_code == 200


@pytest.mark.parametrize(("mode", "setting", "demanded"), [
    (Mode.PRODUCTION, None, True), (Mode.PRODUCTION, False, False), (Mode.DEMO, None, False), (Mode.DEMO, True, True),
])  # fmt: skip
def test_it_is_a_duty_in_production_unless_the_setting_says_otherwise(mode, setting, demanded):
    assert OviSettings(mode=mode, staff_mfa=setting).demands_second_factor is demanded


def test_every_page_of_the_second_factor_is_like_the_other_pages(duty):
    client = come_in(Role.OPERATOR)
    totp.TOTP.activate(Account.objects.get(), totp.generate_totp_secret())
    for path in ("", "totp/deactivate/", "recovery-codes/generate/"):
        answer = client.get(f"/accounts/2fa/{path}", follow=True)
        assert_sound(answer, "fi")
