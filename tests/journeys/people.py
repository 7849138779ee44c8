"""How do the people of the journeys use the pages? Small verbs, by what a person sees."""

from __future__ import annotations

import re

from playwright.sync_api import Page

SIGN_IN = {"fi": "/kirjaudu/harjoitus/", "sv": "/sv/logga-in/ovning/", "en": "/en/sign-in/practice/"}


def sign_in(page: Page, account: str) -> None:
    """Choose one of the practice identities."""
    page.goto(SIGN_IN["fi"])
    page.locator(f'button[value="{account}"]').click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Kirjaudu ulos|Logga ut|Sign out")).click()


def go_on(page: Page) -> None:
    """Press the page's primary button, and wait until the next page is there as a whole."""
    asked = page.locator("main form[data-draft] button[type=submit]")  # not what deletes an earlier draft above it
    (asked if asked.count() else page.locator("main form button[type=submit]")).first.click()
    page.wait_for_load_state()


def shown(page: Page) -> str:
    """What the main part of the page says, with plain spaces."""
    return page.locator("main").inner_text().replace("\u00a0", " ")


def write_contact(page: Page, words: str, *, service_line: str = "primary_care") -> str:
    """From the front page to the receipt; gives the number of the contact."""
    page.goto("/yhteys/")
    page.locator('input[name="for_whom"][value="self"]').check()
    go_on(page)
    page.locator('textarea[name="own_words"]').fill(words)
    go_on(page)
    page.locator(f'input[name="service_line"][value="{service_line}"]').check()
    go_on(page)
    page.locator('input[name="reply_by"]').first.check()
    go_on(page)
    go_on(page)  # the answers are right: send
    found = re.search(r"OVI-\d{4}-\d+", shown(page))
    assert found, page.url
    return found[0]
