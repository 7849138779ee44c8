"""Can one look through the tray without words: themes, views, life events, classes?"""

from __future__ import annotations

import pytest
from django.test import Client

from tests.integration.residents_for_tests import assert_sound, main_of, make_county, own_catalogue

LIST = "/palvelut/"


@pytest.fixture
def catalogue(db, now):  # type: ignore[no-untyped-def]
    make_county()
    own_catalogue(now)


@pytest.mark.parametrize(
    ("language", "address"),
    [("fi", "/palvelut/selaa/"), ("sv", "/sv/tjanster/bladdra/"), ("en", "/en/services/browse/")],
)
def test_browsing_lists_eight_themes_three_views_events_and_classes(catalogue, now, language, address):
    html = assert_sound(Client().get(address), language)
    assert html.count("shelf=") >= 8
    assert "event=KE" in html
    assert "area=P5.10" in html


def test_a_shelf_shows_its_lead_and_topics(catalogue):
    html = main_of(Client().get(LIST, {"shelf": "family_centre"}))
    assert "Perhekeskus" in html
    assert "topic=1" in html
    assert "neuvola" in main_of(Client().get(LIST, {"shelf": "family_centre", "topic": "1"}))
