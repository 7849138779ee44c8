"""Rows of casework: what has happened in a case that starts or stops a statutory clock, and which cases are linked."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.casework.models.cases import Case
from ovi.casework.states import LinkKind, MomentKind
from ovi.people.models import Professional


class CaseMoment(models.Model):
    """One thing that happened, and when. Rows are only added: a correction is a new row that supersedes the old.

    Each kind has one first row in a case and each row at most one that supersedes it: one row of a kind is current.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moments")
    kind = models.CharField(max_length=30, choices=[(value, value) for value in MomentKind])
    at = models.DateTimeField()
    by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()
    # Of a correction: why the earlier row was wrong.
    note = models.TextField(blank=True)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=Q(supersedes=None), name="moment_once"),
            models.CheckConstraint(condition=Q(supersedes=None) | ~Q(note=""), name="moment_corrected_with_reason"),
        ]


class CaseLink(models.Model):
    """A case that was opened out of another, under its own secrecy. It is read from the new case's side."""

    id = models.BigAutoField(primary_key=True)
    from_case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="links_from")
    to_case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="link_to")
    kind = models.CharField(max_length=40, choices=[(value, value) for value in LinkKind])
    by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # The same submit twice opens one case.
    idempotency_key = models.UUIDField(unique=True)
