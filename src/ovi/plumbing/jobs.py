"""What does the plumbing do by itself? It seals the access log, takes up a killed worker's jobs, has files scanned."""

from __future__ import annotations

import logging
import subprocess
from datetime import timedelta

from django.db import connection

from ovi.plumbing import access, clock
from ovi.plumbing.actor import system
from ovi.plumbing.events import handles, scheduled
from ovi.plumbing.file_scanning import scan_file, waiting_files

log = logging.getLogger(__name__)


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


@handles("plumbing.file_stored")
def scan_stored_file(file_id: int) -> None:
    """Let the scanner look at a file that somebody has sent; tried again while it does not answer."""
    scan_file(file_id=file_id, by=system("scanning"), now=clock.now())


@scheduled("*/10 * * * *")
def scan_files_left_behind() -> None:
    """Ask the scanner again about files that have waited for ten minutes: it was down longer than a job is retried."""
    now = clock.now()
    for file_id in waiting_files(before=now - timedelta(minutes=10)):
        try:
            scan_file(file_id=file_id, by=system("scanning"), now=now)
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:  # the others may still be looked at
            log.error("file %s could not be scanned: %s", file_id, error)
