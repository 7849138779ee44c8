"""Rows of the work around a case: why the client waits, to whom it was given, and what was raised to a manager."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ovi.casework.models.cases import Case
from ovi.casework.states import EscalationState, WaitReason
from ovi.directory.models import Unit
from ovi.people.models import Account, Professional


class WaitPeriod(models.Model):
    """Why the client waits (odotuksen syy), during [from_on, ended_on). Stands beside the raw clock, never in it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="wait_periods")
    reason = models.CharField(max_length=20, choices=[(value, value) for value in WaitReason])
    from_on = models.DateField()
    ended_on = models.DateField(null=True)
    by_professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(ended_on__isnull=True), name="one_wait_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("from_on")), name="wait_ends_after_start"
            ),
        ]


class Assignment(models.Model):
    """A case given to a worker by somebody else; new to the worker until they open it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    to_professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    by_account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    assigned_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["case", "to_professional"], name="assignment_new", condition=Q(seen_at__isnull=True))
        ]


class Escalation(models.Model):
    """A case raised to the managers of its unit, with the reason and their answer. The owner does not change by it."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by_professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=[(value, value) for value in EscalationState])
    reason = models.TextField()
    raised_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(state=EscalationState.RAISED), name="raised_once")
        ]
        indexes = [models.Index(fields=["unit"], name="escalation_open", condition=Q(state=EscalationState.RAISED))]
