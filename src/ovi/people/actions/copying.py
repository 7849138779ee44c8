"""How is a copy of one's own data asked for, made, fetched once and dropped? (GDPR art. 15 and 20.)"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.foundation.refusals import Refused
from ovi.people.actions.notifying import About, notify
from ovi.people.models import DataCopy
from ovi.people.policies import require_level
from ovi.people.states import CopyState, NotifyKind
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.events import emit
from ovi.plumbing.settings import settings

FORMATS = ("json", "pdf")
_RUNNING = (CopyState.WAITING, CopyState.MAKING)


@transaction.atomic
def ask_copy(*, language: str, by: Actor, now: datetime) -> DataCopy:
    """Ask for a copy of one's own data; while one is being made, the same one. Nobody asks for another's."""
    if by.person_id is None or by.on_behalf is not None:
        raise Refused(
            gettext_noop("A copy is made of your own data only. Stop acting for another first."), code="permission.copy"
        )
    require_level(by)
    running = DataCopy.objects.filter(person=by.person_id, asked_by=by.account_id, state__in=_RUNNING).first()
    if running:
        return running
    row = DataCopy.objects.create(
        person_id=by.person_id, asked_by_id=by.own_account(), language=language, state=CopyState.WAITING, asked_at=now
    )
    audit.record("people.copy_asked", by=by, now=now, object_kind="copy", object_id=row.pk, subject_key=by.subject_key)
    emit("people.copy_asked", copy_id=row.pk)
    return row


def begin_copy(*, copy_id: int, parts: int) -> DataCopy | None:
    """The job has begun, perhaps again after being killed; None where there is nothing to make any more."""
    started = DataCopy.objects.filter(pk=copy_id, state__in=_RUNNING)
    if not started.update(state=CopyState.MAKING, parts=parts, parts_done=0):
        return None
    return DataCopy.objects.select_related("person", "asked_by").get(pk=copy_id)


def tell_progress(*, copy_id: int, done: int) -> None:
    DataCopy.objects.filter(pk=copy_id, state=CopyState.MAKING).update(parts_done=done)


@transaction.atomic
def finish_copy(*, copy_id: int, as_json: bytes, as_pdf: bytes, by: Actor, now: datetime) -> None:
    """The files are there, for some days."""
    row = DataCopy.objects.select_for_update().select_related("person").get(pk=copy_id)
    if row.state != CopyState.MAKING:
        return
    row.state, row.ready_at, row.keep_until = CopyState.READY, now, now + timedelta(days=settings().copy_days)
    row.json_file, row.pdf_file, row.parts_done = as_json, as_pdf, row.parts
    row.save()
    audit.record("people.copy_made", by=by, now=now, object_kind="copy", object_id=row.pk,
                 subject_key=row.person.subject_key, bytes=len(as_json) + len(as_pdf))  # fmt: skip
    about = About("copy", str(row.pk))
    notify(person_id=row.person_id, address=None, kind=NotifyKind.COPY_READY, about=about, by=by, now=now)


def fail_copy(*, copy_id: int) -> None:
    """It could not be made; the person is told to ask again, and the log of the job says why."""
    DataCopy.objects.filter(pk=copy_id, state__in=_RUNNING).update(state=CopyState.FAILED)


@transaction.atomic
def fetch_copy(*, key: UUID, file_format: str, by: Actor, now: datetime) -> bytes:
    """One file of one's own copy, once. Others' copies, used ones and old ones get the same answer."""
    require_level(by)
    row = DataCopy.objects.select_for_update().filter(
        key=key, person=by.person_id, asked_by=by.account_id, state=CopyState.READY, keep_until__gt=now
    ).first() if by.on_behalf is None else None  # fmt: skip
    fetched = f"{file_format}_fetched_at"
    if row is None or file_format not in FORMATS or getattr(row, fetched) is not None:
        raise Refused(
            gettext_noop("This file has been fetched already, or it is no longer kept. Ask for a new copy."),
            code="copy.gone.state",
        )
    setattr(row, fetched, now)
    row.save(update_fields=[fetched])
    audit.record("people.copy_fetched", by=by, now=now, object_kind="copy", object_id=row.pk,
                 subject_key=by.subject_key, format=file_format)  # fmt: skip
    return bytes(getattr(row, f"{file_format}_file"))


def drop_old_copies(*, now: datetime) -> int:
    """What was kept long enough, or fetched whole, holds no data any more; returns how many."""
    ready = DataCopy.objects.filter(state=CopyState.READY)
    fetched = ready.filter(json_fetched_at__isnull=False, pdf_fetched_at__isnull=False)
    return (ready.filter(keep_until__lte=now) | fetched).update(state=CopyState.GONE, json_file=None, pdf_file=None)
