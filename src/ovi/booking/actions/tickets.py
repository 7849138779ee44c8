"""How does a walk-in queue run? Give a number, call the next one, say what came of it. No number knows whose it is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_noop

from ovi.booking.models import Ticket, TicketQueue
from ovi.booking.policies import KIOSK, TICKETS, require_own_queue
from ovi.booking.states import TICKET_TRANSITIONS, TicketState
from ovi.casework.policies import require_professional
from ovi.contact.models import Contact
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.foundation.text import LANGUAGES
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor

MOST_WAITING = 200  # more than any waiting room holds: somebody is playing with the kiosk
PLACE_LENGTH = 40
_CLOSED = gettext_noop("The queue is closed now. Ask at the desk.")


@transaction.atomic
def open_queue(*, unit_id: int, is_open: bool, by: Actor, now: datetime) -> TicketQueue:
    """Open the unit's walk-in queue, or close it to new numbers; who has a number is still called."""
    require_own_queue(by, unit_id)
    queue, _new = TicketQueue.objects.update_or_create(unit_id=unit_id, defaults={"is_open": is_open})
    audit.record("booking.queue", by=by, now=now, object_kind="queue", object_id=unit_id, is_open=is_open)
    return queue


@transaction.atomic
def new_kiosk_key(*, unit_id: int, by: Actor, now: datetime) -> UUID:
    """A new address for the kiosk: the old one gives no more numbers."""
    require_own_queue(by, unit_id)
    key = uuid4()
    if not TicketQueue.objects.filter(unit_id=unit_id).update(kiosk_key=key):
        raise Refused(_CLOSED, code="ticket.closed.state")
    audit.record("booking.kiosk_key", by=by, now=now, object_kind="queue", object_id=unit_id)
    return key


@transaction.atomic
def give_ticket(*, unit_id: int, language: str, idempotency_key: UUID, by: Actor, now: datetime) -> Ticket:
    """A number given by a worker at the desk; the same key again gives the same number."""
    require_own_queue(by, unit_id)
    queue = TicketQueue.objects.select_for_update().filter(unit_id=unit_id).first()
    return _next_number(queue, language, idempotency_key, by=by, now=now)


@transaction.atomic
def take_ticket(*, kiosk_key: UUID, language: str, idempotency_key: UUID, by: Actor, now: datetime) -> Ticket:
    """A number taken at the kiosk by whoever pressed: nothing is asked of them."""
    KIOSK.require(by)
    queue = TicketQueue.objects.select_for_update().filter(kiosk_key=kiosk_key).first()
    return _next_number(queue, language, idempotency_key, by=by, now=now)


