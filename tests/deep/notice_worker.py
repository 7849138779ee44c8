"""A worker that sends due notices until it is stopped or killed: a process of tests/deep/test_notices_killed.py.

python -m tests.deep.notice_worker CLAIM_SECONDS
"""

from __future__ import annotations

import os
import subprocess
import sys
import time


def start(claim_seconds: float, **settings: str) -> subprocess.Popen[str]:
    """A worker on this process's database, with ways out as `settings` (OVI_… variables) say."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    from tests.database import ROOT

    of = connection.settings_dict
    parts = {"host": of["HOST"], "port": of["PORT"], "user": of["USER"], "password": of["PASSWORD"]}
    address = make_conninfo("", dbname=of["NAME"], **{key: str(value) for key, value in parts.items() if value})
    environment = {**os.environ, "DATABASE_URL": address, "OVI_MODE": "test", **settings}
    command = [sys.executable, "-m", "tests.deep.notice_worker", str(claim_seconds)]
    return subprocess.Popen(command, text=True, cwd=ROOT, env=environment)


def work(claim_seconds: float) -> None:
    """As the job does, but without its pause; a claim runs out in seconds, so that the test need not wait minutes."""
    from datetime import timedelta

    from ovi.people import actions
    from ovi.people.actions import sending
    from ovi.plumbing import clock
    from ovi.plumbing.actor import system

    sending._CLAIMED = timedelta(seconds=claim_seconds)
    while True:
        for notice_id in actions.due_notices(now=clock.now()):
            actions.send_notice(notice_id=notice_id, by=system("notices"), now=clock.now())
        time.sleep(0.05)


if __name__ == "__main__":
    import django

    django.setup()
    work(float(sys.argv[1]))
