"""Twenty-four kills of PostgreSQL, the web and the job worker while contacts pour in: each receipt's contact is there
exactly once, with its files, and has its case within a minute."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
import urllib.error
from pathlib import Path

import psutil
import psycopg
import pytest

from ovi.plumbing.postgres import EmbeddedServer
from tests.deep.test_kill_nine import Resident, _children, _rows, served, sign_in

KILLS, SENDERS, PAUSE, LONGEST = 22, 6, (0.5, 3.5), 300
_CHECK = {"named": "/yhteys/tarkistus/", "nameless": "/yhteys/nimetta/tarkistus/"}


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    yield from served(tmp_path_factory.mktemp("contacts"), residents=100)


class Sender(threading.Thread):
    """Sends one message after another, as a person would: what does not go through is tried again, the same form.

    `receipts` are the numbers that a page has shown; every one of them is a promise.
    """

    def __init__(self, address: str, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.browser, self.number, self.stop = Resident(address), number, stop
        self.receipts: dict[str, str] = {}
        self.nameless = number > 0  # the demo has one resident, whose browsers would share one draft
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            if not self.nameless:
                self.browser.again(lambda: sign_in(self.browser), 120)
            while not self.stop.is_set():
                self._one(f"Lähettäjä {self.number}, viesti {len(self.receipts)}")
        except BaseException as error:  # noqa: BLE001 - told by the test
            self.failed = error

    def _one(self, words: str) -> None:
        self._step("own_words", words)
        check = _CHECK["nameless" if self.nameless else "named"]
        _, page = self._patient(lambda: self.browser.get(check))
        if "idempotency_key" not in page:  # a question is still open: the killed answer had not been kept
            return
        form = page[page.index("<main") :].split("<form", 2)[1]
        url, receipt = self._patient(lambda: self.browser.post(check, form))
        found = re.search(r"OVI-\d{4}-\d+", receipt)
        assert found, f"no receipt at {url}"
        self.receipts[found[0]] = words

    def _step(self, name: str, words: str) -> None:
        if self.nameless:
            _, page = self._patient(lambda: self.browser.get("/yhteys/nimetta/"))
            service = re.search(r'name="service" value="(\d+)"', page)
            assert service
            asked = [("/yhteys/nimetta/", {"service": service[1]}), ("/yhteys/nimetta/asia/", {name: words})]
        else:
            asked = [
                ("/yhteys/", {"for_whom": "self"}),
                ("/yhteys/asia/", {name: words}),
                ("/yhteys/palvelu/", {"service_line": "primary_care"}),
                ("/yhteys/vastaus/", {"reply_by": "my_matters"}),
            ]
        for path, fields in asked:
            self._patient(lambda path=path, fields=fields: self._answer(path, fields))

    def _answer(self, path: str, fields: dict[str, str]) -> None:
        _, page = self.browser.get(path)
        self.browser.post(path, page[page.index("<main") :].split("data-draft", 1)[1], **fields)

    def _patient(self, work):  # type: ignore[no-untyped-def]
        return self.browser.again(work, 120)


def _kill(victim: int, supervisor, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Kill -9: the database, the web or the job worker."""
    if victim == 0:
        pid_file = EmbeddedServer(folder).data / "postmaster.pid"
        if pid_file.exists():
            os.kill(int(pid_file.read_text().split("\n", 1)[0]), signal.SIGKILL)
        return
    for child in _children(supervisor, "granian" if victim == 1 else "worker"):
        child.kill()


def _counted(folder: Path, words: set[str]) -> dict[str, tuple[str, int, int]]:
    rows = _rows(
        folder,
        "select k.own_words, min(k.number), count(*), count(c.id) from contact_contact k "
        "left join casework_case c on c.contact_id = k.id where k.own_words like 'Lähettäjä %' group by 1",
    )
    return {said: (number, contacts, cases) for said, number, contacts, cases in rows if said in words}


def _sent(senders: list[Sender]) -> int:
    return sum(len(one.receipts) for one in senders)


def test_every_receipt_is_one_contact_with_its_case_after_twenty_kills_under_load(product):
    address, supervisor, folder = product
    stop, draw = threading.Event(), random.Random(5)
    senders = [Sender(address, number, stop) for number in range(SENDERS)]
    for one in senders:
        one.start()
    deadline = time.monotonic() + 120
    while _sent(senders) < SENDERS:
        assert time.monotonic() < deadline, [one.failed for one in senders]
        time.sleep(0.2)
    killed, number, deadline = 0, 0, time.monotonic() + LONGEST
    while (killed < KILLS or _sent(senders) <= KILLS) and time.monotonic() < deadline:
        time.sleep(draw.uniform(*PAUSE))
        try:
            _kill(number % 3, supervisor, folder)
            killed += 1
        except (ProcessLookupError, psutil.NoSuchProcess):  # the last one is still dying, or just starting again
            continue
        finally:
            number += 1
    stop.set()
    for one in senders:
        one.join(240)
        assert one.failed is None, one.failed
    promised = {words: number for one in senders for number, words in one.receipts.items()}
    assert killed >= 20
    assert len(promised) > 20, "there was load"
    deadline, found = time.monotonic() + 60, {}
    while time.monotonic() < deadline:
        try:
            found = _counted(folder, set(promised))
        except (psycopg.OperationalError, urllib.error.URLError):
            time.sleep(0.5)
            continue
        if all(found.get(words) == (number, 1, 1) for words, number in promised.items()):
            break
        time.sleep(0.5)
    wrong = {words: found.get(words) for words, number in promised.items() if found.get(words) != (number, 1, 1)}
    assert not wrong, f"{len(wrong)} of {len(promised)} receipts: {dict(list(wrong.items())[:5])}"
