"""Rows of contact, one module a question; Django finds them all here."""

from ovi.contact.models.chat import Chat, ChatDesk, ChatMessage
from ovi.contact.models.contacts import Contact
from ovi.contact.models.messages import FollowUp, Message, MessageDraft, MessageFile, MessageThread
from ovi.contact.models.notifications import Notification, OpenedToClient

__all__ = [
    "Chat",
    "ChatDesk",
    "ChatMessage",
    "Contact",
    "FollowUp",
    "Message",
    "MessageDraft",
    "MessageFile",
    "MessageThread",
    "Notification",
    "OpenedToClient",
]
