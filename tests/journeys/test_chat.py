"""A chat from both sides, with a script and without: nothing is lost, and axe finds nothing on either page."""

from __future__ import annotations

import subprocess
import sys

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import go_on, shown, sign_in
from tests.journeys.test_accessibility import _violations

BOTH = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


OPEN_ALL_DAY = """
import django; django.setup()
from ovi.directory.models import UnitInfo
for info in UnitInfo.objects.filter(hours__weekly__has_key="chat"):
    info.hours["weekly"]["chat"] = [[[0, 1440]]] * 7
    info.save(update_fields=["hours"])
"""


@pytest.fixture(scope="session")
def open_chats(server, product_environment):
    """The chats of the invented county are open day and night, so that no test depends on the hour it runs at."""
    owner = {"OVI_DB_ROLE": "ovi_owner", "DJANGO_SETTINGS_MODULE": "ovi.site.settings"}
    command = [sys.executable, "-c", OPEN_ALL_DAY]
    subprocess.run(command, env={**product_environment, **owner}, check=True, timeout=60)


@pytest.fixture
def people(browser, server, open_chats):
    """Opens a browser window of its own for each person."""
    opened = []

    def person(account: str, *, script: bool) -> Page:
        context = browser.new_context(
            base_url=server, locale="fi-FI", java_script_enabled=script, viewport={"width": 360, "height": 740}
        )
        opened.append(context)
        page = context.new_page()
        sign_in(page, account)
        return page

    yield person
    for context in opened:
        context.close()


def begun(page: Page, words: str) -> None:
    """Answer the questions before the chat, one a page, and join the queue."""
    page.goto("/chat/")
    page.locator('main h2 a[href^="/chat/"]', has_text="terveysasema").first.click()
    page.locator("textarea[name=own_words]").fill(words)
    go_on(page)
    while page.locator("main input[name=question]").count():
        page.locator("main input[type=radio]").first.check()
        go_on(page)


@BOTH
def test_a_chat_from_both_sides(people, script):
    client = people("demo-resident", script=script)
    begun(client, "Saanko neuvoa?")
    address = client.url
    assert "/chat/keskustelu/" in address
    assert "Saanko neuvoa?" in shown(client)
    key = address.rstrip("/").split("/")[-1].split("#")[0]
    nurse = people("demo-nurse", script=script)
    nurse.goto(f"/tyo/chat/{key}/")
    nurse.locator("button[value=take]").click()
    nurse.locator("textarea[name=text]").fill("Kyllä, kerro lisää")
    nurse.locator("button[value=say]").click()
    if not script:
        client.goto(address)
    expect(client.locator("main")).to_contain_text("Kyllä, kerro lisää")
    client.locator("textarea[name=text]").fill("Kiitos avusta")
    client.locator("main button[value=say]").click()
    if not script:
        nurse.goto(f"/tyo/chat/{key}/")
    expect(nurse.locator("main")).to_contain_text("Kiitos avusta")
    if script:
        for page in (client, nurse):
            assert _violations(page) == []
    client.locator("details summary").click()
    client.locator("button[value=end]").click()
    expect(client.locator("main")).to_contain_text("Keskustelu on päättynyt")


def test_one_leaves_at_once_by_keyboard_without_a_script(browser, server):
    context = browser.new_context(base_url=server, locale="fi-FI", java_script_enabled=False)
    context.route("https://**", lambda route: route.fulfill(body="<h1>Sää</h1>", content_type="text/html"))
    page = context.new_page()
    for path in ("/yhteys/nimetta/", "/yhteys/", "/yhteys/koodi/", "/apua-heti/"):
        page.goto(path)
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.inner_text() == "Poistu sivulta nopeasti", "first after the skip link"
    page.keyboard.press("Enter")
    page.wait_for_url("https://**")
    context.close()
