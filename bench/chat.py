"""How quickly does a chat's poll answer while two hundred chats are open, over real HTTP?"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from uuid import uuid4

from bench.measure import Row, timing_row

ROOT = Path(__file__).resolve().parents[1]
CHATS, SECONDS, EVERY = 200, 30, 2.0
ARRIVING = 8.0  # in these seconds all come and get their first lines; what is measured is the time after


def rows() -> list[Row]:
    """Measured in a process of its own, so that other parts keep their database."""
    folder = ROOT / "var" / "bench-chat"
    environment = {**os.environ, "OVI_TEST_VAR": str(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    try:
        told = subprocess.run(
            [sys.executable, "-m", "bench.chat"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if told.returncode:
        raise RuntimeError("the chat could not be measured; what it said stands above")
    return [Row(**one) for one in json.loads(told.stdout.strip().splitlines()[-1])]


def measured() -> list[Row]:
    from tests import database

    database.use_test_settings()
    import django

    django.setup()
    from django.db import connection

    from ovi.plumbing.database import ensure_embedded
    from tests.deep.chat_served import served
    from tests.journeys.conftest import free_port

    connection.settings_dict["NAME"] = database.make_database()
    try:
        pages = _chats()
        connection.close()
        with served(free_port()) as address:
            return _measured(address, pages)
    finally:
        connection.close()
        ensure_embedded().stop()


def _chats() -> list[tuple[str, str]]:
    """The page and the session of each client: half of them wait, half are under way."""
    from ovi.contact import actions
    from ovi.people.queries import actor_for
    from ovi.plumbing import clock
    from ovi.plumbing.actor import Role
    from tests.deep.chat_served import session_of
    from tests.integration import people_for_tests as make
    from tests.integration.contact.chats_for_tests import account_of, chat_of

    county, now = make.make_county(), clock.now()
    chat_of(county.station, hours=((0, 24 * 60),), return_minutes=60)
    nurse = make.acting(make.worker(county.station, Role.NURSE))
    pages = []
    for number in range(CHATS):
        account = account_of(make.person(county.tampere))
        asked = actions.Asked(f"Kysymys {number}", "primary_care", "self", "fi")
        by = actor_for(account, today=make.TODAY)
        chat = actions.begin_chat(unit_id=county.station.pk, asked=asked, key=uuid4(), by=by, now=now)
        if number % 2:
            actions.take_chat(chat_id=chat.pk, by=nurse, now=now)
        pages.append((f"/chat/keskustelu/{chat.key}/", session_of(account.pk)))
    return pages


def _measured(address: str, pages: list[tuple[str, str]]) -> list[Row]:
    from tests.deep.chat_served import Chatter

    clients = [Chatter(address, page, page, session) for page, session in pages]
    since = time.monotonic() + ARRIVING
    until = since + SECONDS

    def polls(one: Chatter) -> list[float]:
        time.sleep(random.random() * ARRIVING)
        one.poll()
        taken = []
        while time.monotonic() < until:
            time.sleep(EVERY)
            begun = time.monotonic()
            one.poll()
            if begun > since:
                taken.append((time.monotonic() - begun) * 1000)
        return taken

    with ThreadPoolExecutor(len(clients)) as pool:
        taken = sorted(one for several in pool.map(polls, clients) for one in several)
    note = f"{len(taken) / SECONDS:.0f} polls a second, 2 web processes; half of the chats wait, half are under way"
    return [timing_row(f"chat: a poll with {CHATS} chats open", taken, goal="p95 ≤ 100 ms", note=note)]


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in measured()], ensure_ascii=False))
