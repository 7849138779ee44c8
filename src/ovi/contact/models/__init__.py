"""Rows of contact, one module a question; Django finds them all here."""

from ovi.contact.models.assisting import AssistedWriting
from ovi.contact.models.chat import (
    Chat,
    ChatDesk,
    ChatMessage,
)
from ovi.contact.models.contacts import (
    Contact,
    ContactCode,
    ContactFile,
)
from ovi.contact.models.drafts import (
    ContactDraft,
    DraftFile,
)
from ovi.contact.models.inbound import InboundDocument, InboundReferral
from ovi.contact.models.messages import (
    FollowUp,
    Message,
    MessageDraft,
    MessageFile,
    MessageThread,
)
from ovi.contact.models.notifications import (
    Notification,
    OpenedToClient,
)
from ovi.contact.models.turns import Turn

__all__ = [
    "AssistedWriting",
    "Chat",
    "ChatDesk",
    "ChatMessage",
    "Contact",
    "ContactCode",
    "ContactDraft",
    "ContactFile",
    "DraftFile",
    "FollowUp",
    "Message",
    "MessageDraft",
    "MessageFile",
    "MessageThread",
    "Notification",
    "OpenedToClient",
    "InboundDocument",
    "InboundReferral",
    "Turn",
]
