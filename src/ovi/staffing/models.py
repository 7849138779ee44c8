"""Rows of staffing: who holds which competence, and until when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ovi.people.models import Professional


class Competence(models.Model):
    """A competence (osaaminen, pätevyys) held during [valid_from, valid_to); `source` is what proves it."""

    id = models.BigAutoField(primary_key=True)
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="competences")
    code = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["professional", "code", "valid_from"], name="competence_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="competence_period"
            ),
        ]
        indexes = [models.Index(fields=["code", "professional"], name="competence_holders")]
