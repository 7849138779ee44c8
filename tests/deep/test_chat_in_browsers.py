"""Two browsers chat by the page's own script: nothing is lost or doubled when the net goes, and quiet costs nothing."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect, sync_playwright

from ovi.contact import actions
from ovi.contact.models import ChatMessage
from ovi.people.queries import actor_for
from ovi.plumbing import clock
from ovi.plumbing.actor import Role
from tests.deep.chat_served import served, session_of
from tests.integration import people_for_tests as make
from tests.integration.contact.chats_for_tests import account_of, chat_of
from tests.journeys.conftest import _ARGUMENTS, CHROMIUM, free_port

LINES = "[data-lines] .said__text"
SLOW = 20_000


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium: apt-get install chromium")
def test_what_is_typed_while_the_net_is_away_arrives_once_and_in_order(committed_db):
    county = make.make_county()
    chat_of(county.station, hours=((0, 24 * 60),), return_minutes=60)
    nurse, account = make.worker(county.station, Role.NURSE), account_of(make.person(county.tampere))
    by = actor_for(account, today=make.TODAY)
    asked = actions.Asked("Reseptini loppuu", "primary_care", "self", "fi")
    chat = actions.begin_chat(unit_id=county.station.pk, asked=asked, key=uuid4(), by=by, now=clock.now())
    sessions = (session_of(account.pk), session_of(nurse.pk))
    with served(free_port()) as address, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        client, unit = (_page(chromium, address, session) for session in sessions)
        quiet: list[int] = []
        client.on("response", lambda answer: quiet.append(answer.status) if "rivit" in answer.url else None)
        client.goto(f"http://{address}/chat/keskustelu/{chat.key}/")
        unit.goto(f"http://{address}/tyo/chat/{chat.key}/")
        client.wait_for_timeout(5_000)
        assert quiet and set(quiet) == {204}, "a poll without news has no body"  # noqa: PT018
        unit.locator('button[name="do"][value="take"]').click()
        expect(client.locator("[data-status]")).to_contain_text("Keskustelet", timeout=SLOW)
        _say(client, "Onko kiire?")
        expect(unit.locator(LINES)).to_have_text(["Reseptini loppuu", "Onko kiire?"], timeout=SLOW)
        client.context.set_offline(True)
        _say(client, "Ensin tämä")
        _say(client, "Sitten tämä")
        _say(unit, "Ei ole")
        client.wait_for_timeout(4_000)
        expect(client.locator("[data-outbox] li")).to_have_count(2)
        client.context.set_offline(False)
        whole = ["Reseptini loppuu", "Onko kiire?", "Ei ole", "Ensin tämä", "Sitten tämä"]
        for page in (client, unit):
            expect(page.locator(LINES)).to_have_text(whole, timeout=30_000)
        expect(client.locator("[data-outbox] li")).to_have_count(0, timeout=SLOW)
        chromium.close()
    said = ChatMessage.objects.filter(chat=chat, line="said").order_by("seq")
    assert list(said.values_list("text", flat=True)) == whole


def _page(chromium, address: str, session: str):  # type: ignore[no-untyped-def]
    context = chromium.new_context(locale="fi-FI", viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://{address}"}])
    return context.new_page()


def _say(page, text: str) -> None:  # type: ignore[no-untyped-def]
    page.locator("[data-chat-form] textarea").fill(text)
    page.locator('[data-chat-form] button[value="say"]').click()
