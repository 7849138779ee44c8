"""How does what another system sends become a contact? The person is found or made, the sending stored once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from ovi.casework.policies import lines_of
from ovi.contact import actions as contact
from ovi.contact.actions import Arrival, Assessed, Referred
from ovi.contact.models import InboundDocument, InboundReferral
from ovi.exchange.models import Client
from ovi.exchange.rest.reading import SentAssessment, SentPerson, SentReferral
from ovi.foundation.refusals import Fault, Refused
from ovi.law.vocabulary import Register
from ovi.people.actions import register_person
from ovi.people.queries import person_with_code
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class Received:
    """What the sender gets to know: the number of the contact, and whether this sending made something new."""

    number: str
    new: bool


@transaction.atomic
def take_assessment(
    *, sent: SentAssessment, body: dict[str, Any], client: Client, by: Actor, now: datetime
) -> Received:
    """Store an assessment on the person's own contact, or open one with it."""
    _require_register(client, sent.register, sent.service_line)
    digest = contact.content_hash(body)
    if before := contact.received_before(InboundDocument, client.name, sent.document_id, digest):
        return Received(before, new=False)
    arrival = Arrival(
        person_id=_person(sent.person, sent.language, by=by, now=now), service_line=sent.service_line,
        register=sent.register, language=sent.language, own_words=sent.own_words or sent.title,
        phone=sent.person.phone,
    )  # fmt: skip
    assessed = Assessed(
        client.name, sent.document_id, sent.product, sent.version, sent.ce_mark, sent.title, sent.authored_at,
        sent.content, digest,
    )  # fmt: skip
    row = contact.receive_assessment(assessed=assessed, arrival=arrival, contact_number=sent.contact, by=by, now=now)
    return Received(row.contact.number, new=True)


@transaction.atomic
def take_referral(*, sent: SentReferral, body: dict[str, Any], client: Client, by: Actor, now: datetime) -> Received:
    """Store a referral and open its contact."""
    _require_register(client, sent.register, sent.service_line)
    digest = contact.content_hash(body)
    if before := contact.received_before(InboundReferral, client.name, sent.referral_id, digest):
        return Received(before, new=False)
    arrival = Arrival(
        person_id=_person(sent.person, sent.language, by=by, now=now), service_line=sent.service_line,
        register=sent.register, language=sent.language, own_words=sent.reason,
    )  # fmt: skip
    referred = Referred(
        source=client.name, referral_id=sent.referral_id, organisation=sent.organisation,
        professional=sent.professional, urgency=sent.urgency, referred_on=sent.referred_on, content_hash=digest,
        business_code=sent.business_code, profession=sent.profession, phone=sent.phone,
    )  # fmt: skip
    row = contact.receive_referral(referred=referred, arrival=arrival, by=by, now=now)
    return Received(row.contact.number, new=True)


def _require_register(client: Client, register: str, service_line: str) -> None:
    """The sender's own registers only, and a service that the register holds: nothing lands behind the wrong wall."""
    if register not in client.registers:
        own = ", ".join(sorted(client.registers)) or "none"
        raise Refused(
            f"Your key does not open this register. It opens: {own}.", code="inbound.register",
            faults=[Fault("register", f"must be one of: {own}")],
        )  # fmt: skip
    if service_line not in lines_of(Register(register)):
        raise Refused(
            "This service does not belong to the register.", code="inbound.register",
            faults=[Fault("service_line", f"is not kept in the register {register}")],
        )  # fmt: skip


def _person(sent: SentPerson, language: str, *, by: Actor, now: datetime) -> int | None:
    """The person by the code; a new row from names; None where the sender knows neither."""
    found = person_with_code(sent.henkilotunnus) if sent.henkilotunnus else None
    if found is not None:
        return found.pk
    if not (sent.first_name or sent.last_name):
        return None
    made = register_person(
        first_name=sent.first_name, last_name=sent.last_name, birth_date=sent.birth_date,
        henkilotunnus=sent.henkilotunnus, language=language, phone=sent.phone, by=by, now=now,
    )  # fmt: skip
    return made.pk
