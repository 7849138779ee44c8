"""Which files came with a contact, and may this one be given to its sender?"""

from __future__ import annotations

from uuid import UUID

from ovi.contact.models import Contact
from ovi.plumbing.models import StoredFile


def files_of_contact(number: str) -> list[StoredFile]:
    """The files that came with the contact, in the order of attaching. One query."""
    return list(StoredFile.objects.filter(contact_file__contact__number=number).order_by("pk"))


def file_of_contact(key: UUID) -> tuple[StoredFile, Contact] | None:
    """A file that came with a contact, and that contact. One query."""
    file = StoredFile.objects.filter(key=key).select_related("contact_file__contact__person").first()
    came = getattr(file, "contact_file", None) if file else None
    return (file, came.contact) if file and came else None
