"""Which times are free, and on which days are each professional's first three?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Case as Either
from django.db.models import CharField, Exists, OuterRef, Q, Value, When

from ovi.booking.models import Appointment, Slot
from ovi.booking.states import AppointmentState
from ovi.casework.queries import Familiar
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
    """A time that can be booked. `whose`: "own" worker, own "team", or "" for anybody else of the unit."""

    id: int
    starts_at: datetime
    ends_at: datetime
    by: str
    profession: str
    whose: str = ""


def free_slots(*, unit_id: int, now: datetime, limit: int = 20, familiar: Familiar | None = None) -> list[FreeSlot]:
    """The next free times of the unit; with `familiar` those of the person's own worker first, then own team's.

    An offer in order, nothing is left out: the person chooses between soon and familiar. One query.
    """
    known = familiar or Familiar()
    whose = Either(
        When(professional_id__in=known.own, then=Value("own")),
        When(professional_id__in=known.team, then=Value("team")),
        default=Value(""),
        output_field=CharField(),
    )
    nearness = Either(
        When(professional_id__in=known.own, then=Value(0)),
        When(professional_id__in=known.team, then=Value(1)),
        default=Value(2),
    )
    taken = Appointment.objects.filter(slot=OuterRef("pk")).exclude(state=AppointmentState.CANCELLED)
    slots = Slot.objects.filter(~Exists(taken), unit_id=unit_id, during__startswith__gt=now)
    ordered = slots.annotate(whose=whose).order_by(nearness, "during", "id")
    rows = ordered.values_list("id", "during", "professional__name", "professional__profession", "whose")[:limit]
    return [FreeSlot(pk, during.lower, during.upper, name, work, of) for pk, during, name, work, of in rows]
