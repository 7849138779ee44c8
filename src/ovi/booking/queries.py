"""Which times are free, and on which days are each professional's first three?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from ovi.booking.models import Appointment, Slot
from ovi.booking.states import AppointmentState
from ovi.foundation.calendar import helsinki_date
from ovi.people.models import Professional

FREE_TIMES = 3  # the day of the third one is T3
HORIZON_DAYS = 182  # THL's measuring horizon: half a year


@dataclass(frozen=True, slots=True)
class Supply:
    """The days of one professional's first free times, up to three, at the measuring moment; a day may stand twice."""

    professional_id: int
    unit_id: int
    profession: str
    free_on: tuple[date, ...]


def supply(*, now: datetime) -> list[Supply]:
    """The first three free, non-urgent, generally bookable times of everyone who keeps a book.

    A professional counts if any such time of theirs, free or taken, starts within the horizon: a full book is no
    supply, which is what is measured; someone without a book is not measured at all.
    """
    today = helsinki_date(now)
    until = now + timedelta(days=HORIZON_DAYS)
    taken = Appointment.objects.filter(slot=OuterRef("pk")).exclude(state=AppointmentState.CANCELLED)
    slots = Slot.objects.filter(general=True, urgency="non_urgent", during__startswith__gte=now)
    rows = slots.filter(during__startswith__lt=until).annotate(taken=Exists(taken)).order_by("during", "id")
    free: dict[int, list[date]] = defaultdict(list)
    unit_of: dict[int, int] = {}
    for professional_id, unit_id, during, is_taken in rows.values_list("professional_id", "unit_id", "during", "taken"):
        unit_of.setdefault(professional_id, unit_id)
        days = free[professional_id]
        if not is_taken and len(days) < FREE_TIMES:
            days.append(helsinki_date(during.lower))
    working = Professional.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), valid_from__lte=today)
    people = working.filter(pk__in=free).order_by("pk").values_list("pk", "profession")
    return [Supply(pk, unit_of[pk], profession, tuple(free[pk])) for pk, profession in people]


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A time that can be booked."""

    id: int
    starts_at: datetime
    ends_at: datetime
    by: str
    profession: str


def free_slots(*, unit_id: int, now: datetime, limit: int = 20) -> list[FreeSlot]:
    """The next free times of the unit. One query."""
    taken = Appointment.objects.filter(slot=OuterRef("pk")).exclude(state=AppointmentState.CANCELLED)
    slots = Slot.objects.filter(~Exists(taken), unit_id=unit_id, during__startswith__gt=now).order_by("during", "id")
    rows = slots.values_list("id", "during", "professional__name", "professional__profession")[:limit]
    return [FreeSlot(pk, during.lower, during.upper, name, profession) for pk, during, name, profession in rows]
