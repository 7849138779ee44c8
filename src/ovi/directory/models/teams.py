"""Which area teams and expert teams are there, and whom does each serve? Who works in them casework knows."""

from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from ovi.directory.models.places import Municipality, Unit
from ovi.directory.states import TeamKind


@pghistory.track()
class Team(models.Model):
    """An area team (aluetiimi) serves the people of its area; an expert team (erityisasiantuntijatiimi) is consulted.

    `postal_codes` narrows the municipalities to a part of town; empty means all of them. `consulted_by` are the roles
    that may ask an expert team; empty for an area team.
    """

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=[(value, value) for value in TeamKind])
    preset = models.CharField(max_length=40, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams")
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    municipalities = models.ManyToManyField(Municipality, related_name="teams", blank=True)
    postal_codes = ArrayField(models.CharField(max_length=5), default=list, blank=True)
    consulted_by = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to=None) | models.Q(valid_to__gt=models.F("valid_from")), name="team_period"
            )
        ]
