"""Which units have a chat, is it open, how many wait, and how long, honestly, does it take?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from django.db.models import Count, F, Q, QuerySet

from ovi.contact.models import Chat, ChatDesk
from ovi.contact.states import ChatState
from ovi.directory.models import Unit
from ovi.directory.openings import Opening, UnitChannel, opening
from ovi.directory.queries import Closure, channel_closed, trilingual, unit_infos
from ovi.directory.service_lines import LINES
from ovi.directory.states import ServiceChannel
from ovi.foundation.text import Trilingual
from ovi.people.models import Professional
from ovi.plumbing.actor import Role

ESTIMATE_DAYS = 14
ESTIMATE_LEAST = 12  # fewer realised waits say nothing that could be promised
_ESTIMATE_MOST = 200
_CARE = (Role.NURSE, Role.DOCTOR, Role.THERAPIST, Role.SOCIAL_WORKER, Role.STUDENT_WELFARE)


@dataclass(frozen=True, slots=True)
class DeskNow:
    """A unit's chat at this moment. `closure`: it is closed against its hours, with what is said of it."""

    unit_id: int
    slug: str
    name: Trilingual
    register: str
    service_lines: tuple[str, ...]
    anonymous: bool
    return_minutes: int
    phone: str
    opening: Opening
    closure: Closure | None
    waiting: int


@dataclass(frozen=True, slots=True)
class ChatEstimate:
    """How long somebody at a place waits, in whole minutes (from, to), and on how many realised waits it rests."""

    minutes: tuple[int, int]
    basis: int


def desks_now(*, now: datetime, unit_id: int | None = None) -> list[DeskNow]:
    """The chats that are in use, the open ones first. A few queries however many there are."""
    waiting = Count("unit__chats", filter=Q(unit__chats__state=ChatState.WAITING))
    rows = ChatDesk.objects.filter(is_open=True).select_related("unit").annotate(waiting=waiting)
    rows = rows.filter(unit_id=unit_id) if unit_id is not None else rows
    desks = list(rows.order_by("unit__sort_fi", "unit_id"))
    infos = unit_infos(one.unit_id for one in desks)
    found = []
    for one in desks:
        info = infos.get(one.unit_id)
        closure = channel_closed(ServiceChannel.CHAT, now=now, unit_id=one.unit_id)
        hours = opening(UnitChannel(info.hours, ServiceChannel.CHAT), now) if info else Opening(None)
        if closure:
            hours = Opening(False, next_at=closure.opens_at)
        found.append(_desk(one, hours, closure, info.phone if info else ""))
    return sorted(found, key=lambda one: not one.opening.open)


def desk_now(unit_id: int, *, now: datetime) -> DeskNow | None:
    """One unit's chat; None where it has none in use."""
    return next(iter(desks_now(now=now, unit_id=unit_id)), None)


def _desk(row: ChatDesk, hours: Opening, closure: Closure | None, phone: str) -> DeskNow:
    unit = row.unit
    lines = tuple(line for line in unit.service_lines if line in LINES and LINES[line].register == unit.register)
    return DeskNow(
        row.unit_id, unit.slug, trilingual(unit, "name"), unit.register, lines, row.anonymous, row.return_minutes,
        phone or unit.phone, hours, closure, int(getattr(row, "waiting", 0)),
    )  # fmt: skip


def chat_estimate(unit_id: int, *, place: int, now: datetime) -> ChatEstimate | None:
    """How long the place may take, by the unit's realised waits of the last two weeks; None when they are too few.

    Each wait is divided by the place it began at: what one place has taken. The range is the middle half of them,
    times the place. It rests on what has happened, and knows nothing of what anybody wrote. One query.
    """
    taken = Chat.objects.filter(unit_id=unit_id, first_taken_at__gte=now - timedelta(days=ESTIMATE_DAYS))
    rows = taken.filter(queued_as__gt=0, first_taken_at__gte=F("queued_at")).order_by("-first_taken_at")
    waits = [
        (at - queued_at).total_seconds() / queued_as if at else 0.0
        for at, queued_at, queued_as in rows.values_list("first_taken_at", "queued_at", "queued_as")[:_ESTIMATE_MOST]
    ]
    if len(waits) < ESTIMATE_LEAST:
        return None
    waits.sort()
    low, high = waits[len(waits) // 4], waits[(3 * len(waits)) // 4]
    return ChatEstimate((max(1, ceil(place * low / 60)), max(1, ceil(place * high / 60))), len(waits))


def chat_colleagues(unit_id: int, *, today: date) -> QuerySet[Professional]:
    """Who answers chats in this unit today, by name."""
    valid = Q(account__memberships__valid_to=None) | Q(account__memberships__valid_to__gt=today)
    found = Professional.objects.filter(
        valid, account__is_active=True, account__memberships__unit_id=unit_id, account__memberships__role__in=_CARE,
        account__memberships__valid_from__lte=today,
    )  # fmt: skip
    return found.distinct().order_by("sort_name", "id")


def unit_of_slug(slug: str) -> int | None:
    """The unit's number by the name in its address."""
    return Unit.objects.filter(slug=slug).values_list("pk", flat=True).first()
