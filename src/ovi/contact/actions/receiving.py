"""How is a contact received? Stored once with its number, and the event that opens a case, in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext_noop

from ovi.contact.actions.assisting import note_assisted, require_typed_by, written_beside
from ovi.contact.actions.drafting import drop_sent_draft, hand_over_files
from ovi.contact.actions.reaching import keep_safe, tell_receipt
from ovi.contact.models import Contact
from ovi.contact.policies import LOG_CONTACT, require_write_contact
from ovi.contact.queries import closed_for
from ovi.contact.states import Channel, ContactState, IdentityCheck, ReplyBy
from ovi.directory.models import Service
from ovi.directory.service_lines import LINES, sector_of
from ovi.directory.states import ServiceState
from ovi.foundation.calendar import HELSINKI, helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.people.policies import helping, in_the_persons_place, require_act_for
from ovi.people.queries.reaching import birth_date_of, born_minor
from ovi.people.representing import RepresentationView
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor
from ovi.plumbing.events import emit
from ovi.plumbing.statements import insert

OWN_WORDS_MAX = 10_000
_LOGGED = (Channel.PHONE, Channel.DESK, Channel.LETTER)
USED = gettext_noop("This form has already been used. Open a new one.")
ARRIVED_DAYS = 92  # a letter may lie; older ones are a slip of the finger


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the person wants to be met, beside the answer's way. Empty: nothing said."""

    reply_when: str = ""
    interpreter_language: str = ""
    private: bool = False
    safe: tuple[str, ...] = ()
    safe_words: str = ""


@dataclass(frozen=True, slots=True)
class _Written:
    """The message, as `receive` gets it."""

    own_words: str
    service_line: str
    service_id: int | None
    language: str
    reply_by: str
    reply_to: str
    for_person_id: int | None
    wishes: Wishes
    typed_by: str


def receive(
    *,
    idempotency_key: UUID,
    own_words: str,
    service_line: str,
    service_id: int | None = None,
    language: str,
    reply_by: str,
    reply_to: str = "",
    for_person_id: int | None = None,
    wishes: Wishes = Wishes(),  # noqa: B008 - frozen
    draft_key: UUID | None = None,
    typed_by: str = "",
    by: Actor,
    now: datetime,
) -> Contact:
    """Store a contact of the actor, or of `for_person_id` by the actor's right to act for them.

    The same key again gives the same contact and changes nothing. The right is proved here once more: one that was
    withdrawn while the message was written stops it. What was attached to the draft goes over to the contact.
    Where a worker sits beside the person, the contact is the person's, and `typed_by` says which of them typed.
    """
    require_write_contact(by)
    require_sound(own_words=own_words, service_line=service_line, language=language, reply_by=reply_by, to=reply_to)
    written = _Written(
        own_words, service_line, service_id, language, reply_by, reply_to, for_person_id, wishes, typed_by
    )
    return once(
        idempotency_key,
        new=lambda: _received(written, idempotency_key=idempotency_key, draft_key=draft_key, by=by, now=now),
        again=lambda sent: _own_again(sent, draft_key, by, now),
    )


def once(key: UUID, *, new: Callable[[], Contact], again: Callable[[Contact], Contact]) -> Contact:
    """What `new` stores under the key, all of it or nothing; or what `again` makes of the contact that has the key.

    Most often the key is new, so nobody looks first: a form sent twice runs into the key, or into what has changed
    since it was sent the first time (a form closed, a right ended), and neither takes the first sending back.
    """
    try:
        with transaction.atomic():
            return new()
    except (Refused, IntegrityError):
        sent = Contact.objects.filter(idempotency_key=key).first()
        if sent is None:
            raise
    with transaction.atomic():
        return again(sent)


