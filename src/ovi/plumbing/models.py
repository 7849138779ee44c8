"""Rows of the plumbing: audit events and the access log with its seals, insert-only for ovi_app; stored files.

They know people only as opaque subject keys and accounts only as numbers: no foreign keys into later rooms.
"""

from __future__ import annotations

import uuid

from django.db import models

from ovi.plumbing.states import FileState


class AuditEvent(models.Model):
    """Who changed what, when."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    purpose = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    subject_key = models.UUIDField(null=True)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["subject_key", "-at"], name="audit_subject"),
            models.Index(fields=["object_kind", "object_id", "-at"], name="audit_object"),
        ]


class Access(models.Model):
    """One request that read client data (käyttöloki): who, in which role and unit, on which page, why."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    viewer_name = models.CharField(max_length=200)
    viewer_roles = models.CharField(max_length=200)
    viewer_unit = models.CharField(max_length=200, blank=True)
    page = models.CharField(max_length=80)
    purpose = models.CharField(max_length=40)
    subjects_digest = models.CharField(max_length=32)
    # Refreshes of the same page by the same viewer extend the row: the only columns ovi_app may update,
    # and so not part of the seal.
    last_at = models.DateTimeField()
    times = models.IntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["account_id", "page", "-last_at"], name="access_viewer")]


class AccessSubject(models.Model):
    """One person whose data the request showed, on which proven relation (case, own matter, …)."""

    id = models.BigAutoField(primary_key=True)
    access = models.ForeignKey(Access, on_delete=models.PROTECT, related_name="subjects")
    subject_key = models.UUIDField()
    relation = models.CharField(max_length=40)
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject_key", "-access"], name="access_subject")]


class AccessSeal(models.Model):
    """One link of a hash chain over the access log: the rows first_id … last_id and their chained digest."""

    id = models.BigAutoField(primary_key=True)
    sealed_at = models.DateTimeField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    rows = models.IntegerField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, unique=True)


class StoredFile(models.Model):
    """A file that somebody has sent, cleaned. Rooms point to it; what it holds lies in `StoredContent`.

    `key` is random and the only name that an address may carry. The row knows no person: its room does.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(max_length=20, choices=[(value, value) for value in FileState])
    name = models.CharField(max_length=120)  # as shown and downloaded: cleaned, its ending that of its content
    kind = models.CharField(max_length=40)  # by content: image/jpeg, image/png, application/pdf
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    stored_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True)  # null though it may be opened: no scanner was set


class StoredContent(models.Model):
    """What a stored file holds. In the database, so that it commits, is backed up and goes away with its row."""

    file = models.OneToOneField(StoredFile, on_delete=models.CASCADE, primary_key=True, related_name="content")
    data = models.BinaryField()


class SunkMessage(models.Model):
    """A message that would have left the house, kept in the demo and in tests (plumbing.outbound.sink)."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=120, unique=True)
    way = models.CharField(max_length=10)
    to = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    at = models.DateTimeField()
