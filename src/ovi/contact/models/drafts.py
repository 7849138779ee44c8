"""Rows of drafts: what somebody has written and not sent yet. Deleted when sent, given up, or left lying."""

from __future__ import annotations

import uuid

from django.db import models

from ovi.people.models import Person
from ovi.plumbing.models import StoredFile


class ContactDraft(models.Model):
    """The answers so far. Of one who is signed in by person; of one who is not, by the key in a signed cookie."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="contact_drafts")
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-kept_at"], name="draft_person"),
            models.Index(fields=["kept_at"], name="draft_kept"),
        ]


class DraftFile(models.Model):
    """A file attached to a draft; it goes over to the contact when that is sent."""

    draft = models.ForeignKey(ContactDraft, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, primary_key=True, related_name="draft_file")
