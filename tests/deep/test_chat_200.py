"""Two hundred clients chat at once over real HTTP, and every fourth request is cut off: nothing lost, nothing twice."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from ovi.contact import actions
from ovi.contact.models import Chat, ChatMessage
from ovi.people.queries import actor_for
from ovi.plumbing import clock
from ovi.plumbing.actor import Role
from tests.deep.chat_served import Chatter, served, session_of
from tests.integration import people_for_tests as make
from tests.integration.contact.chats_for_tests import account_of, chat_of
from tests.journeys.conftest import free_port

CLIENTS, NURSES, LINES, CUT = 200, 10, 5, 0.25
ALWAYS = ((0, 24 * 60),)


def test_every_line_is_there_once_and_in_order_for_both_sides(committed_db):
    county = make.make_county()
    chat_of(county.station, hours=ALWAYS, return_minutes=60)
    nurses = [make.worker(county.station, Role.NURSE) for _ in range(NURSES)]
    chats: list[tuple[Chat, str, str]] = []
    staff = [(session_of(one.pk), make.acting(one)) for one in nurses]
    now = clock.now()
    for number in range(CLIENTS):
        account = account_of(make.person(county.tampere))
        cookie, by = staff[number % NURSES]
        who = actions.Asked(f"alku {number}", "primary_care", "self", "fi")
        chat = _begun(county.station.pk, who, account, now)
        actions.take_chat(chat_id=chat.pk, by=by, now=now)
        chats.append((chat, session_of(account.pk), cookie))
    with served(free_port()) as address:
        sides = _talk(address, chats)
    _whole(chats, sides)


def _begun(unit_id, asked, account, now):  # type: ignore[no-untyped-def]
    by = actor_for(account, today=make.TODAY)
    return actions.begin_chat(unit_id=unit_id, asked=asked, key=uuid4(), by=by, now=now)


def _talk(address: str, chats: list[tuple[Chat, str, str]]) -> list[tuple[Chatter, Chatter]]:
    """Both sides of every chat talk past each other, until each has sent all and seen all."""
    sides = []
    for number, (chat, own, staff) in enumerate(chats):
        client = Chatter(address, f"/chat/keskustelu/{chat.key}/", f"c{number}", own, CUT, random.Random(f"c{number}"))
        unit = Chatter(address, f"/tyo/chat/{chat.key}/", f"u{number}", staff, CUT, random.Random(f"u{number}"))
        sides.append((client, unit))
    everybody = [one for pair in sides for one in pair]
    with ThreadPoolExecutor(len(everybody)) as pool:
        list(pool.map(_side, everybody))
    return sides


def _side(one: Chatter) -> None:
    time.sleep(one.chance.random() * 10)
    one.open()
    for number in range(LINES):
        one.say(f"{one.name} sanoo {number}")
        time.sleep(one.chance.random() * 3)
        if one.chance.random() < 0.7:
            one.poll()
    while one.since < 2 + 2 * LINES:  # the first line, who joined, and what both have said
        time.sleep(0.5 + one.chance.random() * 2)
        one.poll()


def _whole(chats: list[tuple[Chat, str, str]], sides: list[tuple[Chatter, Chatter]]) -> None:
    cuts = sum(one.cuts for pair in sides for one in pair)
    assert cuts > CLIENTS, "hardly anything was cut off: the test proves nothing"
    for (chat, _, _), (client, unit) in zip(chats, sides, strict=True):
        lines = list(ChatMessage.objects.filter(chat=chat).order_by("id"))
        assert [one.seq for one in lines] == list(range(1, 2 + 2 * LINES + 1)), f"{client.name}: a gap or a double"
        said = [one.text for one in lines if one.line == "said"][1:]
        for side in (client, unit):
            mine = [text for text in said if text.startswith(f"{side.name} ")]
            assert mine == [f"{side.name} sanoo {number}" for number in range(LINES)], "lost, twice or out of order"
            assert [seq for seq, *_ in side.got] == [one.seq for one in lines], f"{side.name} was shown something else"
            assert [key for _, key, _ in side.got] == [str(one.key) for one in lines]
    assert Chat.objects.filter(last_seq=2 + 2 * LINES).count() == CLIENTS
