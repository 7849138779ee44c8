"""Nothing that was acknowledged is lost when the database, the web or the job worker is killed with -9."""

from __future__ import annotations

import html
import http.cookiejar
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import psutil
import psycopg
import pytest

from ovi.plumbing.postgres import EmbeddedServer
from tests.journeys.conftest import answers, free_port

ROUNDS = 6


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    yield from served(tmp_path_factory.mktemp("killed"), residents=300)


def served(folder: Path, *, residents: int):
    """A demo that runs: its address, its supervisor and its folder; stopped at the end."""
    environment = {**os.environ, "OVI_MODE": "demo", "OVI_VAR": str(folder)}
    environment.pop("DATABASE_URL", None)
    port = free_port()
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "ovi.site.cli", "demo", "--port", str(port), "--residents", str(residents)],
            env=environment, stdout=log, stderr=log,
        )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 360  # a busy machine
    while not answers(address + "/"):
        came_up = process.poll() is None and time.monotonic() < deadline
        assert came_up, (folder / "log").read_text()[-2000:]
        time.sleep(0.3)
    yield address, process, folder
    process.send_signal(signal.SIGTERM)
    process.wait(30)


class Resident:
    """A resident's browser: cookies, forms with their tokens, patience while something starts again."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def get(self, path: str) -> tuple[str, str]:
        with self.opener.open(self.address + path, timeout=10) as answer:
            return answer.url, answer.read().decode()

    def post(self, path: str, page: str, **fields: str) -> tuple[str, str]:
        found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
        hidden = {name: html.unescape(value) for name, value in found}
        data = urllib.parse.urlencode({**hidden, **fields}).encode()
        with self.opener.open(self.address + path, data, timeout=10) as answer:
            return answer.url, answer.read().decode()

    def again(self, work, seconds: float = 60):
        """As a person would: try again until it goes through."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                return work()
            except (urllib.error.URLError, OSError, ConnectionError):
                assert time.monotonic() < deadline, "did not come back"
                time.sleep(0.3)


def sign_in(resident: Resident) -> None:
    _, page = resident.get("/kirjaudu/harjoitus/")
    resident.post("/kirjaudu/harjoitus/", page, account="demo-resident")


def send(resident: Resident, words: str) -> str:
    """A contact from the first question to the receipt; gives its number."""
    answers = (
        ("/yhteys/", {"for_whom": "self"}),
        ("/yhteys/asia/", {"own_words": words}),
        ("/yhteys/palvelu/", {"service_line": "primary_care"}),
        ("/yhteys/vastaus/", {"reply_by": "my_matters"}),
    )
    for path, fields in answers:
        _, page = resident.get(path)
        resident.post(path, page, **fields)
    _, page = resident.get("/yhteys/tarkistus/")
    check = page[page.index("<main") :].split("<form", 2)[1]
    url, receipt = resident.post("/yhteys/tarkistus/", check)
    found = re.search(r"OVI-\d{4}-\d+", receipt)
    assert found, url
    return found[0]


def _children(supervisor: subprocess.Popen, word: str) -> list[psutil.Process]:
    return [
        child for child in psutil.Process(supervisor.pid).children(recursive=True) if word in " ".join(child.cmdline())
    ]


def _rows(folder: Path, statement: str) -> list[tuple]:
    secret = (folder / "secrets" / "ovi_app").read_text().strip()
    url = EmbeddedServer(folder).url(role="ovi_app", password=secret)
    with psycopg.connect(url) as connection:
        return connection.execute(statement).fetchall()


def test_every_receipt_has_its_contact_and_its_case_after_kills(product):
    address, supervisor, folder = product
    resident = Resident(address)
    resident.again(lambda: sign_in(resident))
    receipts: list[str] = []
    for round_number in range(ROUNDS):
        receipts.append(resident.again(lambda number=round_number: send(resident, f"Kysymys {number}")))
        victim = round_number % 3
        if victim == 0:
            data = EmbeddedServer(folder).data
            os.kill(int((data / "postmaster.pid").read_text().split("\n", 1)[0]), signal.SIGKILL)
        else:
            word = "granian" if victim == 1 else "worker"
            for child in _children(supervisor, word):
                child.kill()
    deadline = time.monotonic() + 90
    wanted = set(receipts)
    while True:
        try:
            rows = _rows(
                folder,
                "select k.number, count(c.id) from contact_contact k left join casework_case c on c.contact_id = k.id "
                f"where k.number in ({', '.join(repr(one) for one in sorted(wanted))}) group by k.number",
            )
            if {number for number, cases in rows if cases == 1} == wanted:
                break
        except psycopg.OperationalError:
            rows = []
        assert time.monotonic() < deadline, f"receipts {sorted(wanted)}, found {rows}"
        time.sleep(0.5)
    assert len(wanted) == ROUNDS, "two contacts got one number"