def _received(written: _Written, *, idempotency_key: UUID, draft_key: UUID | None, by: Actor, now: datetime) -> Contact:
    line, wishes = written.service_line, written.wishes
    service = _service_of_line(written.service_id, line)
    register = (service.register if service else "") or LINES[line].register
    me = in_the_persons_place(by)
    whose = written.for_person_id or me.person_id
    right = _right(by, whose or 0, register, written.typed_by, now)
    require_open_channel(line, written.reply_by, now)
    contact = Contact(
        **base_fields(written.own_words, service, line, register, written.language, now),
        **made_by(right, by),
        idempotency_key=idempotency_key,
        number=next_number(now),
        person_id=whose,
        interpreter_language=wishes.interpreter_language,
        reply_by=written.reply_by,
        reply_to=written.reply_to,
        # Wishes in free words stand with the answer's way, where a worker reads them before calling.
        reply_when="\n".join(filter(None, (wishes.reply_when, wishes.safe_words))),
        # A minor's own contact is theirs: no guardian is shown it or told of it (domain.md §8).
        private=wishes.private or (right is None and made_by_minor(me, now)),
    )
    insert(contact)
    hand_over_files(draft_key=draft_key, contact=contact)
    note_assisted(contact=contact, typed_by=written.typed_by, by=by, now=now)
    keep_safe(contact=contact, safe=wishes.safe, words=wishes.safe_words, by=me, now=now)
    tell(contact, by=by, now=now)
    tell_receipt(contact=contact, by=me, now=now)
    return contact


def _right(by: Actor, whose: int, register: str, typed_by: str, now: datetime) -> RepresentationView | None:
    """The right to act for the person; none is needed for oneself, nor beside the person in one's own register."""
    helped = helping(by)
    if helped is None:
        return require_act_for(by, whose, today=helsinki_date(now), register=register)
    if whose != helped.person_id or register not in helped.registers:
        raise Refused(
            gettext_noop(
                "You can send this only for the person you are helping, and only about services of your own register. "
                "Nothing was sent. Call the other service together, or help the person to sign in themselves."
            ),
            code="permission.on_behalf",
        )
    require_typed_by(typed_by)
    return None


def base_fields(
    own_words: str, service: Service | None, line: str, register: str, language: str, now: datetime
) -> dict[str, Any]:
    return {
        "state": ContactState.RECEIVED,
        "channel": Channel.WEB,
        "identity_check": "",
        "service": service,
        "service_line": line,
        "sector": sector_of(line, register),
        "register": register,
        "own_words": own_words,
        "language": language,
        "arrived_at": now,
    }


def _own_again(contact: Contact, draft_key: UUID | None, by: Actor, now: datetime) -> Contact:
    """A form sent twice is one contact; somebody else's key opens nothing."""
    beside = helping(by) is not None and written_beside(contact, by)
    if not beside and (by.person_id is None or by.person_id != (contact.made_by_id or contact.person_id)):
        raise Refused(USED, code="contact.key")
    drop_sent_draft(draft_key=draft_key, idempotency_key=contact.idempotency_key, by=by, now=now)
    return contact


def made_by(right: RepresentationView | None, by: Actor) -> dict[str, Any]:
    """Who acted for the person and by which right; nothing where one acted for oneself."""
    return {"made_by_id": by.person_id, "ground": right.kind, "representation_id": right.id} if right else {}


def made_by_minor(by: Actor, now: datetime) -> bool:
    """Is it a child's or a young person's own act?"""
    return by.person_id is not None and born_minor(birth_date_of(by.person_id), helsinki_date(now))


@dataclass(frozen=True, slots=True)
class Taken:
    """A contact that a worker takes by phone, at the desk or from a letter. `person_id` is None for a stranger."""

    channel: str
    person_id: int | None
    identity_check: str
    own_words: str
    service_line: str
    register: str
    language: str
    reply_by: str
    reply_to: str
    arrived_at: datetime


@transaction.atomic
def log_contact(*, taken: Taken, idempotency_key: UUID, by: Actor, now: datetime) -> Contact:
    """Write down a contact that came by another door than the web; the same key again changes nothing."""
    LOG_CONTACT.require(by)
    require_sound(own_words=taken.own_words, service_line=taken.service_line, language=taken.language,
                   reply_by=taken.reply_by, to=taken.reply_to)  # fmt: skip
    _require_taken(taken, by=by, now=now)
    fields: dict[str, Any] = {
        **asdict(taken),
        "number": lambda: next_number(now),
        "state": ContactState.RECEIVED,
        "sector": sector_of(taken.service_line, taken.register),
        "logged_by_id": by.professional_id,
    }
    contact, is_new = Contact.objects.get_or_create(idempotency_key=idempotency_key, defaults=fields)
    if contact.logged_by_id != by.professional_id:
        raise Refused(USED, code="contact.key")
    if is_new:
        tell(contact, by=by, now=now)
    return contact


