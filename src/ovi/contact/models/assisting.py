"""What has a client written with a worker beside them, and which of the two typed it?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.contact.models.contacts import Contact
from ovi.contact.models.messages import Message
from ovi.contact.states import TypedBy
from ovi.people.models import HelpSession


class AssistedWriting(models.Model):
    """A contact or a message sent while a worker helped side by side (tuettu asiointi). Only added, never changed."""

    id = models.BigAutoField(primary_key=True)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, null=True, related_name="assisted")
    message = models.OneToOneField(Message, on_delete=models.PROTECT, null=True, related_name="assisted")
    help = models.ForeignKey(HelpSession, on_delete=models.PROTECT, related_name="+")
    typed_by = models.CharField(max_length=10, choices=[(value, value) for value in TypedBy])
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=True, message__isnull=False)
                | Q(contact__isnull=False, message__isnull=True),
                name="assisted_one_writing",
            )
        ]
