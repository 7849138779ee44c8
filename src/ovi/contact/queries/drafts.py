"""What has somebody written and not sent yet, and which files go with it?"""

from __future__ import annotations

from uuid import UUID

from ovi.contact.models import ContactDraft
from ovi.plumbing.models import StoredFile


def draft_of_key(key: UUID | None) -> ContactDraft | None:
    """The draft that a browser holds the key of. One query."""
    return ContactDraft.objects.filter(key=key).first() if key else None


def newest_draft(person_id: int) -> ContactDraft | None:
    """What the person wrote last and has not sent, on whichever device. One query."""
    return ContactDraft.objects.filter(person=person_id).order_by("-kept_at").first()


def files_of_draft(draft: ContactDraft) -> list[StoredFile]:
    """The draft's files, in the order of attaching. One query."""
    return list(StoredFile.objects.filter(draft_file__draft=draft).order_by("pk"))
