"""Does the worklist stay as quick with 100 000 open cases in one unit as with 1 000?

The page is asked through the whole stack (session, sign-in, queries, template, access log) in a scratch database
that bulk SQL has filled. The hard case: all cases belong to one unit; beside it the same cases spread over three.

    python -m bench.worklist        prints the rows as JSON; python -m bench worklist makes the table of them
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from bench.measure import Row, milliseconds, percentile, timing_row

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000, 100_000)
GOAL = "p95 ≤ 100 ms, ≤ 8 queries, flat"
PAGES = (
    ("first page", ""),
    ("page 200", "?page=200"),
    ("overdue", "?standing=breached"),
    ("due soon", "?standing=at_risk"),
    ("one service and waiting reason", "?line=oral_health&wait=resource"),
    ("longest waiting first", "?order=arrived"),
    ("search by name", "?q=Meikäläinenbecf"),
    ("search by the end of a number", "?q=4321"),
    ("mine", "?shown=mine"),
)

# Due days −40 … +180 around today, one in ten without a limit, one in fifty judged urgent; as many closed cases.
FILL = """
set session_replication_role = replica;
insert into people_person (subject_key, first_name, last_name, sort_name, birth_date, language, interpreter_language,
    municipality_id, postal_code, phone, email, non_disclosure, highest_care_allowance)
  select gen_random_uuid(), 'Maija', 'Meikäläinen' || translate(i::text, '0123456789', 'abcdefghij'),
    %(key)s || translate(i::text, '0123456789', 'abcdefghij') || ' maija',
    date '1930-01-01' + (i %% 33000), 'fi', '', '837', '', '', '', i %% 200 = 0, false
  from generate_series(%(from)s::int, %(to)s::int) i;
insert into contact_contact (number, idempotency_key, state, channel, person_id, service_line, sector, register,
    own_words, language, reply_by, reply_to, arrived_at)
  select 'OVI-2026-' || lpad(i::text, 6, '0'), gen_random_uuid(), 'in_case', 'web', p.id,
    'primary_care', 'health', 'patient', 'Polvi on ollut kipeä jo viikon, mitä teen? ' || i, 'fi', 'phone', '040',
    %(now)s::timestamptz - (i %% 4000) * interval '1 hour'
  from generate_series(%(from)s::int, %(to)s::int) i
  join people_person p on p.last_name = 'Meikäläinen' || translate(i::text, '0123456789', 'abcdefghij');
insert into casework_case (contact_id, person_id, state, register, sector, service_line, unit_id, owner_id, urgency,
    contact_at, opened_at, assessed_at, first_event_at, closed_at, close_reason, wait_reason, segment, hand_overs,
    next_due_on, at_risk_on)
  select c.id, c.person_id, case when part = 1 then 'closed' else 'assessed' end, 'patient', 'health',
    (array['primary_care', 'oral_health', 'mental_health'])[1 + i %% 3], (%(units)s::bigint[])[1 + i %% %(split)s::int],
    case when i %% 1000 = 1 then %(me)s::bigint end, case when i %% 50 = 0 then 'urgent' else 'non_urgent' end,
    c.arrived_at, c.arrived_at, c.arrived_at, null, case when part = 1 then %(now)s::timestamptz end,
    case when part = 1 then 'service_given' else '' end,
    case when i %% 7 = 0 then 'resource' else '' end, '', 0, due, due - 12
  from (select row_number() over (order by id) as i, ntile(2) over (order by id) as part, * from contact_contact
        where id > %(after)s::bigint) c
  cross join lateral (select case when part = 1 or i %% 10 = 0 then null
                             else %(today)s::date - 40 + (i * 7 %% 220)::int end as due) d;
insert into casework_caseclock (case_id, rule_id, legal_ref, rule_valid_from, law_version, status, start_kind,
    starts_on, stop_kind, due_on)
  select id, 'PHC-3M-ADULT', '51 a §', '2025-01-01', '1', 'verified', 'assessed', next_due_on - 60, 'care_event',
    next_due_on from casework_case where contact_id > %(after)s::bigint and next_due_on is not null;
"""


def rows() -> list[Row]:
    """Measured in a process of its own, so that other parts keep their database."""
    folder = ROOT / "var" / "bench-worklist"
    environment = {**os.environ, "OVI_TEST_VAR": str(folder), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    command = [sys.executable, "-m", "bench.worklist"]
    try:
        told = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if told.returncode:
        raise RuntimeError("the worklist could not be measured; what it said stands above")
    return [Row(**one) for one in json.loads(told.stdout.strip().splitlines()[-1])]


def measured() -> list[Row]:
    from tests import database

    database.use_test_settings()
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database.make_database()
    try:
        return _measured()
    finally:
        connection.close()
        from ovi.plumbing.database import ensure_embedded

        ensure_embedded().stop()


def _measured() -> list[Row]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from ovi.plumbing.actor import Role
    from tests import database
    from tests.integration import people_for_tests as make

    made: list[Row] = []
    for split in (1, 3):
        database.empty_all_tables()
        county = make.make_county()
        third = make.unit(county.station.organisation, county.nokia, "Kolmas asema", "patient", ["primary_care"])
        units = [county.station, county.other_station, third]
        who = make.worker(county.station, Role.NURSE, also=tuple(units[1:split]))
        filled, client = 0, Client()
        client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
        for size in SIZES:
            _fill(filled, size, [unit.pk for unit in units], split, who.professional.pk)
            filled = size
            for name, query in PAGES if split == 1 else PAGES[:2]:
                with CaptureQueriesContext(connection) as queries:
                    answer = client.get(f"/tyo/{query}")
                asked = len(queries)  # now: the next request forgets them
                assert answer.status_code == 200, answer.content[:500]
                taken = milliseconds(lambda client=client, query=query: client.get(f"/tyo/{query}"), runs=40)
                where = "one unit" if split == 1 else "three units"
                made.append(timing_row(f"worklist, {size:,} open in {where}: {name}".replace(",000", " 000"), taken,
                                       goal=GOAL, note=f"{asked} queries"))  # fmt: skip
                print(name, size, f"p95 {percentile(taken, 0.95):.1f} ms", asked, file=sys.stderr)
            peer = milliseconds(lambda client=client: client.get("/tietoa/"), runs=40)
            made.append(timing_row(f"peer: a page without data, in the same minute as {size:,} open", peer))
    return made


def _fill(have: int, size: int, units: list[int], split: int, me: int) -> None:
    from datetime import UTC, datetime

    from ovi.foundation.text import sort_key
    from tests import database

    now = datetime.now(tz=UTC)  # noqa: TID251 - the page reads the real clock
    with database.superuser_connection() as connection:
        (after,) = connection.execute("select coalesce(max(id), 0) from contact_contact").fetchone()
        given = {"from": 2 * have + 1, "to": 2 * size, "now": now, "today": now.date(), "units": units, "split": split,
                 "me": me, "after": after, "key": sort_key("Meikäläinen")}  # fmt: skip
        for statement in FILL.split(";\n"):
            if statement.strip():
                connection.execute(statement, given if "%(" in statement else None)
        connection.execute("set session_replication_role = default")
        connection.execute("vacuum analyze")


if __name__ == "__main__":
    print(json.dumps([asdict(row) for row in measured()], ensure_ascii=False))
