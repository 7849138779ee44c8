"""How is it written down that a worker sat beside the client, and who typed? Within the transaction of the writing."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from ovi.contact.models import AssistedWriting, Contact, Message
from ovi.contact.states import TypedBy
from ovi.foundation.refusals import Fault, Refused
from ovi.people.policies import helping
from ovi.plumbing.actor import Actor


def require_typed_by(typed_by: str) -> None:
    """Refused until it is said who typed: what stands on the matter must not pass for somebody else's typing."""
    if typed_by not in set(TypedBy):
        raise Refused(
            gettext_noop("Nothing was sent. Say who typed the text."), code="contact.faulty",
            faults=[Fault("typed_by", gettext_noop("Choose who typed the text."))],
        )  # fmt: skip


def note_assisted(
    *, contact: Contact | None = None, message: Message | None = None, typed_by: str, by: Actor, now: datetime
) -> None:
    """The presence of the helper and who typed; nothing where nobody helps."""
    if whose := helping(by):
        AssistedWriting.objects.create(
            contact=contact, message=message, help_id=whose.ground_id, typed_by=typed_by, at=now
        )


def written_beside(contact: Contact, by: Actor) -> bool:
    """Was this contact sent in the very help session that the actor is in?"""
    whose = helping(by)
    return whose is not None and AssistedWriting.objects.filter(contact=contact, help=whose.ground_id).exists()
