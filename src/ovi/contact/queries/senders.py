"""How did a contact come: who made it, by which right, with which wishes and files?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ovi.contact.models import Contact
from ovi.contact.queries.files import files_of_contact
from ovi.plumbing.models import StoredFile


@dataclass(frozen=True, slots=True)
class Sender:
    """What a worker needs to know of how to answer. `made_by`: who acted for the client, else empty.

    `logged`: a worker wrote it down, so a code can be given. `helper` sat beside the client; `typed_by`: which
    of the two typed.
    """

    made_by: str
    ground: str
    right_ended: bool
    interpreter: str
    reply_when: str
    private: bool
    code_until: datetime | None
    logged: bool
    helper: str
    typed_by: str
    files: tuple[StoredFile, ...]


def sender_of(contact_id: int, *, now: datetime) -> Sender | None:
    """Of a contact that somebody made; none of a notification, whose sender has another panel. Two queries."""
    rows = Contact.objects.filter(pk=contact_id, notification=None).select_related(
        "made_by", "representation", "code", "assisted__help__helper"
    )
    contact = rows.first()
    if contact is None:
        return None
    right, code = contact.representation, getattr(contact, "code", None)
    assisted = getattr(contact, "assisted", None)
    return Sender(
        made_by=contact.made_by.full_name if contact.made_by else "",
        ground=contact.ground,
        right_ended=right is not None and right.ended_at is not None,
        interpreter=contact.interpreter_language,
        reply_when=contact.reply_when,
        private=contact.private,
        helper=assisted.help.helper.name if assisted else "",
        typed_by=assisted.typed_by if assisted else "",
        logged=contact.logged_by_id is not None,
        code_until=code.expires_at if code and code.expires_at > now else None,
        files=tuple(files_of_contact(contact.number)),
    )