def _next_number(queue: TicketQueue | None, language: str, key: UUID, *, by: Actor, now: datetime) -> Ticket:
    if queue is not None and (given := Ticket.objects.filter(idempotency_key=key, queue=queue).first()):
        return given
    if queue is None or not queue.is_open:
        raise Refused(_CLOSED, code="ticket.closed.state")
    today = helsinki_date(now)
    waiting = Ticket.objects.filter(queue=queue, day=today, state=TicketState.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise Refused(gettext_noop("The queue is full. Ask at the desk."), code="ticket.full.state")
    queue.last_number = queue.last_number + 1 if queue.day == today else 1
    queue.day = today
    queue.save(update_fields=["day", "last_number"])
    ticket = Ticket.objects.create(
        queue=queue, idempotency_key=key, day=today, number=queue.last_number, state=TicketState.WAITING,
        language=language if language in LANGUAGES else "fi", given_at=now,
    )  # fmt: skip
    _write(ticket, "given", by=by, now=now)
    return ticket


@transaction.atomic
def call_next(*, unit_id: int, place: str, by: Actor, now: datetime) -> Ticket | None:
    """Call the longest waiting number of today to `place`; None where nobody waits.

    Several workers press at once: each gets a number of their own (rows taken by others are skipped). What one was
    serving until now is marked served.
    """
    require_own_queue(by, unit_id)
    me = require_professional(by)
    _require_place(place)
    today = helsinki_date(now)
    waiting = Ticket.objects.filter(queue_id=unit_id, day=today, state=TicketState.WAITING)
    ticket = waiting.select_for_update(skip_locked=True).order_by("number").first()
    for mine in Ticket.objects.select_for_update().filter(queue_id=unit_id, state=TicketState.CALLED, called_by_id=me):
        _end(mine, TicketState.SERVED, by=by, now=now)
    if ticket is not None:
        _call(ticket, place, me, by=by, now=now)
    return ticket


@transaction.atomic
def call_again(*, ticket_id: int, place: str, by: Actor, now: datetime) -> Ticket:
    """Call the same number once more: nobody came, or one who was missed has come after all."""
    ticket, me = _own(ticket_id, by)
    _require_place(place)
    if ticket.day != helsinki_date(now) or ticket.state not in (TicketState.CALLED, TicketState.NO_SHOW):
        raise Refused(gettext_noop("This number can no longer be called. Give a new one."), code="ticket.state")
    if ticket.state == TicketState.CALLED and ticket.called_by_id != me:
        raise Refused(gettext_noop("A colleague has called this number."), code="ticket.state")
    _call(ticket, place, me, by=by, now=now)
    return ticket


@transaction.atomic
def end_ticket(*, ticket_id: int, state: TicketState, by: Actor, now: datetime) -> Ticket:
    """Served, or nobody came. Saying it again changes nothing."""
    ticket, _me = _own(ticket_id, by)
    if ticket.state != state:
        _end(ticket, state, by=by, now=now)
    return ticket


@transaction.atomic
def join_contact(*, ticket_id: int, contact_id: int, by: Actor, now: datetime) -> None:
    """What was asked at the desk has been logged: the number becomes that contact, and is served."""
    ticket, _me = _own(ticket_id, by)
    if ticket.contact_id == contact_id:
        return
    if ticket.contact_id is not None or not Contact.objects.filter(pk=contact_id, logged_by=by.professional_id):
        raise Refused(gettext_noop("This number already belongs to another contact."), code="ticket.state")
    ticket.contact_id = contact_id
    ticket.save(update_fields=["contact"])
    if ticket.state == TicketState.CALLED:
        _end(ticket, TicketState.SERVED, by=by, now=now)


def _own(ticket_id: int, by: Actor) -> tuple[Ticket, int]:
    TICKETS.require(by)
    me = require_professional(by)
    ticket = Ticket.objects.select_for_update().filter(pk=ticket_id).first()
    if ticket is None:
        raise Refused("There is no such number. Open the queue again.", code="ticket.missing")
    require_own_queue(by, ticket.queue_id)
    return ticket, me


def _call(ticket: Ticket, place: str, me: int, *, by: Actor, now: datetime) -> None:
    if ticket.state != TicketState.CALLED:
        _move(ticket, TicketState.CALLED)
    ticket.called_at, ticket.called_by_id, ticket.place, ticket.ended_at = now, me, place.strip(), None
    ticket.save()
    _write(ticket, "called", by=by, now=now)


def _end(ticket: Ticket, state: TicketState, *, by: Actor, now: datetime) -> None:
    _move(ticket, state)
    ticket.ended_at = now
    ticket.save()
    _write(ticket, state.value, by=by, now=now)


def _move(ticket: Ticket, to: TicketState) -> None:
    if to not in TICKET_TRANSITIONS[TicketState(ticket.state)]:
        raise Refused(gettext_noop("This number has already been served. Open the queue again."), code="ticket.state")
    ticket.state = to


def _require_place(place: str) -> None:
    if not place.strip() or len(place.strip()) > PLACE_LENGTH:
        raise Refused(gettext_noop("Say where the person should come, for example Desk 2."), code="ticket.place")


def _write(ticket: Ticket, what: str, *, by: Actor, now: datetime) -> None:
    audit.record(f"booking.ticket_{what}", by=by, now=now, object_kind="ticket", object_id=ticket.pk,
                 number=ticket.number, unit=ticket.queue_id)  # fmt: skip
