"""What may be done with times and walk-in numbers? One function per verb."""

from ovi.booking.actions.booking import book, cancel, measure_supply
from ovi.booking.actions.tickets import (
    call_again,
    call_next,
    end_ticket,
    give_ticket,
    join_contact,
    new_kiosk_key,
    open_queue,
    take_ticket,
)

__all__ = [
    "book",
    "call_again",
    "call_next",
    "cancel",
    "end_ticket",
    "give_ticket",
    "join_contact",
    "measure_supply",
    "new_kiosk_key",
    "open_queue",
    "take_ticket",
]
