"""What does the access log cost a request? One write for one person and for a page of fifty, committed."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from uuid import uuid4

from bench import product
from bench.measure import Row, milliseconds, timing_row


def rows() -> list[Row]:
    product.ready()
    from django.db import connection, transaction

    from ovi.plumbing import access, clock
    from ovi.plumbing.access import Shown
    from ovi.plumbing.actor import Actor, Role

    nurse = Actor(account_id=10**9, name="Bench", roles=frozenset({Role.NURSE}), purpose="care")
    turn = count()

    def write(people: int) -> None:
        number = next(turn)
        shown = [Shown(uuid4(), "case", "case", str(one)) for one in range(people)]
        access.write(page=f"bench-{number}", shown=shown, by=nurse, now=clock.now() + timedelta(0))

    def empty_commit() -> None:
        """The peer: a transaction that inserts one plain row, so that only the log's own work is counted."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("insert into bench_peer (note) values ('x')")

    with connection.cursor() as cursor:
        cursor.execute("create temporary table bench_peer (id bigint generated always as identity, note text)")
    one, fifty, peer = [], [], []
    for _ in range(5):  # interleaved, so that a noisy moment meets all three
        one += milliseconds(lambda: write(1), runs=40)
        fifty += milliseconds(lambda: write(50), runs=40)
        peer += milliseconds(empty_commit, runs=40)
    return [
        timing_row("access log: one person", sorted(one), note="one statement, committed"),
        timing_row("access log: fifty persons", sorted(fifty), note="one statement, committed"),
        timing_row("peer: one plain insert into a temporary table", sorted(peer), note="same connection, interleaved"),
    ]
