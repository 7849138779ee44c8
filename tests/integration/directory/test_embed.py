"""The box that another site embeds: framed only where allowed, without cookies, and the code to copy."""

from __future__ import annotations

import pytest
from django.test import Client

from ovi.directory.models import Unit
from ovi.plumbing.settings import settings
from tests.integration.residents_for_tests import make_county, own_catalogue, text_of


@pytest.fixture
def catalogue(db, now):  # type: ignore[no-untyped-def]
    unit = make_county()
    own_catalogue(now)
    return unit


@pytest.fixture
def allowed(monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("OVI_EMBED_ORIGINS", "https://www.kunta.example, https://evil.example/path *")
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_the_box_may_be_framed_only_where_allowed_and_sets_no_cookie(catalogue, allowed):
    answer = Client().get("/upota/palvelut", {"shelf": "family_centre"})
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors https://www.kunta.example" in policy
    assert "evil" not in policy
    assert "*" not in policy
    assert "X-Frame-Options" not in answer.headers
    assert not answer.cookies
    html = text_of(answer)
    assert 'target="_blank"' in html
    assert "<script" not in html


def test_without_allowed_sites_the_box_is_framed_nowhere_and_other_pages_never(catalogue):
    assert "frame-ancestors 'none'" in Client().get("/upota/palvelut").headers["Content-Security-Policy"]
    assert "ei ole vielä sallittu" in text_of(Client().get("/upota/"))


def test_other_pages_stay_out_of_frames(catalogue, allowed):
    for address in ("/palvelut/", "/upota/", "/"):
        answer = Client().get(address)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Frame-Options"] == "DENY"


def test_the_code_to_copy_points_to_the_chosen_box(catalogue):
    html = text_of(Client().get("/sv/badda-in/", {"shelf": "lifestyle", "municipality": "837"}))
    assert "http://testserver/sv/badda-in/tjanster?shelf=lifestyle&amp;municipality=837" in html
    assert Unit.objects.exists()
