"""How long does a page of search results take while fifty people read at once?

    OVI_VAR=… python bench/search_readers.py      serves the demo county there on a free port (made first if missing)

Fifty readers each open pages one after the other, without a pause, so this is the worst minute, not an ordinary one.
"""

from __future__ import annotations

import os
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from bench.__main__ import record  # noqa: E402
from bench.measure import Row, percentile  # noqa: E402
from bench.search_quality import SHARED, questions  # noqa: E402

READERS, PAGES_EACH = 50, 12
ADDRESS = {"fi": "/palvelut/", "sv": "/sv/tjanster/", "en": "/en/services/"}


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def read(address: str) -> float:
    """Seconds until the page was there, whole."""
    start = time.perf_counter()
    with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - our own server
        page = answer.read()
    if b"</html>" not in page:
        raise RuntimeError(f"{address}: half a page")
    return time.perf_counter() - start


def wait_for(address: str) -> None:
    for _ in range(600):
        try:
            read(address)
            return
        except (OSError, urllib.error.URLError):
            time.sleep(0.5)
    raise RuntimeError(f"{address} did not answer")


def readers(base: str) -> tuple[list[float], float]:
    """How long every page took, in ms and in order, and pages a second."""
    sets = (SHARED / "search" / "queries_dev.tsv", ROOT / "bench" / "queries" / "dev.tsv")
    pages = [
        f"{base}{ADDRESS[one.language]}?{urllib.parse.urlencode({'q': one.text})}"
        for path in sets for one in questions(path)
    ]  # fmt: skip
    taken: list[float] = []
    failed: list[Exception] = []

    def work(number: int) -> None:
        dice = random.Random(number)
        try:
            for _ in range(PAGES_EACH):
                taken.append(read(dice.choice(pages)) * 1000)
        except Exception as error:  # noqa: BLE001 - told by the caller
            failed.append(error)

    start = time.perf_counter()
    threads = [threading.Thread(target=work, args=(number,)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    return sorted(taken), len(taken) / (time.perf_counter() - start)


def main() -> None:
    port = free_port()
    command = [sys.executable, "-m", "ovi.site.cli", "demo", "--port", str(port)]
    environment = {**os.environ, "OVI_MODE": "demo", "PYTHONPATH": str(ROOT / "src")}
    server = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        wait_for(f"{base}/palvelut/?q=hammas")
        alone = sorted(read(f"{base}/palvelut/?q=hammas") * 1000 for _ in range(30))
        taken, rate = readers(base)
    finally:
        server.terminate()
        server.wait(60)
    one = Row(
        "search results, one reader", f"{percentile(alone, 0.5):.0f} ms", f"p95 {percentile(alone, 0.95):.0f} ms", 30
    )
    spread = f"p95 {percentile(taken, 0.95):.0f} ms, p99 {percentile(taken, 0.99):.0f} ms"
    note = f"{rate:.0f} pages a second; readers and server share the machine"
    many = Row(f"search results, {READERS} readers", f"{percentile(taken, 0.5):.0f} ms", spread, len(taken), "", note)
    record("search pages", [one, many])


if __name__ == "__main__":
    main()
