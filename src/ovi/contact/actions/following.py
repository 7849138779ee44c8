"""How does a matter that was not solved go on? As a new contact that knows the earlier one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ovi.contact.actions.receiving import made_by, next_number, tell
from ovi.contact.models import Contact, FollowUp
from ovi.contact.states import Channel, ContactState, ReplyBy
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.people.policies import require_act_for
from ovi.plumbing.actor import Actor


def follow_up(*, earlier: Contact, text: str, key: UUID, by: Actor, now: datetime) -> Contact:
    """A new contact in the same service and register, for the same person. The same key again gives the same one.

    It is taken in whether the contact form is open or not: who is told "write to us if this did not help" must be
    heard. Call it inside a transaction, once the caller has judged that the actor may speak in the earlier matter.
    """
    fields: dict[str, Any] = {
        "number": lambda: next_number(now),
        "state": ContactState.RECEIVED,
        "channel": Channel.WEB,
        "reply_by": ReplyBy.MY_MATTERS,
        "reply_to": "",
        "own_words": text,
        "arrived_at": now,
        **made_by(require_act_for(by, earlier.person_id or 0, today=helsinki_date(now), register=earlier.register), by),
        **{name: getattr(earlier, name) for name in _SAME},
    }
    contact, is_new = Contact.objects.get_or_create(idempotency_key=key, defaults=fields)
    if contact.person_id != earlier.person_id:
        raise Refused("This form has already been used. Open a new one.", code="contact.key")
    if is_new:
        FollowUp.objects.create(contact=contact, earlier=earlier, at=now)
        tell(contact, by=by, now=now)
    return contact


_SAME = ("person_id", "service_id", "service_line", "sector", "register", "language", "private")
