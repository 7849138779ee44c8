"""Has the scanner found anything in a file? Asked outside any transaction, and again until it answers."""

from __future__ import annotations

import shlex
import subprocess
import tempfile
from datetime import datetime

from django.db import transaction

from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.models import StoredFile
from ovi.plumbing.settings import settings
from ovi.plumbing.states import FileState

_SECONDS = 120


def scan_file(*, file_id: int, by: Actor, now: datetime) -> FileState | None:
    """Let the scanner look at the file and note what it said; None where nothing waits. Safe to repeat.

    A scanner that does not answer raises, so that the job is tried again: an unscanned file opens to nobody.
    """
    file = StoredFile.objects.filter(pk=file_id, state=FileState.BEING_CHECKED).select_related("content").first()
    if file is None:
        return None
    state = _verdict(bytes(file.content.data))
    with transaction.atomic():
        waiting = StoredFile.objects.filter(pk=file_id, state=FileState.BEING_CHECKED)
        if waiting.update(state=state, checked_at=now):
            audit.record("plumbing.scan_file", by=by, now=now, object_kind="file", object_id=file_id, state=state)
    return state


def waiting_files(*, before: datetime) -> list[int]:
    """Files that have waited for the scanner since before this moment."""
    rows = StoredFile.objects.filter(state=FileState.BEING_CHECKED, stored_at__lt=before)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _verdict(data: bytes) -> FileState:
    command = shlex.split(settings().scan_command)
    if not command:  # the scanner has been taken out of use: what it was to look at opens as all other files do
        return FileState.MAY_BE_OPENED
    with tempfile.NamedTemporaryFile(prefix="ovi-scan-") as copy:
        copy.write(data)
        copy.flush()
        done = subprocess.run([*command, copy.name], capture_output=True, timeout=_SECONDS, check=False)
    match done.returncode:
        case 0:
            return FileState.MAY_BE_OPENED
        case 1:
            return FileState.BLOCKED
        case status:
            raise RuntimeError(f"the scanner ended with status {status}")
