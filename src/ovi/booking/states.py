"""What becomes of a bookable time, of an appointment, and of a number of the walk-in queue?"""

from __future__ import annotations

from enum import StrEnum


class AppointmentState(StrEnum):
    BOOKED = "booked"
    ATTENDED = "attended"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


TRANSITIONS: dict[AppointmentState, frozenset[AppointmentState]] = {
    AppointmentState.BOOKED: frozenset(
        {AppointmentState.ATTENDED, AppointmentState.CANCELLED, AppointmentState.NO_SHOW}
    ),
    AppointmentState.ATTENDED: frozenset(),
    AppointmentState.CANCELLED: frozenset(),
    AppointmentState.NO_SHOW: frozenset(),
}


class TicketState(StrEnum):
    """What becomes of a number of the walk-in queue (vuoronumero). A missed one may still be called again."""

    WAITING = "waiting"
    CALLED = "called"
    SERVED = "served"
    NO_SHOW = "no_show"


TICKET_TRANSITIONS: dict[TicketState, frozenset[TicketState]] = {
    TicketState.WAITING: frozenset({TicketState.CALLED}),
    TicketState.CALLED: frozenset({TicketState.SERVED, TicketState.NO_SHOW}),
    TicketState.SERVED: frozenset(),
    TicketState.NO_SHOW: frozenset({TicketState.CALLED}),
}
