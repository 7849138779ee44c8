"""What is kept of a message that is not sent yet? Every answer at once: no time-out and no way back loses it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from ovi.contact.models import Contact, ContactDraft, DraftFile
from ovi.contact.queries import files_of_draft
from ovi.plumbing.actor import Actor
from ovi.plumbing.files import drop_file, require_room, store_file
from ovi.plumbing.models import StoredFile
from ovi.plumbing.settings import settings

# A draft of nobody we know is in reach of whoever has the browser, so it is not kept for weeks.
NAMELESS_KEPT = timedelta(hours=24)


@transaction.atomic
def keep_answers(*, key: UUID, person_id: int | None, now: datetime, answers: dict[str, Any]) -> ContactDraft:
    """Add answers to the draft; made if there is none. Two pages open at once do not wipe each other's answers."""
    row, _made = ContactDraft.objects.select_for_update().get_or_create(
        key=key, defaults={"person_id": person_id, "begun_at": now, "kept_at": now}
    )
    row.answers = {**row.answers, **answers}
    row.kept_at = now
    row.person_id = row.person_id or person_id
    row.save(update_fields=["answers", "kept_at", "person"])
    return row


@transaction.atomic
def attach_file(*, draft: ContactDraft, data: bytes, name: str, by: Actor, now: datetime) -> StoredFile:
    """Clean a file and put it with the draft; Refused with what to do when it is not fit or there is no room."""
    locked = ContactDraft.objects.select_for_update().get(pk=draft.pk)
    require_room(files_of_draft(locked), size=len(data))
    stored = store_file(data=data, name=name, by=by, now=now)
    DraftFile.objects.create(draft=locked, file=stored)
    return stored


@transaction.atomic
def detach_file(*, draft: ContactDraft, key: UUID, by: Actor, now: datetime) -> None:
    """Take a file back; nothing happens if it is not the draft's (any more)."""
    row = DraftFile.objects.filter(draft=draft, file__key=key).select_related("file").first()
    if row is not None:
        file = row.file
        row.delete()
        drop_file(file=file, by=by, now=now)


@transaction.atomic
def drop_draft(*, key: UUID, by: Actor, now: datetime) -> None:
    """Delete the draft and its files, once given up."""
    for row in ContactDraft.objects.select_for_update().filter(key=key):
        _drop(row, by, now)


def hand_over_files(*, draft_key: UUID | None, contact: Contact) -> None:
    """In the transaction that stores the contact: the draft's files become the contact's, and the draft is gone."""
    with connection.cursor() as cursor:
        # Locked first, for a file that is being attached to be seen by what moves the files.
        cursor.execute("select id from contact_contactdraft where key = %s for update", [draft_key])
        if draft := cursor.fetchone():
            cursor.execute(_HAND_OVER, {"draft": draft[0], "contact": contact.pk})


_HAND_OVER = """
with gone as (delete from contact_contactdraft where id = %(draft)s),
     moved as (delete from contact_draftfile where draft_id = %(draft)s returning file_id)
insert into contact_contactfile (contact_id, file_id) select %(contact)s, file_id from moved
"""


def drop_sent_draft(*, draft_key: UUID | None, idempotency_key: UUID, by: Actor, now: datetime) -> None:
    """Of two presses at once the later may have kept the answers anew: what has been sent is no draft any more."""
    if draft_key is None:
        return
    lying = ContactDraft.objects.select_for_update().filter(key=draft_key)
    for row in lying.filter(answers__idempotency_key=str(idempotency_key)):
        _drop(row, by, now)


@transaction.atomic
def forget_drafts(*, by: Actor, now: datetime) -> int:
    """Delete drafts that nobody came back to: nameless ones after a day, a person's after the setting's days."""
    lying = ContactDraft.objects.select_for_update(skip_locked=True)
    old = [
        *lying.filter(person=None, kept_at__lt=now - NAMELESS_KEPT),
        *lying.filter(kept_at__lt=now - timedelta(days=settings().draft_days), person__isnull=False),
    ]
    for row in old:
        _drop(row, by, now)
    return len(old)


def _drop(row: ContactDraft, by: Actor, now: datetime) -> None:
    files = files_of_draft(row)
    row.delete()
    for file in files:
        drop_file(file=file, by=by, now=now)
