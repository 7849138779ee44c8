"""A plain matter takes no longer than three minutes, nothing typed is lost, and one leaves without a trace."""

from __future__ import annotations

import re

import pytest

from tests.journeys.people import go_on, shown, sign_in

# The keystroke-level model (Card, Moran and Newell 1980), seconds: a key on a telephone's keyboard, pointing and
# pressing, thinking before an act, and waiting for a page.
KEY, POINT, THINK, PAGE = 0.4, 1.1, 1.35, 1.0
WORDS = (
    "Oikea polveni on ollut kipeä kaksi viikkoa. Kipu alkoi lenkillä ja tuntuu portaissa. Olen levännyt ja ottanut "
    "särkylääkettä, mutta se ei ole auttanut."
)


@pytest.fixture
def plain(browser, server):
    context = browser.new_context(
        base_url=server, locale="fi-FI", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


def test_a_plain_matter_takes_at_most_three_minutes(plain):
    sign_in(plain, "demo-resident")
    pages, presses, keys = 0, 0, 0
    plain.goto("/yhteys/")
    for choose, typed in (
        ('input[name="for_whom"][value="self"]', ""),
        ('textarea[name="own_words"]', WORDS),
        ('input[name="service_line"][value="primary_care"]', ""),
        ('input[name="reply_by"][value="phone"]', ""),
    ):
        pages, presses = pages + 1, presses + 2
        if typed:
            plain.locator(choose).fill(typed)
            keys += len(typed)
        else:
            plain.locator(choose).check()
        plain.locator("form[data-draft] button[type=submit]").first.click()  # the number known to us is there already
    go_on(plain)
    pages, presses = pages + 2, presses + 1
    assert re.search(r"OVI-\d{4}-\d+", shown(plain))
    taken = keys * KEY + presses * (POINT + THINK) + pages * PAGE
    assert pages <= 6
    assert taken <= 180, f"{taken:.0f} s: {pages} pages, {presses} presses, {keys} keys"


def test_typing_is_kept_by_itself_and_found_on_another_device(browser, server):
    first = browser.new_context(base_url=server, locale="fi-FI")
    page = first.new_page()
    sign_in(page, "demo-resident")
    page.goto("/yhteys/asia/")
    page.locator("textarea").fill("Kirjoitan tätä vielä")
    with page.expect_response(lambda answer: answer.status == 204):
        page.locator("textarea").press_sequentially(" ja vielä")
    first.close()  # the lid of the laptop falls
    second = browser.new_context(base_url=server, locale="fi-FI")
    page = second.new_page()
    sign_in(page, "demo-resident")
    page.goto("/yhteys/asia/")
    assert "Kirjoitan tätä vielä ja vielä" in page.locator("textarea").input_value()
    page.locator("form[data-draft] button[value=back]").click()
    page.get_by_role("button", name="Poista, mitä kirjoitin").click()
    second.close()


def test_quick_exit_shows_nothing_when_one_goes_back(browser, server):
    context = browser.new_context(base_url=server, locale="fi-FI")
    context.route("https://**", lambda route: route.fulfill(body="<h1>Sää</h1>", content_type="text/html"))
    page = context.new_page()
    page.goto("/yhteys/nimetta/asia/")
    page.locator("textarea").fill("Kukaan ei saa nähdä tätä")
    with page.expect_response(lambda answer: answer.status == 204):
        page.locator("textarea").press_sequentially("!")
    page.get_by_role("button", name="Poistu sivulta nopeasti").click()
    page.wait_for_url("https://**")
    page.go_back()
    assert "Kukaan ei saa nähdä tätä" not in page.content()
    page.goto("/yhteys/nimetta/asia/")
    assert page.locator("textarea").input_value() == ""
    context.close()


def test_a_nameless_question_and_its_code_without_a_script(plain):
    plain.goto("/yhteys/nimetta/")
    plain.locator("input[name=service]").first.check()
    plain.locator("form[data-draft] button[type=submit]").first.click()
    plain.locator("textarea").fill("Miten jaksan koulussa?")
    plain.locator("form[data-draft] button[type=submit]").first.click()
    go_on(plain)
    code = plain.locator(".code strong").inner_text()
    plain.context.clear_cookies()
    plain.goto("/yhteys/koodi/")
    plain.locator("input[name=code]").fill(code.lower())
    go_on(plain)
    assert "Miten jaksan koulussa?" in shown(plain)
