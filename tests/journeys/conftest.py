"""A real product for the journeys: `ovi demo` with a small invented county, and the system's Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.journeys.people import sign_in

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Journeys are left out without a browser."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium: apt-get install chromium"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:  # noqa: S310 - our own address
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def product_environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a demo installation in a folder of its own."""
    kept = ("PATH", "HOME", "LANG", "PYTHONPATH", "OVI_SHARED")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    return {**environment, "OVI_MODE": "demo", "OVI_VAR": str(tmp_path_factory.mktemp("product"))}


@pytest.fixture(scope="session")
def server(product_environment: dict[str, str]) -> Iterator[str]:
    """The address of the running demo."""
    port = free_port()
    command = [sys.executable, "-m", "ovi.site.cli", "demo", "--port", str(port), "--residents", "600"]
    log = Path(product_environment["OVI_VAR"]) / "demo.log"
    with log.open("w") as out:
        process = subprocess.Popen(command, env=product_environment, stdout=out, stderr=out)
    address = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 180
    while not answers(address + "/"):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            pytest.fail(f"ovi demo did not come up:\n{log.read_text()[-3000:]}")
        time.sleep(0.3)
    yield address
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        pytest.fail("ovi demo did not stop on SIGTERM")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """For one file: while it is open a loop of events runs in this process, in which no other test could ask Django."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def known_cookies() -> dict[str, list[Any]]:
    return {}


@pytest.fixture(scope="module")
def cookies_of(browser: Browser, server: str, known_cookies: dict[str, list[Any]]) -> Callable[[str], list[Any]]:
    """The cookies of one who has signed in, once for each account: for tests that only look at pages."""

    def cookies(account: str) -> list[Any]:
        if account not in known_cookies:
            door = browser.new_context(base_url=server, locale="fi-FI")
            sign_in(door.new_page(), account)
            known_cookies[account] = door.cookies()
            door.close()
        return known_cookies[account]

    return cookies


@pytest.fixture
def context(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """A fresh visitor at 1280 px with Finnish as language."""
    made = browser.new_context(base_url=server, locale="fi-FI", viewport={"width": 1280, "height": 900})
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()
