"""The operator's pages: the health of the system, and the access log behind a stated reason."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from ovi.directory.models import ImportRun
from ovi.foundation.identifiers import MASK
from ovi.plumbing import access
from ovi.plumbing.access import Shown
from ovi.plumbing.models import Access, AuditEvent
from tests.integration import people_for_tests as make

HETU = "010190-999X"


@pytest.fixture
def viewed(county, now):
    who = make.person(county.tampere, henkilotunnus=HETU)
    viewer = make.acting(make.worker(county.station, make.Role.NURSE, name="Katsoja Kaisa"))
    access.write(page="case", shown=[Shown(who.subject_key, "case")], by=viewer, now=now - timedelta(days=3))
    return who


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("page", ["operator", "access_log"])
def test_pages_in_every_language_have_one_h1(operator, page, language):
    with translation.override(language):
        response = operator.get(reverse(page))
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_the_page_names_what_needs_mending_imports_and_law_rows(operator, county, now):
    make.contact(make.person(county.tampere), now - timedelta(minutes=5))
    ImportRun.objects.create(
        source="ptv", file_name="d.json", at=now, added=1, changed=0, unchanged=0, vanished=0, refused=1,
        faults=[{"where": "item 4", "what": "no name"}],
    )  # fmt: skip
    page = operator.get(reverse("operator")).content.decode()
    assert "Korjattavaa on" in page
    assert "item 4: no name" in page
    assert "SHL-START-7" in page


def test_the_log_opens_only_with_a_reason_and_the_search_itself_is_written(operator, viewed):
    without = operator.post(reverse("access_log"), {"henkilotunnus": HETU, "reason": "syy"}).content.decode()
    assert "Katsoja Kaisa" not in without
    assert not AuditEvent.objects.filter(action="desks.access_log_searched").exists()
    given = {"henkilotunnus": HETU.lower(), "reason": f"Pyyntö 12/2026, {HETU}"}
    page = operator.post(reverse("access_log"), given).content.decode()
    assert "Katsoja Kaisa" in page
    event = AuditEvent.objects.get(action="desks.access_log_searched")
    assert event.subject_key == viewed.subject_key
    assert event.details["reason"] == f"Pyyntö 12/2026, {MASK}"
    assert Access.objects.filter(page="access_log").count() == 1


def test_an_unknown_code_shows_nothing_and_writes_nothing(operator, viewed):
    page = operator.post(reverse("access_log"), {"henkilotunnus": "010190-998W", "reason": "Pyyntö 12/2026"})
    assert "ei löydy ketään" in page.content.decode()
    assert not AuditEvent.objects.filter(action="desks.access_log_searched").exists()
    assert not re.search("Katsoja", page.content.decode())
