"""What may be done in contact? Receive a resident's contact, or a notification about somebody else."""

from ovi.contact.actions.notifying import Notice, notify
from ovi.contact.actions.receiving import OWN_WORDS_MAX, next_number, receive

__all__ = ["OWN_WORDS_MAX", "Notice", "next_number", "notify", "receive"]
