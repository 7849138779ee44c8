"""How does the walk-in queue of a unit stand today, for its workers, for the waiting room and for who took a number?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from ovi.booking.models import Ticket, TicketQueue
from ovi.booking.states import TicketState
from ovi.foundation.text import Trilingual

_SHOWN_CALLED = 6
_SHOWN_PAST = 20


@dataclass(frozen=True, slots=True)
class TicketView:
    """One number. `ahead`: how many wait before it."""

    id: int
    number: int
    state: str
    language: str
    given_at: datetime
    called_at: datetime | None
    place: str
    caller: str
    caller_id: int | None
    contact_id: int | None
    ahead: int = 0


@dataclass(frozen=True, slots=True)
class QueueView:
    """A unit's queue today, for its workers."""

    unit_id: int
    slug: str
    is_open: bool
    kiosk_key: UUID
    waiting: tuple[TicketView, ...]
    called: tuple[TicketView, ...]
    past: tuple[TicketView, ...]


@dataclass(frozen=True, slots=True)
class CalledNumber:
    """What the waiting room sees: a number and where to go."""

    number: int
    place: str
    called_at: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """The waiting room's page: no person, no worker, nothing but numbers."""

    unit: Trilingual
    is_open: bool
    called: tuple[CalledNumber, ...]
    waiting: int


def queue_of(unit_id: int, *, today: date) -> QueueView | None:
    """The queue of a unit; None where it has never been opened. Two queries."""
    queue = TicketQueue.objects.filter(unit_id=unit_id).select_related("unit").first()
    if queue is None:
        return None
    rows = Ticket.objects.filter(queue_id=unit_id, day=today).select_related("called_by").order_by("number")
    found = [_view(one) for one in rows]
    past = [one for one in found if one.state in (TicketState.SERVED, TicketState.NO_SHOW)]
    return QueueView(
        unit_id=unit_id,
        slug=queue.unit.slug,
        is_open=queue.is_open,
        kiosk_key=queue.kiosk_key,
        waiting=tuple(one for one in found if one.state == TicketState.WAITING),
        called=tuple(one for one in found if one.state == TicketState.CALLED),
        past=tuple(sorted(past, key=lambda one: one.called_at or one.given_at, reverse=True)[:_SHOWN_PAST]),
    )


def queue_with_key(kiosk_key: UUID) -> TicketQueue | None:
    """The queue whose kiosk has this address."""
    return TicketQueue.objects.filter(kiosk_key=kiosk_key).select_related("unit").first()


def board_of(slug: str, *, today: date) -> Board | None:
    """What the waiting room of the unit shows; None where the unit has no queue. Three queries."""
    queue = TicketQueue.objects.filter(unit__slug=slug).select_related("unit").first()
    if queue is None:
        return None
    todays = Ticket.objects.filter(queue=queue, day=today)
    called = todays.filter(called_at__isnull=False, state__in=(TicketState.CALLED, TicketState.SERVED))
    rows = called.order_by("-called_at", "-number").values_list("number", "place", "called_at")[:_SHOWN_CALLED]
    unit = queue.unit
    return Board(
        unit=Trilingual(unit.name_fi, unit.name_sv, unit.name_en),
        is_open=queue.is_open,
        called=tuple(CalledNumber(*one) for one in rows),
        waiting=todays.filter(state=TicketState.WAITING).count(),
    )


def ticket_of(idempotency_key: UUID) -> TicketView | None:
    """The number that was given for this key, with how many wait before it. Two queries."""
    ticket = Ticket.objects.filter(idempotency_key=idempotency_key).select_related("called_by").first()
    if ticket is None:
        return None
    before = Ticket.objects.filter(queue_id=ticket.queue_id, day=ticket.day, state=TicketState.WAITING)
    return _view(ticket, ahead=before.filter(number__lt=ticket.number).count())


def _view(one: Ticket, ahead: int = 0) -> TicketView:
    return TicketView(
        one.pk, one.number, one.state, one.language, one.given_at, one.called_at, one.place,
        one.called_by.name if one.called_by else "", one.called_by_id, one.contact_id, ahead,
    )  # fmt: skip
