"""A day by other doors: a person is called back, and one without an appointment takes a number."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from tests.journeys.people import shown, sign_in


def test_a_person_is_called_back_by_keyboard_and_the_other_worker_sees_it(page: Page, context):
    sign_in(page, "demo-nurse")
    page.goto("/tyo/soittolista/")
    rows = page.locator("#worklist tbody tr")
    before = rows.count()
    assert before > 0
    page.locator("#worklist tbody th a").first.focus()
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("t")
    page.wait_for_url(re.compile(r"/tyo/soittolista/\d+/"))
    assert page.locator('button[value="answered"]').is_visible()
    page.locator('button[value="no_answer"]').click()
    page.wait_for_url("**/tyo/soittolista/")
    assert page.locator("#worklist tbody tr").count() == before
    assert "Uudelleen aikaisintaan" in shown(page)
    page.locator("#worklist tbody button").first.click()
    page.locator('button[value="answered"]').click()
    page.wait_for_url(re.compile(r"/tyo/\d+/arvio"))


def test_one_without_an_appointment_takes_a_number_and_is_called(page: Page, browser, server):
    sign_in(page, "demo-nurse")
    page.goto("/tyo/vuorot/")
    kiosk = page.locator("#pages ~ ul a, section[aria-labelledby=pages] a").nth(1).get_attribute("href")
    board = page.locator("section[aria-labelledby=pages] a").first.get_attribute("href")
    visitor = browser.new_context(base_url=server, locale="fi-FI").new_page()
    visitor.goto(kiosk)
    visitor.get_by_role("button", name="Ota vuoronumero").click()
    number = visitor.locator(".slip__number").inner_text()
    page.locator('input[name="place"]').last.fill("Luukku 3")
    page.get_by_role("button", name="Kutsu seuraava numero").click()
    assert number in page.locator(".slip__number").first.inner_text()
    visitor.goto(board)
    assert visitor.locator(".board__now").inner_text().split()[-1] == number
    assert "Luukku 3" in shown(visitor)
    page.get_by_role("link", name="Kirjaa yhteydenotto").last.click()
    assert page.locator('input[name="ticket"]').count() == 1
    assert page.locator('input[name="channel"][value="desk"]').is_checked()
