"""A phone call is written down by keyboard alone, in few enough steps to be done in half a minute."""

from __future__ import annotations

from playwright.sync_api import Page

from tests.journeys.people import shown, sign_in

# Keystroke-level model (Card, Moran, Newell 1980): 0.28 s a key for an average typist, 1.35 s a mental step.
KEY_SECONDS, THINKING_SECONDS = 0.28, 1.35
WORDS = "Polvi kipeä kaksi viikkoa"


class Hands:
    """A keyboard that counts what it does."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.decisions = page, 0, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.keys += len(text)
        self.decisions += 1


def test_a_call_is_logged_by_keyboard_alone_in_half_a_minute(page):
    sign_in(page, "demo-nurse")
    page.goto("/tyo/kirjaa/")
    hands = Hands(page)
    assert page.evaluate("document.activeElement.name") == "henkilotunnus"
    hands.press("Tab")
    hands.type("Virtanen")
    hands.press("Tab", "Tab", "Tab")
    page.wait_for_function("document.activeElement.name == 'birth_date' || document.activeElement.tagName == 'SELECT'")
    while page.evaluate("document.activeElement.tagName") != "SELECT":
        hands.press("Tab")
    hands.type("K")  # kysymyksillä
    hands.press("Tab")
    hands.type(WORDS)
    hands.press("Tab", "Tab")  # the service is the unit's own, until another is chosen
    hands.type("0401234567")
    while page.evaluate("document.activeElement.value") != "assess":
        hands.press("Tab")
    hands.press("Enter")
    page.wait_for_load_state()
    assert WORDS in shown(page) or "OVI-" in shown(page)
    seconds = hands.keys * KEY_SECONDS + hands.decisions * THINKING_SECONDS
    assert seconds <= 30, f"{hands.keys} keys and {hands.decisions} decisions are {seconds:.0f} s"
