"""Rows of encounters: what was in fact done, by whom, how, when."""

from __future__ import annotations

from django.db import models

from ovi.casework.models import Case
from ovi.directory.models import Unit
from ovi.encounters.states import Mode
from ovi.people.models import Person, Professional


class Encounter(models.Model):
    """A realised encounter, or a booked one that the client missed (`no_show`), which stops no clock."""

    id = models.BigAutoField(primary_key=True)
    idempotency_key = models.UUIDField(null=True, unique=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="encounters")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT)
    profession = models.CharField(max_length=30)
    licensed = models.BooleanField()
    mode = models.CharField(max_length=3, choices=[(value, value) for value in Mode])
    started_at = models.DateTimeField()
    minutes = models.IntegerField()
    planned = models.BooleanField()
    no_show = models.BooleanField(default=False)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(minutes__gte=0), name="encounter_minutes")]
        indexes = [models.Index(fields=["case", "started_at"], name="encounter_case")]
