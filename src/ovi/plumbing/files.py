"""How is a file that somebody sends taken in, checked and given out? By content, bare, bounded, and as a download only.

What a file is called and what its sender says it is count for nothing: it is drawn or written anew by a program of its
own with bounded memory and time (file_cleaning). It lies in the database (docs/decisions/0021): there it commits with
what it belongs to, is in the backup, and has no name that a web server could give out.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path, PurePosixPath

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_noop

from ovi.foundation.refusals import Refused
from ovi.plumbing import access, audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.events import emit
from ovi.plumbing.models import StoredContent, StoredFile
from ovi.plumbing.settings import settings
from ovi.plumbing.states import FileState

MAX_BYTES = 10_000_000
MAX_FILES = 5
MAX_TOTAL = 30_000_000
ACCEPTED = ".jpg,.jpeg,.png,.webp,.pdf,image/jpeg,image/png,image/webp,application/pdf"  # for the browser's chooser
_CLEANER = Path(__file__).with_name("file_cleaning.py")
_CLEAN_SECONDS = 40
_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
_WHY = {
    "unknown": gettext_noop("This kind of file cannot be sent. Send a picture (JPG, PNG or WebP) or a PDF."),
    "broken": gettext_noop("The file cannot be read. Check that it opens on your own device, or take a picture of it."),
    "too_large": gettext_noop("The file is too large. One file may have 10 megabytes at most."),
    "protected": gettext_noop("The PDF is locked. Save it without a password, or take a picture of it."),
    "active": gettext_noop("The PDF holds a program or another file inside. Print it to a new PDF, or take a picture."),
    "empty": gettext_noop("The file is empty. Choose it again."),
    "many": gettext_noop("At most five files, 30 megabytes together. Remove one, or send the rest in a later message."),
}


@transaction.atomic
def store_file(*, data: bytes, name: str, by: Actor, now: datetime) -> StoredFile:
    """Clean and keep the file; Refused "file.…" with what to do when it is not fit to be taken."""
    kind, cleaned = _cleaned(data)
    stored = StoredFile.objects.create(
        state=FileState.BEING_CHECKED if settings().scan_command else FileState.MAY_BE_OPENED,
        name=clean_name(name, kind),
        kind=kind,
        size=len(cleaned),
        sha256=hashlib.sha256(cleaned).hexdigest(),
        stored_at=now,
    )
    StoredContent.objects.create(file=stored, data=cleaned)
    audit.record("plumbing.store_file", by=by, now=now, object_kind="file", object_id=stored.pk, kind=kind)
    if settings().scan_command:
        emit("plumbing.file_stored", file_id=stored.pk)
    return stored


def require_room(kept: Iterable[StoredFile], *, size: int) -> None:
    """Refused when one more file of `size` does not fit beside those already kept for the same message."""
    rows = list(kept)
    if len(rows) >= MAX_FILES or sum(row.size for row in rows) + size > MAX_TOTAL:
        raise Refused(_WHY["many"], code="file.many")


@transaction.atomic
def drop_file(*, file: StoredFile, by: Actor, now: datetime) -> None:
    """Delete a file that its sender takes back before sending, or whose draft has lapsed."""
    audit.record("plumbing.drop_file", by=by, now=now, object_kind="file", object_id=file.pk)
    file.delete()


def download(request: HttpRequest, file: StoredFile, *, page: str, shown: Iterable[access.Shown]) -> HttpResponse:
    """The file as a download. The caller has asked its room's policy; whose data it is goes into the access log.

    Never shown within a page: what a browser does with it happens apart from this site.
    """
    if file.state != FileState.MAY_BE_OPENED:
        words = {
            FileState.BEING_CHECKED: gettext_noop("The file is still being checked. Try again in a moment."),
            FileState.BLOCKED: gettext_noop("The file was blocked, because the check found something harmful in it."),
        }
        raise Refused(words[FileState(file.state)], code="file.state")
    access.note(request, page=page, shown=shown)
    response = HttpResponse(bytes(file.content.data), content_type=file.kind)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=file.name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["Cache-Control"] = "no-store"
    return response


def clean_name(name: str, kind: str) -> str:
    """A name that tells no path, hides nothing and ends as its content: no control or text-turning characters."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    seen = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp"))
    stem = " ".join(seen.rsplit(".", 1)[0].split()).strip(". ")
    stem = "".join(char if char not in '<>:"/|?*' else "_" for char in stem)[:100].strip(". ")
    return (stem or "file") + _ENDINGS[kind]


def _cleaned(data: bytes) -> tuple[str, bytes]:
    if not data:
        raise Refused(_WHY["empty"], code="file.empty")
    if len(data) > MAX_BYTES:
        raise Refused(_WHY["too_large"], code="file.too_large")
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CLEANER)], input=data, capture_output=True, timeout=_CLEAN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Refused(_WHY["too_large"], code="file.too_large") from error
    word = done.stderr.decode(errors="replace").rsplit("\n", 1)[-1]
    if done.returncode == 0 and word in _ENDINGS and done.stdout:
        if len(done.stdout) > 2 * MAX_BYTES:
            raise Refused(_WHY["too_large"], code="file.too_large")
        return word, done.stdout
    # Killed for its memory or time, or fallen over what it read: the file is at fault, whatever it is.
    why = word.removeprefix("refused:") if word.startswith("refused:") else "broken"
    why = why if why in _WHY else "broken"
    raise Refused(_WHY[why], code=f"file.{why}")
