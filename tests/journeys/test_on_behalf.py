"""A guardian sees to a child's matters, in a real browser: choose, see whose they are on every page, stop."""

from __future__ import annotations

import re

from tests.journeys.people import shown, sign_in
from tests.journeys.test_accessibility import _violations


def test_a_guardian_acts_for_the_child_and_stops_with_one_press(page):
    sign_in(page, "demo-resident")
    page.goto("/omat/")
    page.get_by_role("link", name="Asioi toisen puolesta").click()
    name = page.locator("main li strong").first.inner_text()
    page.get_by_role("button", name=re.compile("Asioi hänen puolestaan")).first.click()
    banner = page.get_by_role("region", name="Kenen puolesta asioit")
    assert f"Asioit henkilön {name} puolesta" in banner.inner_text()
    assert _violations(page) == []
    page.goto("/palvelut/")
    assert name in banner.inner_text()
    assert _violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    page.get_by_role("button", name="Lopeta ja asioi itse").click()
    assert banner.count() == 0
    assert "Omat asiat" in page.locator("h1").inner_text()


def test_a_copy_of_own_data_is_asked_for_and_fetched(page):
    sign_in(page, "demo-resident")
    page.goto("/omat/tiedot/")
    page.get_by_role("button", name=re.compile("Pyydä")).click()
    for _try in range(30):
        if page.get_by_role("button", name="Hae paperi (PDF)").count():
            break
        page.wait_for_timeout(1000)
        page.goto("/omat/tiedot/")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Hae paperi (PDF)").click()
    assert fetched.value.suggested_filename.endswith(".pdf")
    page.goto("/omat/tiedot/")
    assert page.get_by_role("button", name="Hae paperi (PDF)").count() == 0
    assert "kerran" in shown(page)
