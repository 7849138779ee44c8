"""Which messages wait for the unit, also in matters that have closed? The longest waiting first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from ovi.casework.states import CaseState
from ovi.contact.models import MessageThread
from ovi.contact.states import ThreadState
from ovi.plumbing.actor import Actor

PAGE_SIZE = 25
# us: it is the unit's turn · mine: in one's own matters · client: it is the client's turn
SHOWN = ("us", "mine", "client")


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One thread of the list. `closed`: the matter has closed; `unread`: nobody of the unit has seen the newest."""

    thread_id: int
    case_id: int
    number: str
    subject: str
    since: datetime
    subject_key: UUID | None
    name: str
    non_disclosure: bool
    language: str
    service_line: str
    owner: str
    closed: bool
    unread: bool


@dataclass(frozen=True, slots=True)
class MessageList:
    """One page of the list and how many there are in all."""

    rows: tuple[MessageRow, ...]
    total: int
    page: int
    shown: str


def message_list(actor: Actor, *, shown: str = "us", page: int = 1) -> MessageList:
    """Threads of the actor's units, in the actor's registers. Two queries."""
    threads = _threads(actor, shown)
    total = threads.count()
    page = min(max(1, page), max(1, -(-total // PAGE_SIZE)))
    order = F("turn_since").asc() if shown != "client" else F("turn_since").desc()
    rows = threads.order_by(order, "id").values(*_FIELDS)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    return MessageList(tuple(_row(one) for one in rows), total, page, shown)


def messages_waiting(actor: Actor) -> int:
    """How many threads wait for the actor's units. One query."""
    return _threads(actor, "us").count()


def _threads(actor: Actor, shown: str) -> QuerySet[MessageThread]:
    state = ThreadState.AWAITS_CLIENT if shown == "client" else ThreadState.AWAITS_UNIT
    own = Q(contact__case__owner=actor.professional_id or 0) if shown == "mine" else Q()
    return MessageThread.objects.filter(
        own, state=state, contact__case__unit__in=actor.units, contact__case__register__in=actor.registers
    )


_FIELDS = (
    "id", "subject", "turn_since", "last_seq", "read_by_unit", "contact__number", "contact__language",
    "contact__case__id", "contact__case__state", "contact__case__service_line", "contact__case__owner__name",
    "contact__person__subject_key", "contact__person__first_name", "contact__person__last_name",
    "contact__person__non_disclosure", "contact__person__language",
)  # fmt: skip


def _row(values: dict[str, Any]) -> MessageRow:
    first, last = values["contact__person__first_name"] or "", values["contact__person__last_name"] or ""
    return MessageRow(
        thread_id=values["id"],
        case_id=values["contact__case__id"],
        number=values["contact__number"],
        subject=values["subject"],
        since=values["turn_since"],
        subject_key=values["contact__person__subject_key"],
        name=f"{last} {first}".strip(),
        non_disclosure=bool(values["contact__person__non_disclosure"]),
        language=values["contact__person__language"] or values["contact__language"],
        service_line=values["contact__case__service_line"],
        owner=values["contact__case__owner__name"] or "",
        closed=values["contact__case__state"] == CaseState.CLOSED,
        unread=values["read_by_unit"] < values["last_seq"],
    )
