"""What may be done in contact? Receive a contact or a notification, write messages, talk in a chat."""

from ovi.contact.actions.chat_answering import (
    end_chat,
    note_unit,
    offer_chat,
    return_chat,
    say_as_unit,
    set_desk,
    take_chat,
    take_next,
    withdraw_chat_offer,
)
from ovi.contact.actions.chatting import (
    Asked,
    begin_chat,
    come_back,
    end_as_client,
    lapse_waiting,
    note_client,
    say_as_client,
)
from ovi.contact.actions.following import follow_up
from ovi.contact.actions.notifying import Notice, notify
from ovi.contact.actions.receiving import OWN_WORDS_MAX, Taken, log_contact, next_number, receive
from ovi.contact.actions.threads import (
    Words,
    append,
    drop_new_draft,
    end_thread,
    keep_draft,
    locked_thread,
    note_read,
    reopen_thread,
    sent_before,
    start_thread,
)

__all__ = [
    "Asked",
    "Notice",
    "OWN_WORDS_MAX",
    "Taken",
    "Words",
    "append",
    "begin_chat",
    "come_back",
    "drop_new_draft",
    "end_as_client",
    "end_chat",
    "end_thread",
    "follow_up",
    "keep_draft",
    "lapse_waiting",
    "locked_thread",
    "log_contact",
    "next_number",
    "note_client",
    "note_read",
    "note_unit",
    "notify",
    "offer_chat",
    "receive",
    "reopen_thread",
    "return_chat",
    "say_as_client",
    "say_as_unit",
    "sent_before",
    "set_desk",
    "start_thread",
    "take_chat",
    "take_next",
    "withdraw_chat_offer",
]
