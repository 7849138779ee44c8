"""What does a unit tell of itself, and which channel is closed just now?"""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from ovi.directory.models.places import Unit
from ovi.directory.states import ServiceChannel


class UnitInfo(models.Model):
    """What a unit tells of itself: hours, notice, telephone, address. One row a version; the newest one holds.

    A version is never changed (the running role may only insert), so history needs no second table and an undo is
    a new version with an old content. `published_by` is an account's number: this room knows no accounts.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="infos")
    version = models.IntegerField()
    phone = models.CharField(max_length=30, blank=True)
    address = models.CharField(max_length=200, blank=True)
    notice_fi = models.CharField(max_length=600, blank=True)
    notice_sv = models.CharField(max_length=600, blank=True)
    notice_en = models.CharField(max_length=600, blank=True)
    hours = models.JSONField(default=dict)  # opening_hours.Hours.as_json
    published_at = models.DateTimeField()
    published_by = models.BigIntegerField(null=True)
    published_by_name = models.CharField(max_length=200)
    restored_from = models.IntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "version"], name="unit_info_version_once")]


@pghistory.track()
class ChannelClosure(models.Model):
    """One channel closed during [closes_at, opens_at) with a message; it opens by itself when the time is over.

    `unit` empty: in the whole county. `service_line` empty: for all services. `ended_at`: opened before its time.
    """

    id = models.BigAutoField(primary_key=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="closures")
    channel = models.CharField(max_length=20, choices=[(value, value) for value in ServiceChannel])
    service_line = models.CharField(max_length=30, blank=True)
    closes_at = models.DateTimeField()
    opens_at = models.DateTimeField()
    message_fi = models.CharField(max_length=600)
    message_sv = models.CharField(max_length=600, blank=True)
    message_en = models.CharField(max_length=600, blank=True)
    instead_fi = models.CharField(max_length=300)
    instead_sv = models.CharField(max_length=300, blank=True)
    instead_en = models.CharField(max_length=300, blank=True)
    closed_by_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(opens_at__gt=F("closes_at")), name="closure_period"),
            # The duty to notify (lastensuojelulaki 25 §, SHL 35 §) knows no opening hours.
            models.CheckConstraint(condition=~Q(channel=ServiceChannel.NOTIFICATION), name="notification_never_closed"),
            models.CheckConstraint(
                condition=Q(unit=None) | ~Q(channel=ServiceChannel.CONTACT_FORM), name="closure_form_is_the_countys"
            ),
        ]
        indexes = [models.Index(fields=["opens_at"], name="closure_open", condition=Q(ended_at=None))]
