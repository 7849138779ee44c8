"""How does one make contact without saying who one is? Where a service is marked for it; a code leads back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from ovi.contact.actions.codes import code_of, digest, keep_code
from ovi.contact.actions.drafting import drop_sent_draft, hand_over_files
from ovi.contact.actions.receiving import (
    USED,
    base_fields,
    next_number,
    once,
    require_open_channel,
    require_sound,
    tell,
)
from ovi.contact.models import Contact, ContactCode
from ovi.contact.states import ReplyBy
from ovi.directory.models import Service
from ovi.directory.queries.nameless import nameless_service
from ovi.directory.service_lines import LINES
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import ANONYMOUS


def receive_nameless(
    *, idempotency_key: UUID, own_words: str, service_id: int, language: str, draft_key: UUID, now: datetime
) -> Contact:
    """Store a contact of somebody who does not say who they are; the code of the draft's key opens it again.

    Nothing ties it to an account, signed in or not. Only services marked for it take such contacts.
    """
    service = nameless_service(service_id)
    if service is None:
        raise Refused(
            gettext_noop("This service cannot be contacted without a name. Choose another one."),
            code="contact.nameless",
        )
    line = service.service_line
    require_sound(own_words=own_words, service_line=line, language=language, reply_by=ReplyBy.CODE, to="")
    code = code_of(draft_key=draft_key, idempotency_key=idempotency_key)
    row = Service.objects.get(pk=service_id)

    def new() -> Contact:
        require_open_channel(line, ReplyBy.CODE, now)
        register = row.register or LINES[line].register
        fields = base_fields(own_words, row, line, register, language, now)
        contact = Contact.objects.create(
            **fields, idempotency_key=idempotency_key, number=next_number(now), reply_by=ReplyBy.CODE, private=True
        )
        keep_code(contact=contact, code=code, now=now)
        hand_over_files(draft_key=draft_key, contact=contact)
        tell(contact, by=ANONYMOUS, now=now)
        return contact

    def again(sent: Contact) -> Contact:
        if not ContactCode.objects.filter(contact=sent, digest=digest(code)).exists():
            raise Refused(USED, code="contact.key")
        drop_sent_draft(draft_key=draft_key, idempotency_key=idempotency_key, by=ANONYMOUS, now=now)
        return sent

    return once(idempotency_key, new=new, again=again)
