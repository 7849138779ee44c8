"""What every answer carries: a strict content policy and the headers that keep a browser careful."""

from __future__ import annotations

import pytest

PAGES = ("/", "/palvelut/", "/saatavuus/", "/kirjaudu/", "/ei-ole/", "/sv/", "/en/", "/accounts/login/")


@pytest.mark.parametrize("address", PAGES)
def test_headers_of_every_answer(db, client, address):
    answer = client.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_are_out_of_scripts_reach(db, client):
    client.get("/yhteys/")
    for cookie in client.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] in ("Lax", "Strict"), cookie.key


def test_debug_is_off_and_an_unknown_host_is_refused(db, client, settings):
    assert not settings.DEBUG
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
