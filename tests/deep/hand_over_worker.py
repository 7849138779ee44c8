"""A worker that hands cases over without end: run as a process by tests/deep/test_hand_overs_killed.py and the bench.

python -m tests.deep.hand_over_worker SECONDS SEED      prints how many hand-overs it completed
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time


def start(
    seconds: float, seed: int, *, module: str = "tests.deep.hand_over_worker", more: tuple[str, ...] = ()
) -> subprocess.Popen[str]:
    """A worker on this process's database, by its address: sixteen starts need not prepare a server."""
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    from tests.database import ROOT

    of = connection.settings_dict
    parts = {"host": of["HOST"], "port": of["PORT"], "user": of["USER"], "password": of["PASSWORD"]}
    address = make_conninfo("", dbname=of["NAME"], **{key: str(value) for key, value in parts.items() if value})
    environment = {**os.environ, "DATABASE_URL": address, "OVI_MODE": "test"}
    command = [sys.executable, "-m", module, str(seconds), str(seed), *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment)


def work(seconds: float, seed: int) -> int:
    """Offer a case of one's unit, or answer an offer, until time is up; each is a transaction of its own."""
    from ovi.casework import actions
    from ovi.casework.models import Case, HandOver
    from ovi.foundation.refusals import Refused
    from ovi.people.models import Membership
    from ovi.plumbing import clock
    from tests.integration.people_for_tests import acting

    chance = random.Random(seed)
    members = Membership.objects.select_related("account").order_by("id")
    workers = {one.unit_id: acting(one.account) for one in members}
    units = sorted(workers)
    cases = list(Case.objects.order_by("id").values_list("id", flat=True))
    done, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        case_id, now = chance.choice(cases), clock.now()
        offer = HandOver.objects.filter(case_id=case_id, state="offered").first()
        try:
            if offer is None:
                unit = Case.objects.values_list("unit_id", flat=True).get(pk=case_id)
                to = chance.choice([one for one in units if one != unit])
                by = workers[unit]
                actions.hand_over(case_id=case_id, to_unit_id=to, reason="Koe", by=by, now=now)
            elif chance.random() < 0.8:
                actions.accept_hand_over(case_id=case_id, by=workers[offer.to_unit_id], now=now)
                done += 1
                actions.give_back(case_id=case_id, by=workers[offer.to_unit_id], now=now)
            else:
                actions.decline_hand_over(case_id=case_id, reason="Ei", by=workers[offer.to_unit_id], now=now)
        except Refused:
            continue  # another was quicker
    return done


if __name__ == "__main__":
    import django

    django.setup()
    print(work(float(sys.argv[1]), int(sys.argv[2])))  # noqa: T201 - how many, for whom started it
