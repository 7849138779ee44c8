"""Which services were picked for a client from the tray, why and with what result; and which lists are saved?"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from ovi.casework.models.cases import Case
from ovi.casework.states import TakeUp
from ovi.directory.models import Service, Unit
from ovi.people.models import Professional


class TrayPick(models.Model):
    """One service picked for the client of one case, with its reason in plain words. A pick shows on that case only.

    `service_line` is that of the case on the day, so that use is counted by who picked, whatever follows.
    """

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tray_picks")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    service_line = models.CharField(max_length=30)
    picked_at = models.DateTimeField()
    picked_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    take_up = models.CharField(max_length=20, blank=True, choices=[(value, value) for value in TakeUp])
    told_at = models.DateTimeField(null=True)
    told_by_client = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "service"], condition=Q(revoked_at=None), name="picked_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="pick_has_reason"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="pick_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(take_up="", told_at=None, told_by_client=None)
                | (~Q(take_up="") & Q(told_at__isnull=False, told_by_client__isnull=False)),
                name="take_up_told_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["service", "told_at"], name="pick_feedback", condition=~Q(take_up=""))]


class SavedList(models.Model):
    """A list of services that a unit keeps, without a word about any client. `key` is its address outside the house."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    for_whom = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    # Only a list that its makers have opened can be read without signing in.
    public = models.BooleanField(default=False)
    made_by = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    version = models.IntegerField(default=1)
    deleted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="saved_list_named")]
        indexes = [models.Index(fields=["unit"], name="saved_list_unit", condition=Q(deleted_at=None))]


class SavedListItem(models.Model):
    """One service of a saved list, in its place."""

    id = models.BigAutoField(primary_key=True)
    saved_list = models.ForeignKey(SavedList, on_delete=models.CASCADE, related_name="items")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="+")
    position = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["saved_list", "service"], name="listed_once")]
