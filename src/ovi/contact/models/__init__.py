"""Rows of contact, one module a question; Django finds them all here."""

from ovi.contact.models.contacts import Contact
from ovi.contact.models.inbound import InboundDocument, InboundReferral
from ovi.contact.models.notifications import Notification, OpenedToClient

__all__ = ["Contact", "InboundDocument", "InboundReferral", "Notification", "OpenedToClient"]
