"""Who may book a time for a case, call from the walk-in queue, and measure the supply of times?"""

from __future__ import annotations

from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor, Role
from ovi.plumbing.permissions import permission

BOOK = permission(
    "booking.book",
    "Book a time for a case of one's own unit, or cancel it",
    Role.NURSE,
    Role.DOCTOR,
    Role.THERAPIST,
    Role.SOCIAL_WORKER,
    Role.STUDENT_WELFARE,
)
TICKETS = permission(
    "booking.tickets",
    "Give and call numbers of the walk-in queue of one's own unit",
    Role.NURSE,
    Role.DOCTOR,
    Role.THERAPIST,
    Role.SOCIAL_WORKER,
    Role.STUDENT_WELFARE,
)
KIOSK = permission("booking.kiosk", "Give a number at a kiosk, to whoever presses", Role.SYSTEM)
MEASURE = permission("booking.measure", "Measure the weekly supply of free times (T3)", Role.SYSTEM)


def require_own_queue(actor: Actor, unit_id: int) -> None:
    """Raise Refused unless the walk-in queue is that of a unit of the actor's."""
    TICKETS.require(actor)
    if unit_id not in actor.units:
        raise Refused("This queue belongs to another unit. Choose your own unit.", code="ticket.not_yours")
