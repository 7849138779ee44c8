"""What has somebody written and not sent yet, and which files go with it?"""

from __future__ import annotations

from uuid import UUID

from ovi.contact.models import ContactDraft
from ovi.plumbing import statements
from ovi.plumbing.models import StoredFile


def draft_of_key(key: UUID | None) -> ContactDraft | None:
    """The draft that a browser holds the key of. One query."""
    return ContactDraft.objects.filter(key=key).first() if key else None


def newest_draft(person_id: int) -> ContactDraft | None:
    """What the person wrote last and has not sent, on whichever device. One query."""
    return next(iter(statements.found(ContactDraft, _NEWEST, person=person_id)), None)


_NEWEST = "where person_id = %(person)s order by kept_at desc limit 1"


def words_sent(key: UUID) -> str | None:
    """What the form with this key was sent with; None when it has not been sent. One query."""
    return next((words for (words,) in statements.rows(_SENT, key=key)), None)


_SENT = "select own_words from contact_contact where idempotency_key = %(key)s"


def files_of_draft(draft: ContactDraft) -> list[StoredFile]:
    """The draft's files, in the order of attaching. One query."""
    return list(StoredFile.objects.filter(draft_file__draft=draft).order_by("pk"))
