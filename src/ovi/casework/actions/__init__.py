"""What may be done to a case? One function per verb; each is one transaction with its audit row."""

from ovi.casework.actions.assessing import assess
from ovi.casework.actions.assigning import assign, note_seen
from ovi.casework.actions.closing import close, resolve_at_first_contact
from ovi.casework.actions.escalating import answer_escalation, escalate
from ovi.casework.actions.handing import (
    accept_hand_over,
    decline_hand_over,
    hand_over,
    warn_of_silence,
    withdraw_hand_over,
)
from ovi.casework.actions.noting import note_event, note_next_event
from ovi.casework.actions.opening import open_case
from ovi.casework.actions.taking import give_back, take
from ovi.casework.actions.waiting import end_wait_reason, set_wait_reason

__all__ = [
    "accept_hand_over",
    "answer_escalation",
    "assess",
    "assign",
    "close",
    "decline_hand_over",
    "end_wait_reason",
    "escalate",
    "give_back",
    "hand_over",
    "note_event",
    "note_next_event",
    "note_seen",
    "open_case",
    "resolve_at_first_contact",
    "set_wait_reason",
    "take",
    "warn_of_silence",
    "withdraw_hand_over",
]
