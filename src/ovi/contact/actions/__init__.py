"""What may be done in contact? Receive one, with or without a name; keep drafts and codes; take a notification."""

from ovi.contact.actions.codes import code_of, give_code, identify, note_wrong_code, open_by_code
from ovi.contact.actions.drafting import attach_file, detach_file, drop_draft, forget_drafts, keep_draft
from ovi.contact.actions.nameless import receive_nameless
from ovi.contact.actions.notifying import Notice, notify
from ovi.contact.actions.receiving import OWN_WORDS_MAX, Taken, Wishes, log_contact, next_number, receive

__all__ = [
    "OWN_WORDS_MAX",
    "Notice",
    "Taken",
    "Wishes",
    "attach_file",
    "code_of",
    "detach_file",
    "drop_draft",
    "forget_drafts",
    "give_code",
    "identify",
    "keep_draft",
    "log_contact",
    "next_number",
    "note_wrong_code",
    "notify",
    "open_by_code",
    "receive",
    "receive_nameless",
]
