"""What is known of times and of the walk-in queue?"""

from ovi.booking.queries.tickets import (
    Board,
    CalledNumber,
    QueueView,
    TicketView,
    board_of,
    queue_of,
    queue_with_key,
    ticket_of,
)
from ovi.booking.queries.times import FREE_TIMES, HORIZON_DAYS, FreeSlot, Supply, free_slots, supply

__all__ = [
    "FREE_TIMES",
    "HORIZON_DAYS",
    "Board",
    "CalledNumber",
    "FreeSlot",
    "QueueView",
    "Supply",
    "TicketView",
    "board_of",
    "free_slots",
    "queue_of",
    "queue_with_key",
    "supply",
    "ticket_of",
]
