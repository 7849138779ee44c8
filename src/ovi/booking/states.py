"""What becomes of a bookable time and of an appointment?"""

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
