"""Which contact has somebody opened by its code, and can one be answered by it?"""

from __future__ import annotations

from datetime import datetime

from ovi.contact.models import Contact, ContactCode


def contact_opened_by(contact_id: int, digest_begin: str, *, now: datetime) -> Contact | None:
    """The contact, while the code by which it was opened is in force and no newer one has been given. One query."""
    rows = Contact.objects.filter(pk=contact_id, code__digest__startswith=digest_begin, code__expires_at__gt=now)
    return rows.select_related("code", "person", "case__unit", "service").first()


def answered_by_code(contact_id: int, *, now: datetime) -> bool:
    """Can the sender read an answer here by their code, though we do not know who they are? One query."""
    return ContactCode.objects.filter(contact=contact_id, expires_at__gt=now).exists()
