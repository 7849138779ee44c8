"""What does the plumbing do by itself? It seals the access log and takes up the jobs of a killed worker."""

from __future__ import annotations

from django.db import connection

from ovi.plumbing import access, clock
from ovi.plumbing.events import scheduled


@scheduled("* * * * *")
def seal_access_log() -> None:
    """Join the rows of the access log that were committed since the last time to the hash chain."""
    access.seal(now=clock.now())


@scheduled("* * * * *")
def take_up_stalled_jobs() -> None:
    """Put back jobs whose worker has given no sign of life for half a minute; every job may run twice."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_jobs set status = 'todo', worker_id = null, attempts = attempts + 1 "
            "where status = 'doing' and not exists (select 1 from procrastinate_workers worker "
            "where worker.id = worker_id and worker.last_heartbeat > now() - interval '30 seconds')"
        )
