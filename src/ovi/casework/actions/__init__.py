"""What may be done to a case? One function per verb; each is one transaction with its audit row."""

from ovi.casework.actions.assessing import assess
from ovi.casework.actions.closing import close
from ovi.casework.actions.continuity import arrange_cover, end_cover, end_own, name_own
from ovi.casework.actions.handing import accept_hand_over, decline_hand_over, hand_over
from ovi.casework.actions.lists import Moved, move_list, set_list
from ovi.casework.actions.noting import note_event, note_next_event
from ovi.casework.actions.opening import open_case
from ovi.casework.actions.taking import give_back, take
from ovi.casework.actions.teams import add_member, end_member, mark_handled, put_on_meeting

__all__ = [
    "Moved",
    "add_member",
    "arrange_cover",
    "end_cover",
    "end_member",
    "end_own",
    "mark_handled",
    "move_list",
    "name_own",
    "put_on_meeting",
    "set_list",
    "accept_hand_over",
    "assess",
    "close",
    "decline_hand_over",
    "give_back",
    "hand_over",
    "note_event",
    "note_next_event",
    "open_case",
    "take",
]
