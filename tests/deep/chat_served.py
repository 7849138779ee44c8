"""A served instance on this process's database, and clients that chat with it over real HTTP as the script does.

Every request may be cut off before its answer has come, as a telephone's is in a lift: whether the server took it or
not, the client sends the same again, with the same key and the same `since`.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4


@contextmanager
def served(port: int) -> Iterator[str]:
    """The product's own web server, two workers, on the database of this process."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    from ovi.site.prepare import collect_static
    from tests.database import ROOT

    collect_static()
    of = connection.settings_dict
    parts = {"host": of["HOST"], "port": of["PORT"], "user": of["USER"], "password": of["PASSWORD"]}
    address = make_conninfo("", dbname=of["NAME"], **{key: str(value) for key, value in parts.items() if value})
    environment = {**os.environ, "DATABASE_URL": address, "OVI_MODE": "test"}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
               "--workers", "2", "--blocking-threads", "4", "--no-access-log", "--log-level", "warning",
               "ovi.site.wsgi:application"]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        deadline = time.monotonic() + 60
        while not _answers(f"http://127.0.0.1:{port}/chat/"):
            assert process.poll() is None and time.monotonic() < deadline, "the web server did not come up"  # noqa: PT018
            time.sleep(0.2)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def session_of(account_id: int) -> str:
    """The session cookie of somebody who has signed in."""
    from django.test import Client

    from ovi.people.models import Account

    client = Client()
    client.force_login(Account.objects.get(pk=account_id), backend="django.contrib.auth.backends.ModelBackend")
    return str(client.cookies["sessionid"].value)


@dataclass
class Chatter:
    """One side of one chat. `got`: the number, key and text of each line, in the order in which they were shown."""

    host: str
    page: str
    name: str
    session: str
    cut: float = 0.0  # how often a request is cut off
    chance: random.Random = field(default_factory=random.Random)
    since: int = 0
    mark: str = ""
    got: list[tuple[int, str, str]] = field(default_factory=list)
    token: str = ""
    cuts: int = 0
    line: http.client.HTTPConnection | None = None

    def ask(self, method: str, address: str, body: str = "") -> tuple[int, str]:
        """Ask until there is an answer; some requests are cut off on the way, at whatever moment."""
        while True:
            try:
                if self.chance.random() < self.cut:
                    self._send(method, address, body)
                    time.sleep(self.chance.random() * 0.03)
                    self.cuts += 1
                    self._hang_up()  # the server may have taken it, or not
                    continue
                status, text = self._send(method, address, body, wait=True)
                if status < 500:
                    return status, text
            except (OSError, http.client.HTTPException):
                self._hang_up()
            time.sleep(self.chance.random() * 0.3)

    def _send(self, method: str, address: str, body: str, *, wait: bool = False) -> tuple[int, str]:
        self.line = self.line or http.client.HTTPConnection(self.host, timeout=600)  # a slow box is no disconnect
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={self.token}", "X-Requested-With": "fetch",
                   "Content-Type": "application/x-www-form-urlencoded"}  # fmt: skip
        self.line.request(method, address, body.encode(), headers)
        if not wait:
            return 0, ""
        answer = self.line.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("csrftoken="):
                self.token = cookie.split(";")[0].removeprefix("csrftoken=")
        return answer.status, text

    def _hang_up(self) -> None:
        if self.line is not None:
            self.line.close()
        self.line = None

    def open(self) -> None:
        """The page, with which the token comes."""
        status, text = self.ask("GET", self.page)
        assert status == 200, f"{self.name}: {status} {text[:300]}"
        assert self.token, "no token came with the page"

    def say(self, text: str) -> None:
        """Send one line until the server has said that it has it."""
        given = {"csrfmiddlewaretoken": self.token, "do": "say", "key": str(uuid4()), "text": text}
        self._show(*self.ask("POST", f"{self.page}?since={self.since}", urllib.parse.urlencode(given)))

    def poll(self) -> None:
        """What has come after the last line that was shown."""
        self._show(*self.ask("GET", f"{self.page}rivit/?since={self.since}&mark={self.mark}"))

    def _show(self, status: int, text: str) -> None:
        if status == 204:  # nothing is new
            return
        assert status == 200, f"{self.name}: {status} {text[:300]}"
        found = json.loads(text)
        for line in found["lines"]:
            self.got.append((line["seq"], line["key"], _text(line["html"])))
        self.mark = found["mark"]
        if found["since"] is not None:
            self.since = found["since"]


def _text(line: str) -> str:
    found = re.search(r'class="said__text" dir="auto">(.*?)</div>', line, re.DOTALL)
    return found[1] if found else ""
