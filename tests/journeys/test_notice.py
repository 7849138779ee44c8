"""Can somebody without an account, and without JavaScript, notify of a worry, and does the unit get it at once?"""

from __future__ import annotations

import re

import pytest

from tests.journeys.people import go_on, shown, sign_in
from tests.journeys.test_accessibility import _look, _twins

WORRY = "Naapurin lapsi on ollut yksin pihalla monena iltana."


@pytest.fixture
def without_script(browser, server):
    """A visitor whose browser runs no script of ours; axe is put in from outside and still runs."""
    made = browser.new_context(base_url=server, locale="fi-FI", viewport={"width": 1280, "height": 900})
    made.route("**/*.js", lambda route: route.abort())
    page = made.new_page()
    yield page
    made.close()


def _everywhere(page, name: str, faults: list[str]) -> None:
    """The open page and its twins in the other languages, and back."""
    here, twins = page.url, _twins(page)
    _look(page, name, "fi", faults, [])
    for language in ("sv", "en"):
        page.goto(twins[language])
        _look(page, name, language, faults, [])
    page.goto(here)


def test_a_neighbour_notifies_without_a_name_and_the_worker_reads_it(without_script, page):
    neighbour, faults = without_script, []  # type: ignore[var-annotated]
    neighbour.goto("/")
    neighbour.get_by_role("link", name="Tee ilmoitus huolesta").click()
    go_on(neighbour)
    _look(neighbour, "notice with a fault", "fi", faults, [])
    neighbour.goto("/ilmoitus/")
    _everywhere(neighbour, "notice kind", faults)
    neighbour.locator('input[name="kind"][value="child_protection"]').check()
    go_on(neighbour)
    _everywhere(neighbour, "notice who", faults)
    neighbour.locator('input[name="notifier_kind"][value="duty_bound"]').check()
    go_on(neighbour)
    _look(neighbour, "notice contact details", "fi", faults, [])
    go_on(neighbour)
    _look(neighbour, "notice contact details with faults", "fi", faults, [])
    neighbour.goto("/ilmoitus/ilmoittaja/")
    neighbour.locator('input[name="notifier_kind"][value="anonymous"]').check()
    go_on(neighbour)
    _everywhere(neighbour, "notice about", faults)
    neighbour.locator('[name="subject_name"]').fill("Lilli Esimerkki")
    neighbour.locator('[name="municipality"]').select_option("837")
    go_on(neighbour)
    _look(neighbour, "notice knows", "fi", faults, [])
    neighbour.locator('input[name="subject_knows"][value="not_told"]').check()
    go_on(neighbour)
    _look(neighbour, "notice worry", "fi", faults, [])
    neighbour.locator("textarea").fill(WORRY)
    go_on(neighbour)
    _everywhere(neighbour, "notice check", faults)
    go_on(neighbour)
    number = re.search(r"OVI-\d{4}-\d+", shown(neighbour))
    assert number, shown(neighbour)
    _look(neighbour, "notice receipt", "fi", faults, [])
    neighbour.go_back()
    assert WORRY not in shown(neighbour) or "/tarkistus/" in neighbour.url

    sign_in(page, "demo-child-protection")
    for _ in range(20):
        page.goto("/tyo/?line=child_protection")
        if page.get_by_text("Naapurin lapsi").count():
            break
        page.wait_for_timeout(500)
    page.get_by_role("link", name=re.compile("Naapurin lapsi")).first.click()
    assert "ei ole tallennettu muuta" in shown(page)
    _look(page, "case of a notification", "fi", faults, [])
    page.get_by_role("link", name="Yhdistä henkilö").click()
    _look(page, "match", "fi", faults, [])
    assert faults == []
