"""Rows of booking: bookable times, appointments, and the weekly measurement of free times (T3)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from ovi.booking.states import AppointmentState
from ovi.casework.models import Case
from ovi.directory.models import Unit
from ovi.people.models import Professional


class _IdRange(Func):
    """int8range(id, id, '[]'): equality inside a GiST exclusion without the btree_gist extension (design §4)."""

    function = "int8range"

    def __init__(self, field: str) -> None:
        super().__init__(F(field), F(field), Value("[]"))


class Slot(models.Model):
    """A time in a professional's book, [start, end). One professional is in one place at a time."""

    id = models.BigAutoField(primary_key=True)
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, related_name="slots")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    during = DateTimeRangeField()
    urgency = models.CharField(max_length=20)
    # Generally bookable: not kept for prevention, plan-based control visits or groups (T3 counts only these).
    general = models.BooleanField(default=True)

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="slot_no_overlap",
                expressions=[
                    (_IdRange("professional_id"), RangeOperators.OVERLAPS),
                    ("during", RangeOperators.OVERLAPS),
                ],
            )
        ]


class Appointment(models.Model):
    """A booked time of a case. A booking stops no clock; a realised event does."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appointments")
    slot = models.ForeignKey(Slot, on_delete=models.PROTECT, related_name="appointments")
    state = models.CharField(max_length=20, choices=[(value, value) for value in AppointmentState])
    booked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot"], condition=~Q(state=AppointmentState.CANCELLED), name="slot_booked_once"
            )
        ]
        indexes = [models.Index(fields=["case", "booked_at"], name="appointment_case")]


class SupplyMeasurement(models.Model):
    """The next free, non-urgent, generally bookable days of one professional at a weekly measuring moment."""

    id = models.BigAutoField(primary_key=True)
    measured_on = models.DateField()
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT)
    profession = models.CharField(max_length=30)
    # Up to three first free days; fewer than three within the horizon counts as 182 days.
    free_on = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["measured_on", "professional"], name="supply_once_a_week")]
