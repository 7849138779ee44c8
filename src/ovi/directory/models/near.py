"""Which services come near people's homes, where does each municipality start from, and where and when do they stop?"""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from ovi.directory.models.places import Municipality, Unit
from ovi.directory.states import NearKind


@pghistory.track()
class NearService(models.Model):
    """A near service (lähipalvelu) or a mobile one (liikkuva palvelu) that a municipality has chosen.

    `baseline` and `target` describe every municipality in the same way: how it is now, and how it should be by
    `target_on`. They are the workers' own text; residents are shown the name, what is done and the stops.
    """

    id = models.BigAutoField(primary_key=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="near_services")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="near_services")
    service_line = models.CharField(max_length=30)
    kind = models.CharField(max_length=10, choices=[(value, value) for value in NearKind])
    name_fi = models.CharField(max_length=200)
    name_sv = models.CharField(max_length=200, blank=True)
    name_en = models.CharField(max_length=200, blank=True)
    about_fi = models.CharField(max_length=600)
    about_sv = models.CharField(max_length=600, blank=True)
    about_en = models.CharField(max_length=600, blank=True)
    baseline = models.TextField()
    target = models.TextField()
    target_on = models.DateField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="near_service_period"
            )
        ]


class NearStop(models.Model):
    """One stop of the calendar, during [opens_at, closes_at). Called off, it is still shown with its reason."""

    id = models.BigAutoField(primary_key=True)
    service = models.ForeignKey(NearService, on_delete=models.PROTECT, related_name="stops")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    address = models.CharField(max_length=200, blank=True)
    called_off = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "opens_at"], name="near_stop_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="near_stop_period"),
        ]
        indexes = [models.Index(fields=["closes_at"], name="near_stop_coming")]
