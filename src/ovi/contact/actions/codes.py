"""How does somebody without an account come back to their contact? By a code that only they have.

Twelve letters out of twenty-two that nobody mixes up: 53 bits. Only a slow digest is kept, peppered with the
installation's secret, so that the table alone tells nothing. A code made for a form follows from the draft's random
key, which the browser holds in a signed cookie: sent twice, it is the same code, and it is stored nowhere.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings as django_settings
from django.db import transaction
from django.utils.translation import gettext, gettext_noop

from ovi.contact.actions.threads import Words, append, sent_before, start_thread
from ovi.contact.models import Contact, ContactCode, Message, MessageThread
from ovi.contact.policies import require_make_contact
from ovi.contact.states import Side
from ovi.foundation.refusals import Refused
from ovi.plumbing import audit
from ovi.plumbing.actor import ANONYMOUS, Actor
from ovi.plumbing.events import emit
from ovi.plumbing.settings import settings

LETTERS = "ABCDEFGHJKLMNPRSTUVXYZ"
LENGTH = 12
_WORK = 2**14  # of scrypt, for one digest: some 16 MB and 40 ms
log = logging.getLogger(__name__)


def code_of(*, draft_key: UUID, idempotency_key: UUID) -> str:
    """The code that belongs to one sending of a form: XXXX-XXXX-XXXX, the same each time."""
    return _written(hmac.digest(_pepper(), draft_key.bytes + idempotency_key.bytes, "sha256"))


def keep_code(*, contact: Contact, code: str, now: datetime, given_by: int | None = None) -> None:
    """Let this code, and no earlier one, open the contact for so many days as the setting says."""
    ContactCode.objects.update_or_create(
        contact=contact,
        defaults={
            "digest": digest(code),
            "made_at": now,
            "expires_at": now + timedelta(days=settings().code_days),
            "given_by_id": given_by,
        },
    )


def open_by_code(*, code: str, now: datetime) -> Contact:
    """The contact of this code. A wrong one is written down without the code; an expired one says what to do."""
    row = ContactCode.objects.filter(digest=digest(code)).select_related("contact").first()
    if row is None:
        raise Refused(
            gettext_noop("No message has this code. Check the letters one by one. If it still does not open, call us."),
            code="contact.code",
        )
    if row.expires_at <= now:
        audit.record("contact.code_expired", by=ANONYMOUS, now=now, object_kind="contact", object_id=row.contact_id)
        raise Refused(
            gettext_noop("The code was in force for a limited time, and it has ended. Send a new message or call us."),
            code="contact.code_expired",
        )
    audit.record("contact.open_by_code", by=ANONYMOUS, now=now, object_kind="contact", object_id=row.contact_id)
    return row.contact


def note_wrong_code(*, now: datetime, slowed: bool) -> None:
    """Write down that a code was guessed wrong, and whether guessing is being slowed; never from where."""
    audit.record("contact.code_wrong", by=ANONYMOUS, now=now, object_kind="code", object_id="-", slowed=slowed)
    log.warning("a wrong code was tried%s", "; the connection is being slowed" if slowed else "")


@transaction.atomic
def write_by_code(*, contact_id: int, text: str, key: UUID, now: datetime) -> Message:
    """Who holds the code writes more; the caller has checked the code. The same key again is the same message."""
    contact = Contact.objects.get(pk=contact_id)
    words = Words(key=key, text=text)
    if found := sent_before(words, contact=contact, by=ANONYMOUS):
        return found
    thread = MessageThread.objects.select_for_update().filter(contact=contact).order_by("-last_at").first()
    if thread is not None:
        made = append(thread=thread, words=words, side=Side.CLIENT, by=ANONYMOUS, now=now)
    else:
        subject = gettext("More about my message")
        made = start_thread(contact=contact, subject=subject, words=words, side=Side.CLIENT, by=ANONYMOUS, now=now)
    audit.record("contact.write_by_code", by=ANONYMOUS, now=now, object_kind="contact", object_id=contact.pk,
                 seq=made.seq)  # fmt: skip
    return made


@transaction.atomic
def identify(*, contact_id: int, by: Actor, now: datetime) -> Contact:
    """By their own choice: a nameless contact becomes the signed-in person's. Cannot be undone by the person."""
    require_make_contact(by)
    contact = Contact.objects.select_for_update(of=("self",)).filter(pk=contact_id, notification=None).first()
    if contact is None or contact.person_id not in (None, by.person_id):
        raise Refused(
            gettext_noop("This message already belongs to somebody. If it is yours, call us."), code="contact.not_yours"
        )
    if contact.person_id is None:
        contact.person_id = by.person_id
        contact.save(update_fields=["person"])
        audit.record("contact.identify", by=by, now=now, object_kind="contact", object_id=contact.pk,
                     subject_key=by.subject_key)  # fmt: skip
        emit("contact.identified", contact_id=contact.pk)
    return contact


def digest(code: str) -> str:
    """What is kept of a code: slow to work out, so that guessing from a stolen copy of the table is slow too."""
    plain = "".join(char for char in code.upper() if char in LETTERS)
    return hashlib.scrypt(plain.encode(), salt=_pepper(), n=_WORK, r=8, p=1, dklen=32).hex()


def _pepper() -> bytes:
    return hmac.digest(django_settings.SECRET_KEY.encode(), b"ovi.contact.code", "sha256")


def _written(seed: bytes) -> str:
    number, letters = int.from_bytes(seed, "big"), []
    for _ in range(LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "-".join("".join(letters[at : at + 4]) for at in range(0, LENGTH, 4))
