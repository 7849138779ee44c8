"""Which copies of one's own data have been asked for, and where do they stand?"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from ovi.people.models.persons import Account, Person
from ovi.people.states import CopyState


class DataCopy(models.Model):
    """A copy of all that is held of a person here; made by a job, kept some days, each file fetched once."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="data_copies")
    asked_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2)
    state = models.CharField(max_length=10, choices=[(value, value) for value in CopyState])
    asked_at = models.DateTimeField()
    parts_done = models.IntegerField(default=0)
    parts = models.IntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    keep_until = models.DateTimeField(null=True)
    json_file = models.BinaryField(null=True)
    pdf_file = models.BinaryField(null=True)
    json_fetched_at = models.DateTimeField(null=True)
    pdf_fetched_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "asked_by"], condition=Q(state__in=(CopyState.WAITING, CopyState.MAKING)),
                name="data_copy_one_at_a_time",
            ),
            # What is over holds no data any more.
            models.CheckConstraint(
                condition=Q(state=CopyState.READY) | Q(json_file__isnull=True, pdf_file__isnull=True),
                name="data_copy_holds_when_ready",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["person", "-asked_at"], name="data_copy_person")]
