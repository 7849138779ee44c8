"""What does the sender of a contact get to know: when it arrived, and what the law promises next?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ovi.contact.models import Contact
from ovi.contact.policies import require_own
from ovi.contact.queries.files import files_of_contact
from ovi.contact.states import ReplyBy
from ovi.directory.queries import Closure, UnitInfoView, channels_closed, trilingual, unit_info
from ovi.directory.states import ServiceChannel
from ovi.foundation.text import Trilingual
from ovi.law import Clock, Matter, clocks_for, load_law
from ovi.law.vocabulary import Register, ServiceLine
from ovi.people.models import Person
from ovi.people.policies import in_the_persons_place, may_act_for
from ovi.plumbing.actor import Actor
from ovi.plumbing.models import StoredFile


@dataclass(frozen=True, slots=True)
class Promise:
    """A lawful limit that began with the contact. `due_on` is None where the law names no number."""

    name: Trilingual
    reference: Trilingual
    due_on: date | None
    stop: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender keeps."""

    number: str
    arrived_at: datetime
    service: Trilingual
    service_line: str
    sector: str
    own_words: str
    reply_by: ReplyBy
    reply_to: str
    promises: tuple[Promise, ...]
    case_id: int | None
    unit: Trilingual = Trilingual()
    opening: UnitInfoView | None = None
    subject_key: UUID | None = None
    for_name: str = ""
    ground: str = ""
    sees: bool = True  # may the reader see the matter go on, or have they only sent it?
    files: tuple[StoredFile, ...] = ()


def receipt(number: str, *, by: Actor, today: date) -> Receipt:
    """The receipt of the actor's own contact; Refused "contact.not_yours" alike for others' and missing ones."""
    # A notification's receipt is its notifier's alone, who got it once; whom it concerns has none.
    found = (
        Contact.objects.filter(number=number, notification=None)
        .select_related("person", "case__unit", "service")
        .first()
    )
    contact = require_own(by, found)
    by = in_the_persons_place(by)
    for_another = contact.person_id != by.person_id
    sees = not for_another or may_act_for(
        by, contact.person_id or 0, today=today, register=contact.register, writing=False
    )
    if for_another and not sees and not may_act_for(by, contact.person_id or 0, today=today):
        require_own(by, None)  # the right has ended, and with it the sight of what was sent by it
    return receipt_of(contact, for_name=contact.person.full_name if for_another and contact.person else "", sees=sees)


def receipt_of(contact: Contact, *, for_name: str = "", sees: bool = True) -> Receipt:
    """What the sender of this contact is told; the caller has proved that they are."""
    case = getattr(contact, "case", None)
    return Receipt(
        number=contact.number,
        arrived_at=contact.arrived_at,
        service=trilingual(contact.service, "name") if contact.service else Trilingual(),
        service_line=contact.service_line,
        sector=contact.sector,
        own_words=contact.own_words,
        reply_by=ReplyBy(contact.reply_by),
        reply_to=contact.reply_to,
        promises=promises_of(contact),
        case_id=case.pk if case else None,
        unit=trilingual(case.unit, "name") if case else Trilingual(),
        opening=unit_info(case.unit) if case else None,
        subject_key=contact.person.subject_key if contact.person else None,
        for_name=for_name,
        ground=contact.ground if for_name else "",
        sees=sees,
        files=tuple(files_of_contact(contact.number)),
    )


def promises_of(contact: Contact) -> tuple[Promise, ...]:
    """The clocks that the contact itself starts, nearest first. The law decides the day, not we."""
    person = contact.person
    matter = Matter(
        service_line=ServiceLine(contact.service_line),
        register=Register(contact.register),
        birth_date=person.birth_date if person else None,
        highest_care_allowance=person.highest_care_allowance if person else None,
        contact_at=contact.arrived_at,
        pending_at=contact.arrived_at,
    )
    clocks, _ = clocks_for(matter, load_law())
    return tuple(_promise(clock) for clock in sorted(clocks, key=lambda one: one.due_on or date.max))


def _promise(clock: Clock) -> Promise:
    return Promise(clock.name, clock.reference, clock.due_on, clock.stop.value)


def phone_of(actor: Actor) -> str:
    """The number we already know for the actor, to be offered in the form."""
    whose = in_the_persons_place(actor).person_id
    if whose is None:
        return ""
    return Person.objects.filter(pk=whose).values_list("phone", flat=True).first() or ""


def closed_for(service_line: str, reply_by: str, *, now: datetime) -> Closure | None:
    """What keeps a message of this line, to be answered this way, from being sent now; None when all is open."""
    asked = [ServiceChannel.CONTACT_FORM, *([ServiceChannel.PHONE_CALLBACK] if reply_by == ReplyBy.PHONE else [])]
    closed = channels_closed(asked, service_line=service_line, now=now)
    return next((closed[one] for one in asked if one in closed), None)
