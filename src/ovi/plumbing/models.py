"""Rows of the plumbing: audit events, the access log with its seals. Insert-only for the role ovi_app.

They know people only as opaque subject keys and accounts only as numbers: no foreign keys into later rooms.
"""

from __future__ import annotations

from django.db import models


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


class SunkMessage(models.Model):
    """A message that would have left the house, kept in the demo and in tests (plumbing.outbound.sink)."""

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=120, unique=True)
    way = models.CharField(max_length=10)
    to = models.CharField(max_length=400, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    at = models.DateTimeField()
