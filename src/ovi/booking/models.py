"""Rows of booking: bookable times, appointments, the weekly measurement of free times (T3), walk-in numbers."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from ovi.booking.states import AppointmentState, TicketState
from ovi.casework.models import Case
from ovi.contact.models import Contact
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


class TicketQueue(models.Model):
    """The walk-in queue of a unit, which exists once somebody has opened it. `kiosk_key` opens its kiosk page."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="ticket_queue")
    is_open = models.BooleanField(default=True)
    kiosk_key = models.UUIDField(default=uuid.uuid4, unique=True)
    # The last number given and its day: locked while the next one is given, so that no number is given twice.
    day = models.DateField(null=True)
    last_number = models.IntegerField(default=0)


class Ticket(models.Model):
    """A number of a day's walk-in queue (vuoronumero). It knows nobody: who comes is asked at the desk."""

    id = models.BigAutoField(primary_key=True)
    queue = models.ForeignKey(TicketQueue, on_delete=models.PROTECT, related_name="tickets")
    idempotency_key = models.UUIDField(default=uuid.uuid4, unique=True)
    day = models.DateField()
    number = models.IntegerField()
    state = models.CharField(max_length=10, choices=[(value, value) for value in TicketState])
    language = models.CharField(max_length=3)
    given_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    called_by = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    place = models.CharField(max_length=40, blank=True)
    ended_at = models.DateTimeField(null=True)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, null=True, related_name="ticket")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["queue", "day", "number"], name="ticket_number_once"),
            models.CheckConstraint(
                condition=Q(state=TicketState.WAITING, called_at__isnull=True, called_by__isnull=True)
                | (~Q(state=TicketState.WAITING) & Q(called_at__isnull=False, called_by__isnull=False)),
                name="ticket_called_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["queue", "day", "state", "number"], name="ticket_waiting")]
