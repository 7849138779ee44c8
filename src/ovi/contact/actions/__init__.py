"""What may be done in contact? Receive a resident's contact, or a notification about somebody else."""

from ovi.contact.actions.notifying import Notice, notify
from ovi.contact.actions.receiving import OWN_WORDS_MAX, Taken, log_contact, next_number, receive

__all__ = ["OWN_WORDS_MAX", "Notice", "Taken", "log_contact", "next_number", "notify", "receive"]
