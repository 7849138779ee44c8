"""Rows of contact: a resident's contact in their own words, by any channel."""

from __future__ import annotations

import uuid

import pghistory
from django.db import models
from django.db.models import Q

from ovi.contact.states import Channel, ContactState, IdentityCheck
from ovi.directory.models import Service
from ovi.people.models import Person, Professional


@pghistory.track()
class Contact(models.Model):
    """What a resident asked (yhteydenotto). Never changed in substance after it has arrived."""

    id = models.BigAutoField(primary_key=True)
    number = models.CharField(max_length=20, unique=True)
    # One submit of one form gives one contact, however often it is sent.
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField(max_length=20, choices=[(value, value) for value in ContactState])
    channel = models.CharField(max_length=20, choices=[(value, value) for value in Channel])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="contacts")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="contacts")
    service_line = models.CharField(max_length=30)
    sector = models.CharField(max_length=10)
    register = models.CharField(max_length=20)
    own_words = models.TextField()
    language = models.CharField(max_length=3)
    reply_by = models.CharField(max_length=20)
    reply_to = models.CharField(max_length=200, blank=True)
    arrived_at = models.DateTimeField()
    # Of a contact that a worker wrote down for the person: who did, and how they made sure who the person is.
    logged_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    identity_check = models.CharField(
        max_length=20, blank=True, db_default="", choices=[(value, value) for value in IdentityCheck]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(logged_by__isnull=True, identity_check="")
                | (Q(logged_by__isnull=False) & ~Q(identity_check="") & ~Q(channel=Channel.WEB)),
                name="contact_logged_with_check",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-arrived_at"], name="contact_person"),
            models.Index(fields=["state", "arrived_at"], name="contact_state"),
        ]
