"""Twenty-four kills of PostgreSQL, the web and the job worker while contacts pour in: each receipt's contact is there
exactly once and has its case within a minute of the receipt, though the kills go on.

The load is stated: SENDERS people, each with a message every EVERY seconds, from a connection of their own. It is what
two cores carry beside their own recovery; each kill waits until a message has come through since the last one, so that
every kill is one under load.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import threading
import time
import urllib.error
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import psutil
import psycopg
import pytest

from ovi.plumbing.postgres import EmbeddedServer
from tests.deep.test_kill_nine import Resident, _children, _rows, served, sign_in

KILLS, SENDERS, EVERY, LONGEST = 24, 5, 1.5, 420
PATIENCE, WITHIN = 120, 60
PRESSED_AGAIN, PRESSED_TWICE = 0.3, 0.3  # how often the same form is pressed after the receipt, and twice at once
VICTIMS = ("database", "granian", "worker")
_CHECK = {"named": "/yhteys/tarkistus/", "nameless": "/yhteys/nimetta/tarkistus/"}
Answer = TypeVar("Answer")


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OVI_TRUSTED_PROXIES", "1")  # so that each sender may come from an address of their own
        yield from served(tmp_path_factory.mktemp("contacts"), residents=100)


class Sender(threading.Thread):
    """Sends one message after another, as a person would: what does not go through is tried again, the same form.

    `receipts` are the numbers that a page has shown, with the words and the moment; every one of them is a promise.
    """

    def __init__(self, address: str, number: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.browser, self.number, self.stop = Resident(address), number, stop
        self.browser.opener.addheaders = [("X-Forwarded-For", f"203.0.113.{number + 1}")]
        self.chance = random.Random(number)
        self.receipts: dict[str, tuple[str, float]] = {}
        self.tries = self.again = self.doubles = 0
        self.nameless = number > 0  # the demo has one resident, whose browsers would share one draft
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            if not self.nameless:
                self._patient(lambda: sign_in(self.browser))
            while not self.stop.is_set():
                begun = time.monotonic()
                self._one(f"Lähettäjä {self.number}, viesti {len(self.receipts)}")
                self.stop.wait(max(0.0, EVERY - (time.monotonic() - begun)))
        except BaseException as error:  # noqa: BLE001 - told by the test
            self.failed = error

    def _one(self, words: str) -> None:
        self._answer_all(words)
        check = _CHECK["nameless" if self.nameless else "named"]
        page = self._patient(lambda: self.browser.get(check)[1])
        assert "idempotency_key" in page, f"the answers were acknowledged and are not there: {_main(page)}"
        form = _main(page).split("<form", 2)[1]
        press = lambda: self._patient(lambda: _number(self.browser.post(check, form)[1]))  # noqa: E731
        if self.chance.random() < PRESSED_TWICE:
            with ThreadPoolExecutor(2) as both:
                number, other = both.map(lambda _: press(), range(2))
            self.doubles += 1
        else:
            number = other = press()
        self.receipts[number] = (words, time.monotonic())
        if self.chance.random() < PRESSED_AGAIN:  # the back button, and the same press once more
            other = press()
            self.again += 1
        assert other == number, f"one form became two contacts: {number} and {other}"

    def _answer_all(self, words: str) -> None:
        if self.nameless:
            page = self._patient(lambda: self.browser.get("/yhteys/nimetta/")[1])
            service = re.search(r'name="service" value="(\d+)"', page)
            assert service, _main(page)
            asked = [("/yhteys/nimetta/", {"service": service[1]}), ("/yhteys/nimetta/asia/", {"own_words": words})]
        else:
            asked = [
                ("/yhteys/", {"for_whom": "self"}),
                ("/yhteys/asia/", {"own_words": words}),
                ("/yhteys/palvelu/", {"service_line": "primary_care"}),
                ("/yhteys/vastaus/", {"reply_by": "my_matters"}),
            ]
        for path, fields in asked:
            self._patient(lambda path=path, fields=fields: self._answer(path, fields))

    def _answer(self, path: str, fields: dict[str, str]) -> None:
        page = _main(self.browser.get(path)[1])
        self.browser.post(path, page.split("data-draft", 1)[1], **fields)

    def _patient(self, work: Callable[[], Answer]) -> Answer:
        """Again while something starts; later when told to wait. Any other refusal is a fault, and is told as it is."""
        deadline = time.monotonic() + PATIENCE
        while True:
            self.tries += 1
            pause = 0.3
            try:
                return work()
            except urllib.error.HTTPError as refused:
                if refused.code == 429:
                    pause = float(refused.headers["Retry-After"])
                elif refused.code < 500:
                    said = f"{refused.code} at {refused.url}: {_main(refused.read().decode())}"
                    raise AssertionError(said) from refused
            except (OSError, psycopg.OperationalError):  # nobody listens, or the answer was cut off
                pass
            except Exception as broken:
                if "IncompleteRead" not in repr(broken) and "HTTPException" not in str(type(broken).__mro__):
                    raise
            assert time.monotonic() < deadline, "did not come back"
            time.sleep(pause)


def _main(page: str) -> str:
    return page[page.index("<main") :] if "<main" in page else page[:2000]


def _number(page: str) -> str:
    found = re.search(r"OVI-\d{4}-\d+", page)
    assert found, f"no receipt: {_main(page)[:2000]}"
    return found[0]


class Watch(threading.Thread):
    """Looks each second which receipts have their case; `late` are those that had to wait for more than a minute.

    While the database is down nothing is seen, so that a case is seen later than it was made, never earlier.
    """

    def __init__(self, folder: Path, senders: list[Sender]) -> None:
        super().__init__(daemon=True)
        self.folder, self.senders, self.done = folder, senders, threading.Event()
        self.waited: dict[str, float] = {}

    def run(self) -> None:
        while not self.done.wait(1.0):
            open_ones = {number: at for one in self.senders for number, (_, at) in list(one.receipts.items())
                         if number not in self.waited}  # fmt: skip
            if not open_ones:
                continue
            names = ", ".join(repr(one) for one in sorted(open_ones))
            try:
                rows = _rows(
                    self.folder,
                    "select k.number from contact_contact k join casework_case c on c.contact_id = k.id "
                    f"where k.number in ({names})",
                )
            except psycopg.Error:
                continue
            for (number,) in rows:
                self.waited[number] = time.monotonic() - open_ones[number]


def _kill(victim: str, supervisor: subprocess.Popen, folder: Path) -> bool:
    """Kill -9; False when there is nobody to kill just now."""
    if victim == "database":
        try:
            pid = int((EmbeddedServer(folder).data / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, signal.SIGKILL)
        except (OSError, ValueError):
            return False
        return True
    killed = 0
    for child in _children(supervisor, victim):
        try:
            child.kill()
            killed += 1
        except psutil.NoSuchProcess:
            continue
    return killed > 0


def _sent(senders: list[Sender]) -> int:
    return sum(len(one.receipts) for one in senders)


def _until(met: Callable[[], bool], seconds: float, senders: list[Sender]) -> None:
    deadline = time.monotonic() + seconds
    while not met():
        failed = [one.failed for one in senders if one.failed]
        assert not failed, failed
        assert time.monotonic() < deadline, f"{seconds} seconds were not enough; {_sent(senders)} receipts"
        time.sleep(0.05)


def _killed_under_load(product, senders: list[Sender]) -> dict[str, int]:  # type: ignore[no-untyped-def]
    """How often each was killed; each time at a drawn moment after messages have come through again."""
    _, supervisor, folder = product
    draw, killed, until = random.Random(5), dict.fromkeys(VICTIMS, 0), time.monotonic() + LONGEST
    for number in range(KILLS):
        before = _sent(senders)
        _until(lambda before=before: _sent(senders) > before, PATIENCE, senders)
        time.sleep(draw.uniform(0, 1.5))
        victim = VICTIMS[number % len(VICTIMS)]
        _until(lambda victim=victim: _kill(victim, supervisor, folder), PATIENCE, senders)
        killed[victim] += 1
        assert time.monotonic() < until, f"{number + 1} kills took too long"
    return killed


def test_every_receipt_is_one_contact_with_its_case_after_twenty_kills_under_load(product):
    address, _, folder = product
    stop = threading.Event()
    senders = [Sender(address, number, stop) for number in range(SENDERS)]
    watch = Watch(folder, senders)
    for one in (*senders, watch):
        one.start()
    begun = time.monotonic()
    _until(lambda: all(one.receipts for one in senders), PATIENCE, senders)
    killed = _killed_under_load(product, senders)
    stop.set()
    for one in senders:
        one.join(PATIENCE + 30)
        assert not one.is_alive(), "a sender is still trying"
        assert one.failed is None, one.failed
    promised = {number: words for one in senders for number, (words, _) in one.receipts.items()}
    _until(lambda: set(promised) <= set(watch.waited), WITHIN, [])
    watch.done.set()
    rows = _rows(
        folder,
        "select k.number, k.own_words, count(c.id) from contact_contact k left join casework_case c "
        "on c.contact_id = k.id where k.own_words like 'Lähettäjä %' group by k.id",
    )
    assert sum(killed.values()) >= 20
    assert len(promised) == _sent(senders) > KILLS, "there was load, and no number was given twice"
    unsent = [row for row in rows if row[0] not in promised]
    assert not unsent, f"contacts beside those with a receipt: {unsent[:5]}"
    assert sorted(rows) == sorted((number, words, 1) for number, words in promised.items())
    late = {number: round(waited) for number, waited in watch.waited.items() if waited > WITHIN}
    seconds, waits = time.monotonic() - begun, sorted(watch.waited.values())
    print(  # noqa: T201 - what was measured, for who runs with -s
        f"{len(promised)} receipts in {seconds:.0f} s, {killed}, {sum(one.tries for one in senders)} requests, "
        f"{sum(one.again for one in senders)} pressed again, {sum(one.doubles for one in senders)} twice at once; "
        f"case seen after {waits[len(waits) // 2]:.1f} s (half), {waits[-1]:.1f} s (longest)"
    )
    assert not late, f"a case later than {WITHIN} s: {late}"
