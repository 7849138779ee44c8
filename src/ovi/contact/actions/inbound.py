"""How is an assessment or a referral from elsewhere received? Once, whole, as it came; it computes and orders nothing.

The same document again changes nothing; the same identifier with other content is refused, for we cannot know which
of the two is meant.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import connection, transaction
from django.utils.translation import gettext_noop

from ovi.contact.actions.receiving import OWN_WORDS_MAX, next_number
from ovi.contact.models import Contact, InboundDocument, InboundReferral
from ovi.contact.policies import INBOUND, LOG_CONTACT
from ovi.contact.states import Channel, ContactState, IdentityCheck, ReferredUrgency, ReplyBy
from ovi.directory.service_lines import LINES, sector_of
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.events import emit

DESK = "desk"
_KEYS = UUID("6f1b1f0e-5a53-4d2f-9d3c-0c6a3a1c0e14")  # namespace of the contacts that documents and referrals open
_OTHER = gettext_noop("This identifier was sent before with other content. Send it with a new identifier.")


@dataclass(frozen=True, slots=True)
class Arrival:
    """To whom and where something from elsewhere belongs. `person_id` is None for one whom nobody could name."""

    person_id: int | None
    service_line: str
    register: str
    language: str
    own_words: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A document with what must be told of it; `content` is the document itself."""

    source: str
    document_id: str
    product: str
    product_version: str
    ce_mark: str
    title: str
    authored_at: datetime
    content: dict[str, Any]
    content_hash: str


@dataclass(frozen=True, slots=True)
class Referred:
    """Who refers, how urgent they judge it, and when."""

    source: str
    referral_id: str
    organisation: str
    professional: str
    urgency: str
    referred_on: date
    content_hash: str
    business_code: str = ""
    profession: str = ""
    phone: str = ""


def received_before(kind: type[InboundDocument | InboundReferral], source: str, identifier: str, digest: str) -> str:
    """The number of the contact that the same sending made earlier, or "". Refused where its content was another.

    Asked in the transaction that goes on to store it, and before anything is made of it: two copies that arrive at
    the same moment come one after the other.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"inbound\n{source}\n{identifier}"])
    field = "document_id" if kind is InboundDocument else "referral_id"
    there = kind.objects.filter(source=source, **{field: identifier}).select_related("contact").first()
    if there is None:
        return ""
    if there.content_hash != digest:
        raise Refused(_OTHER, code="inbound.other_content")
    return there.contact.number


@transaction.atomic
def receive_assessment(
    *, assessed: Assessed, arrival: Arrival, contact_number: str = "", by: Actor, now: datetime
) -> InboundDocument:
    """Store the document on the person's contact of that number, or on a new one."""
    INBOUND.require(by)
    contact = _own_contact(contact_number, arrival) if contact_number else None
    if contact is None:
        reply = (ReplyBy.PHONE, arrival.phone) if arrival.phone else (ReplyBy.MY_MATTERS, "")
        contact = _open(arrival, Channel.ASSESSMENT, reply, f"{assessed.source}\n{assessed.document_id}", now=now)
    document = InboundDocument.objects.create(
        contact=contact, source=assessed.source, document_id=assessed.document_id, product=assessed.product,
        product_version=assessed.product_version, ce_mark=assessed.ce_mark, title=assessed.title,
        authored_at=assessed.authored_at, received_at=now, content=assessed.content,
        content_hash=assessed.content_hash,
    )  # fmt: skip
    _write("assessment", contact, by=by, now=now, source=assessed.source, document=document.pk)
    return document


@transaction.atomic
def receive_referral(*, referred: Referred, arrival: Arrival, by: Actor, now: datetime) -> InboundReferral:
    """Store the referral and open its contact: its own clock runs from its arrival.

    From another system, or (source "desk") written down by a worker from paper.
    """
    desk = referred.source == DESK
    (LOG_CONTACT if desk else INBOUND).require(by)
    _require_sound(referred, arrival)
    contact = _open(arrival, Channel.REFERRAL, (ReplyBy.LETTER, ""), f"{referred.source}\n{referred.referral_id}",
                    logged_by=by.professional_id if desk else None, now=now)  # fmt: skip
    made = InboundReferral.objects.create(
        contact=contact, source=referred.source, referral_id=referred.referral_id,
        organisation=referred.organisation, business_code=referred.business_code, professional=referred.professional,
        profession=referred.profession, phone=referred.phone, urgency=referred.urgency,
        referred_on=referred.referred_on, received_at=now, content_hash=referred.content_hash,
    )  # fmt: skip
    _write("referral", contact, by=by, now=now, source=referred.source)
    return made


def content_hash(content: Any) -> str:
    """Of the content itself, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _own_contact(number: str, arrival: Arrival) -> Contact:
    """The contact that the sender names, if it is this person's own; others' and missing ones answer alike."""
    found = Contact.objects.filter(number=number, notification=None, person__isnull=False).first()
    if found is None or found.person_id != arrival.person_id:
        raise Refused(gettext_noop("The person has no contact of this number."), code="inbound.contact")
    if found.register != arrival.register:
        raise Refused(gettext_noop("That contact belongs to another register."), code="inbound.register")
    return found


def _open(
    arrival: Arrival, channel: Channel, reply: tuple[str, str], key: str, *, now: datetime, logged_by: int | None = None
) -> Contact:
    contact = Contact.objects.create(
        number=next_number(now),
        idempotency_key=uuid5(_KEYS, key),
        state=ContactState.RECEIVED,
        channel=channel,
        person_id=arrival.person_id,
        service_line=arrival.service_line,
        sector=sector_of(arrival.service_line, arrival.register),
        register=arrival.register,
        own_words=arrival.own_words,
        language=arrival.language,
        reply_by=reply[0],
        reply_to=reply[1],
        arrived_at=now,
        logged_by_id=logged_by,
        identity_check=IdentityCheck.NOT_CHECKED if logged_by is not None else "",
    )
    emit("contact.received", contact_id=contact.pk)
    return contact


def _require_sound(referred: Referred, arrival: Arrival) -> None:
    """Every fault of a referral at once."""
    faults = [Fault(name, gettext_noop("Fill this in.")) for name in ("organisation", "professional", "referral_id")
              if not getattr(referred, name).strip()]  # fmt: skip
    if referred.urgency not in set(ReferredUrgency):
        faults.append(Fault("urgency", gettext_noop("Choose how urgent the referring professional judged it.")))
    if not arrival.own_words.strip():
        faults.append(Fault("reason", gettext_noop("Write why the person is referred.")))
    if len(arrival.own_words) > OWN_WORDS_MAX:
        faults.append(Fault("reason", f"At most {OWN_WORDS_MAX} characters."))
    if arrival.service_line not in LINES:
        faults.append(Fault("service_line", gettext_noop("Choose the service.")))
    if arrival.language not in LANGUAGES:
        faults.append(Fault("language", "Use fi, sv or en."))
    if faults:
        raise Refused(
            gettext_noop("The referral was not saved. Correct the points below."), code="inbound.faulty", faults=faults
        )


def _write(what: str, contact: Contact, *, by: Actor, now: datetime, **details: Any) -> None:
    audit.record(
        f"contact.{what}", by=by, now=now, object_kind="contact", object_id=contact.pk,
        subject_key=contact.person.subject_key if contact.person else None, register=contact.register, **details,
    )  # fmt: skip
