"""What may be done in contact? Receive a resident's contact, or a notification about somebody else."""

from ovi.contact.actions.inbound import (
    Arrival,
    Assessed,
    Referred,
    content_hash,
    receive_assessment,
    receive_referral,
    received_before,
)
from ovi.contact.actions.notifying import Notice, notify
from ovi.contact.actions.receiving import OWN_WORDS_MAX, Taken, log_contact, next_number, receive

__all__ = [
    "OWN_WORDS_MAX",
    "Arrival",
    "Assessed",
    "Notice",
    "Referred",
    "Taken",
    "content_hash",
    "log_contact",
    "next_number",
    "notify",
    "receive",
    "receive_assessment",
    "receive_referral",
    "received_before",
]
