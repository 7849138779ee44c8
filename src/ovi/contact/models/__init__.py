"""Rows of contact, one module a question; Django finds them all here."""

from ovi.contact.models.contacts import Contact, ContactCode, ContactFile
from ovi.contact.models.drafts import ContactDraft, DraftFile
from ovi.contact.models.notifications import Notification, OpenedToClient

__all__ = ["Contact", "ContactCode", "ContactDraft", "ContactFile", "DraftFile", "Notification", "OpenedToClient"]