def _require_taken(taken: Taken, *, by: Actor, now: datetime) -> None:
    faults = []
    if taken.channel not in _LOGGED:
        faults.append(Fault("channel", gettext_noop("Choose how the contact came.")))
    if taken.identity_check not in set(IdentityCheck):
        faults.append(Fault("identity_check", gettext_noop("Choose how you made sure who the person is.")))
    if not now - timedelta(days=ARRIVED_DAYS) <= taken.arrived_at <= now:
        faults.append(
            Fault("arrived_at", gettext_noop("The contact cannot have arrived in the future or over three months ago."))
        )
    if by.professional_id is None:
        faults.append(Fault("logged_by", gettext_noop("Your account is not joined to a professional.")))
    if faults:
        raise Refused("The contact was not saved. Correct the points below.", code="contact.faulty", faults=faults)


def require_open_channel(service_line: str, reply_by: str, now: datetime) -> None:
    """Refused while the form, or the way of answering asked for, is closed; the page keeps what was written."""
    if closed_for(service_line, reply_by, now=now):
        raise Refused(
            "The contact form is closed just now. What you wrote is kept. Use the other way that is told here, or "
            "send it when the form is open again.",
            code="contact.closed.state",
        )


def next_number(now: datetime) -> str:
    """OVI-<year>-<six digits>: short enough to say on the phone, and it tells nothing about the person."""
    prefix = f"OVI-{now.astimezone(HELSINKI).year}-"
    with connection.cursor() as cursor:
        cursor.execute(_NEXT_NUMBER, [prefix])
        number, taken = cursor.fetchone()
        if not taken:
            return str(number)
        # A bulk load has brought numbers of its own: go on after the highest of this year, one at a time.
        cursor.execute("select pg_advisory_xact_lock(hashtext('contact_number'))")
        cursor.execute(
            "select setval('contact_number', greatest(nextval('contact_number'), "
            "max(substring(number from '[0-9]+$')::bigint) + 1)) from contact_contact where number like %s",
            [f"{prefix}%"],
        )
        return f"{prefix}{cursor.fetchone()[0]:06d}"


_NEXT_NUMBER = """
select number, exists (select from contact_contact where contact_contact.number = said.number)
from nextval('contact_number') as n,
     lateral (select %s || lpad(n::text, greatest(6, length(n::text)), '0') as number) as said
"""


def tell(contact: Contact, *, by: Actor, now: datetime) -> None:
    audit.record(
        "contact.receive",
        by=by,
        now=now,
        object_kind="contact",
        object_id=contact.pk,
        subject_key=_subject_key(contact, by),
        service_line=contact.service_line,
        channel=contact.channel,
        **({"ground": contact.ground, "representation": contact.representation_id} if contact.ground else {}),
    )
    emit("contact.received", contact_id=contact.pk)


def _subject_key(contact: Contact, by: Actor) -> UUID | None:
    if by.subject_key and contact.person_id == by.person_id:  # most often one's own matter: it need not be asked
        return by.subject_key
    return contact.person.subject_key if contact.person else None


def _service_of_line(service_id: int | None, service_line: str) -> Service | None:
    """The service asked for, if one may write to it and it is of the line; otherwise the line alone says enough."""
    if service_id is None:
        return None
    return Service.objects.filter(
        pk=service_id, state=ServiceState.ACTIVE, contactable=True, service_line=service_line
    ).first()


def require_sound(*, own_words: str, service_line: str, language: str, reply_by: str, to: str) -> None:
    """Every fault at once."""
    faults = []
    if not own_words.strip():
        faults.append(Fault("own_words", "Tell in your own words what it is about."))
    if len(own_words) > OWN_WORDS_MAX:
        faults.append(Fault("own_words", f"At most {OWN_WORDS_MAX} characters."))
    if "\x00" in own_words + to:
        faults.append(Fault("own_words", "The NUL character cannot be stored."))
    if service_line not in LINES:
        faults.append(Fault("service_line", "Choose what it is about."))
    if language not in LANGUAGES:
        faults.append(Fault("language", "Use fi, sv or en."))
    if reply_by not in set(ReplyBy):
        faults.append(Fault("reply_by", "Choose how we may reach you."))
    if reply_by == ReplyBy.PHONE and not to.strip():
        faults.append(Fault("reply_to", gettext_noop("Give the number to call.")))
    if faults:
        raise Refused("The contact was not sent. Correct the points below.", code="contact.faulty", faults=faults)
