"""The thread, as the people on it walk it: without JavaScript, in Finnish, in a real browser."""

from __future__ import annotations

import time

import pytest

from tests.journeys.people import go_on, shown, sign_in, sign_out, write_contact


@pytest.fixture
def page(browser, server):
    context = browser.new_context(
        base_url=server, locale="fi-FI", java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    yield context.new_page()
    context.close()


def _open_from_worklist(page, number: str) -> None:
    """The job worker opens the case in a moment; find it as the nurse would: newest first."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for list_page in range(1, 8):
            page.goto(f"/tyo/?page={list_page}")
            row = page.locator("tr", has_text="Testin oma kysymys " + number)
            if row.count():
                row.get_by_role("link").first.click()
                return
        time.sleep(1)
    pytest.fail("the contact did not come to the worklist within a minute")


def test_from_a_resident_s_own_words_to_who_has_viewed_them(page):
    # The resident finds the service in own words.
    page.goto("/")
    page.get_by_role("searchbox").fill("päänsärkyä ja kuumetta")
    page.get_by_role("button", name="Hae").click()
    assert page.locator("main a[href^='/palvelut/']").count() > 0

    # The resident writes, and gets a receipt with what happens next.
    sign_in(page, "demo-resident")
    mark = str(time.time_ns())[-9:]
    number = write_contact(page, f"Testin oma kysymys {mark}. <b>Pää</b> on kipeä 🤕")
    receipt = shown(page)
    assert "Viimeistään" in receipt
    assert "<b>Pää</b> on kipeä 🤕" in page.content() or "&lt;b&gt;Pää&lt;/b&gt; on kipeä 🤕" in page.content()
    sign_out(page)

    # The nurse sees it, takes it and assesses the need; the lawful limit follows.
    sign_in(page, "demo-nurse")
    _open_from_worklist(page, mark)
    address = page.url
    page.get_by_role("button", name="Ota käsittelyyn").click()
    page.goto(address + "arviointi/")
    page.locator('input[name="urgency"][value="non_urgent"]').check()
    page.locator('input[name="care_reason"][value="new_symptoms"]').check()
    page.locator('input[name="general_medicine"]').check()
    page.locator('button[name="do"][value="preview"]').first.click()
    assert "51 a §" in shown(page)
    page.locator('button[name="do"][value="save"]').click()
    case = shown(page)
    assert "51 a §" in case
    assert "päivää jäljellä" in case

    # What was done is recorded, and the case closes.
    page.goto(address + "kaynti/")
    page.locator('input[name="minutes"]').fill("20")
    go_on(page)
    assert "Toteutui määräajassa" in shown(page)
    page.goto(address + "paattaminen/")
    page.locator('input[name="reason"][value="service_given"]').check()
    go_on(page)
    assert page.locator("main").get_by_text("Palvelu on annettu").count() > 0
    sign_out(page)

    # The resident sees how it went, what it rested on, and who has viewed it and why.
    sign_in(page, "demo-resident")
    page.goto("/omat/")
    own = "/omat/" + address.rstrip("/").rsplit("/", 1)[1] + "/"
    page.locator(f'main a[href="{own}"]').first.click()
    matter = shown(page)
    assert number in matter
    assert "51 a §" in matter
    assert "sairaanhoitaja" in matter
    assert "hoitoasi varten" in matter


def test_a_resident_cannot_open_the_worklist_or_another_s_matter(page):
    sign_in(page, "demo-resident")
    assert page.goto("/tyo/").status == 403
    first = page.goto("/omat/1/")
    second = page.goto("/omat/999999999/")
    assert first.status == second.status
    assert first.status in (403, 404)
    assert page.goto("/johto/saatavuus/").status == 403
    assert page.goto("/hanke/").status == 403


def test_the_same_form_sent_twice_is_one_contact(page):
    sign_in(page, "demo-resident")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.post_data or "") if one.method == "POST" else None)
    number = write_contact(page, "Lähetän tämän kahdesti.")
    again = page.request.post(
        "/yhteys/tarkistus/",
        data=sent[-1],
        headers={"content-type": "application/x-www-form-urlencoded", "referer": page.url},
    )
    assert again.ok
    assert number in again.url, f"the second send became another contact: {again.url}"


def test_the_manager_and_the_programme_office_see_live_figures(page):
    sign_in(page, "demo-manager")
    page.goto("/johto/saatavuus/")
    assert page.locator("main figure svg").count() > 0
    assert page.locator("main table").count() > 0
    sign_out(page)
    sign_in(page, "demo-programme")
    page.goto("/hanke/")
    text = shown(page)
    for goal in ("Suun terveydenhuolto", "T3", "Lääkärin", "Sairaanhoitajan", "Fysioterapeutin"):
        assert goal in text
    assert "90–100 %" in text
