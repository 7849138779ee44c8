"""Rows of calling back: who has a person on the phone, and every call that was tried."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.casework.models.cases import Case
from ovi.casework.states import CallbackState, CallOutcome
from ovi.people.models import Professional


class Callback(models.Model):
    """How the call that a case waits for stands (takaisinsoitto). No row yet: nobody has taken it.

    Who waits follows from the contact's wish and the case's state, so that no contact can be forgotten here.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="callback")
    state = models.CharField(max_length=10, choices=[(value, value) for value in CallbackState])
    held_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CallbackState.CALLING, held_by__isnull=False, held_at__isnull=False)
                | (~Q(state=CallbackState.CALLING) & Q(held_by__isnull=True, held_at__isnull=True)),
                name="callback_held_while_calling",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(CallbackState.REACHED, CallbackState.STOPPED), ended_at__isnull=False)
                | (~Q(state__in=(CallbackState.REACHED, CallbackState.STOPPED)) & Q(ended_at__isnull=True)),
                name="callback_ended_when_over",
            ),
        ]


class CallAttempt(models.Model):
    """One call that was made, with what came of it. Only added, never changed: it proves that one tried."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="call_attempts")
    outcome = models.CharField(max_length=15, choices=[(value, value) for value in CallOutcome])
    at = models.DateTimeField()
    by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "-at"], name="call_attempt_case")]
