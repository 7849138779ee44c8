"""Rows of contact: a resident's contact in their own words, by any channel, for themselves or for another."""

from __future__ import annotations

import uuid

import pghistory
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Reverse

from ovi.contact.states import Channel, ContactState, Ground, IdentityCheck
from ovi.directory.models import Service
from ovi.people.models import Person, Professional, Representation
from ovi.plumbing.models import StoredFile


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
    # Who acted for the person, by which right: the row of the right, and its kind as it was then.
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="contacts_made")
    ground = models.CharField(
        max_length=20, blank=True, db_default="", default="", choices=[(value, value) for value in Ground]
    )
    representation = models.ForeignKey(Representation, on_delete=models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, related_name="contacts")
    service_line = models.CharField(max_length=30)
    sector = models.CharField(max_length=10)
    register = models.CharField(max_length=20)
    own_words = models.TextField()
    language = models.CharField(max_length=3)
    interpreter_language = models.CharField(max_length=3, blank=True, db_default="", default="")
    reply_by = models.CharField(max_length=20)
    reply_to = models.CharField(max_length=200, blank=True)
    reply_when = models.CharField(max_length=700, blank=True, db_default="", default="")
    # Shown to the person and to who made it, never in the view of anybody else who acts for them.
    private = models.BooleanField(default=False, db_default=False)
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
            ),
            # Nobody acts for another without a right that can be shown, and nobody for themselves by one.
            models.CheckConstraint(
                condition=Q(made_by__isnull=True, ground="", representation__isnull=True)
                | (
                    Q(made_by__isnull=False, person__isnull=False, representation__isnull=False)
                    & ~Q(ground="")
                    & ~Q(made_by=F("person"))
                ),
                name="contact_for_another_has_ground",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-arrived_at"], name="contact_person"),
            models.Index(fields=["state", "arrived_at"], name="contact_state"),
            models.Index(fields=["made_by", "-arrived_at"], name="contact_made_by", condition=Q(made_by__isnull=False)),
            # People remember the last digits of a number.
            models.Index(OpClass(Reverse("number"), name="text_pattern_ops"), name="contact_number_end"),
        ]


class ContactFile(models.Model):
    """A file that came with a contact."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, primary_key=True, related_name="contact_file")


class ContactCode(models.Model):
    """The code by which somebody without an account comes back to their contact. Only its digest is kept."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, primary_key=True, related_name="code")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    given_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
