"""What may be done to a case? One function per verb; each is one transaction with its audit row."""

from ovi.casework.actions.assessing import assess
from ovi.casework.actions.closing import close
from ovi.casework.actions.exceptional import note_kanta, open_across, open_in_emergency, review_opening
from ovi.casework.actions.handing import accept_hand_over, decline_hand_over, hand_over
from ovi.casework.actions.noting import note_event, note_next_event
from ovi.casework.actions.opening import open_case
from ovi.casework.actions.taking import give_back, take

__all__ = [
    "accept_hand_over",
    "assess",
    "close",
    "decline_hand_over",
    "give_back",
    "hand_over",
    "note_event",
    "note_kanta",
    "note_next_event",
    "open_across",
    "open_case",
    "open_in_emergency",
    "review_opening",
    "take",
]
