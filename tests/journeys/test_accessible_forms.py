"""The forms too: every step of a contact and every form of a case, in three languages, in both widths."""

from __future__ import annotations

import re

import pytest

from tests.journeys.people import go_on, sign_in
from tests.journeys.test_accessibility import _look, _twins


def _in_three_languages(page, name: str, faults: list[str]) -> None:
    """Look at the page that is open and at its twins, and come back to it."""
    here, twins = page.url, _twins(page)
    _look(page, name, "fi", faults, [])
    for language in ("sv", "en"):
        page.goto(twins[language])
        _look(page, name, language, faults, [])
    page.goto(here)


def test_every_step_of_a_contact(page):
    faults: list[str] = []
    sign_in(page, "demo-resident")
    page.goto("/yhteys/")
    go_on(page)  # nothing chosen: the page with its faults listed
    _look(page, "contact with a fault", "fi", faults, [])
    page.goto("/yhteys/")
    page.locator('input[name="for_whom"][value="self"]').check()
    go_on(page)
    page.locator('textarea[name="own_words"]').fill("Katson, toimivatko lomakkeet.")
    go_on(page)
    _in_three_languages(page, "contact service", faults)
    page.locator('input[name="service_line"][value="primary_care"]').check()
    go_on(page)
    page.locator('input[name="reply_by"]').first.check()
    go_on(page)
    _in_three_languages(page, "contact check", faults)
    go_on(page)
    assert re.search(r"OVI-\d{4}-\d+", page.url), page.url
    _in_three_languages(page, "contact receipt", faults)
    page.goto("/yhteys/toisen-puolesta/")
    _in_three_languages(page, "contact for another", faults)
    assert faults == []


FORMS = ("arviointi", "kaynti", "paattaminen", "siirto", "anna", "vie", "odotus")


def _form_addresses(page) -> dict[str, str]:
    """One address of each form, from the first matters of the worklist that offer it."""
    page.goto("/tyo/")
    matters = page.locator("main tbody a[href^='/tyo/']").evaluate_all("all => all.map(a => a.getAttribute('href'))")
    found: dict[str, str] = {}
    for matter in dict.fromkeys(matters):
        page.goto(matter)
        for href in page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))"):
            for form in FORMS:
                if href and href.endswith(f"/{form}/"):
                    found.setdefault(form, href)
        if len(found) == len(FORMS):
            break
    return found


def test_every_form_of_a_case(page):
    faults: list[str] = []
    sign_in(page, "demo-nurse")
    addresses = _form_addresses(page)
    if set(FORMS) - set(addresses):
        pytest.fail(f"no matter of the worklist offers: {set(FORMS) - set(addresses)}")
    for form, address in addresses.items():
        page.goto(address)
        _in_three_languages(page, form, faults)
    assert faults == []


def test_the_ways_in(page):
    faults: list[str] = []
    for address in ("/kirjaudu/salasana/",):
        page.goto(address)
        _in_three_languages(page, address, faults)
    sign_in(page, "demo-manager")
    page.goto("/johto/mittari/access_doctor_7d/")
    links = page.locator("main a[href*='/asiat/']")
    page.goto(links.first.get_attribute("href") if links.count() else "/johto/mittari/access_doctor_7d/asiat/")
    _in_three_languages(page, "cases behind a figure", faults)
    assert faults == []
