"""What has been said in a chat since a line, where in the queue is it, and which chats has a unit on its board?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from ovi.contact.models import Chat, ChatMessage
from ovi.contact.states import ChatState, Side
from ovi.foundation.text import Trilingual
from ovi.plumbing.actor import Actor

_SINCE_MOST = 500  # lines of one answer; the next poll gets the rest


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chat as both sides see it."""

    seq: int
    key: str
    line: str
    side: str
    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ChatView:
    """A chat with its lines after `since`. `place`: where in the queue, from 1; 0 when it does not wait."""

    id: int
    key: UUID
    state: str
    unit_id: int
    unit: Trilingual
    register: str
    account_id: int | None
    person_id: int | None
    subject_key: UUID | None
    name: str
    non_disclosure: bool
    language: str
    for_whom: str
    service_line: str
    number: str
    contact_id: int
    case_id: int | None
    professional_id: int | None
    professional: str
    profession: str
    offered_to_id: int | None
    offered_to: str
    started_at: datetime
    queued_at: datetime
    client_seen_at: datetime
    ended_by: str
    last_seq: int
    client_read: int
    unit_read: int
    return_minutes: int
    place: int
    lines: tuple[Line, ...]


def chat_view(key: UUID, *, since: int = 0) -> ChatView | None:
    """The chat with what has come after `since`, in order. One query; whether one may see it is asked of policies."""
    row = _chats().annotate(line_rows=_lines_after(since)).filter(key=key).first()
    return _view(row, tuple(_line(one) for one in row.line_rows)) if row else None


@dataclass(frozen=True, slots=True)
class ChatPulse:
    """How a chat stands, without a word of what was said. `place` as in ChatView."""

    id: int
    key: UUID
    state: str
    unit_id: int
    register: str
    account_id: int | None
    person_id: int | None
    professional_id: int | None
    offered_to_id: int | None
    last_seq: int
    client_read: int
    unit_read: int
    client_seen_at: datetime
    place: int


def chat_pulse(key: UUID) -> ChatPulse | None:
    """What a poll asks first, and most often all that it asks. One query, written out: it runs a hundred times a second
    where two hundred chat, and to build it anew each time would cost more than to answer it."""
    with connection.cursor() as cursor:
        cursor.execute(_PULSE, [key])
        row = cursor.fetchone()
    return ChatPulse(*row) if row else None


_PULSE = """
select chat.id, chat.key, chat.state, chat.unit_id, chat.register, chat.account_id, chat.person_id,
       chat.professional_id, chat.offered_to_id, chat.last_seq, chat.client_read, chat.unit_read, chat.client_seen_at,
       case chat.state when 'chat_waiting' then (
         select count(*) from contact_chat as before
         where before.unit_id = chat.unit_id and before.state = 'chat_waiting'
           and (before.queued_at, before.id) <= (chat.queued_at, chat.id)) else 0 end
from contact_chat as chat where chat.key = %s
"""


def chat_of_contact(contact_id: int) -> ChatView | None:
    """The whole transcript of the chat that this contact began with; None for other contacts. One query."""
    row = _chats().annotate(line_rows=_lines_after(0, most=None)).filter(contact_id=contact_id).first()
    return _view(row, tuple(_line(one) for one in row.line_rows)) if row else None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One chat on the unit's board. `unread`: lines of the client that nobody has seen; `mine`: the viewer has it."""

    id: int
    key: UUID
    state: str
    unit: Trilingual
    subject_key: UUID | None
    name: str
    non_disclosure: bool
    own_words: str
    service_line: str
    queued_at: datetime
    client_seen_at: datetime
    professional: str
    mine: bool
    offered_to_me: bool
    offered_to: str
    unread: int


def board(actor: Actor) -> list[BoardRow]:
    """Who waits, the longest first, and who talks with whom in the actor's units. One query."""
    running = Q(state__in=[ChatState.WAITING, ChatState.ACTIVE])
    said = ChatMessage.objects.filter(chat=OuterRef("pk"), side=Side.CLIENT, seq__gt=OuterRef("unit_read"))
    unread = Subquery(said.order_by().values("chat").annotate(n=Count("pk")).values("n"))
    rows = (
        Chat.objects.filter(running, unit_id__in=actor.units, register__in=actor.registers)
        .select_related("contact", "person", "unit", "professional", "offered_to")
        .annotate(unread=Coalesce(unread, 0))
        .order_by("queued_at", "id")
    )
    return [_board_row(row, actor.professional_id) for row in rows]


def own_open_chat(by: Actor, *, unit_id: int) -> UUID | None:
    """The key of one's chat with the unit that is still going on, for oneself or for whom one acts now."""
    if by.account_id is None:
        return None
    whose = by.on_behalf.person_id if by.on_behalf else by.person_id
    running = Chat.objects.filter(account_id=by.account_id, unit_id=unit_id, person_id=whose or 0)
    running = running.filter(state__in=[ChatState.WAITING, ChatState.ACTIVE])
    return running.order_by("-id").values_list("key", flat=True).first()


def own_open_chats(account_id: int) -> list[tuple[UUID, Trilingual]]:
    """One's chats that are still going on, with their units: the way back for who has closed the page."""
    running = Chat.objects.filter(account_id=account_id, state__in=[ChatState.WAITING, ChatState.ACTIVE])
    rows = running.order_by("-id").select_related("unit")
    return [(row.key, Trilingual(row.unit.name_fi, row.unit.name_sv, row.unit.name_en)) for row in rows]


def _chats() -> QuerySet[Any]:
    before = Chat.objects.filter(
        Q(queued_at__lt=OuterRef("queued_at")) | Q(queued_at=OuterRef("queued_at"), pk__lte=OuterRef("pk")),
        unit=OuterRef("unit"), state=ChatState.WAITING,
    )  # fmt: skip
    place = Subquery(before.order_by().values("unit").annotate(n=Count("pk")).values("n"))
    related = ("contact__case", "person", "unit__chat_desk", "professional", "offered_to")
    return Chat.objects.select_related(*related).annotate(place=place)


def _lines_after(since: int, *, most: int | None = _SINCE_MOST) -> ArraySubquery:
    lines = ChatMessage.objects.filter(chat=OuterRef("pk"), seq__gt=since).order_by("seq")
    names = ("seq", "key", "line", "side", "author", "text", "at")
    return ArraySubquery(lines.values(row=JSONObject(**{name: F(name) for name in names}))[:most])


def _line(row: dict[str, Any]) -> Line:
    return Line(**{**row, "at": datetime.fromisoformat(row["at"])})


def _view(row: Any, lines: tuple[Line, ...]) -> ChatView:
    person, contact, desk = row.person, row.contact, getattr(row.unit, "chat_desk", None)
    case = getattr(contact, "case", None)
    same = (
        "id", "key", "state", "unit_id", "register", "account_id", "person_id", "for_whom", "contact_id",
        "professional_id", "offered_to_id", "started_at", "queued_at", "client_seen_at", "ended_by", "last_seq",
        "client_read", "unit_read",
    )  # fmt: skip
    return ChatView(
        **{name: getattr(row, name) for name in same},
        unit=_unit(row),
        subject_key=person.subject_key if person else None,
        name=person.full_name if person else "",
        non_disclosure=bool(person and person.non_disclosure),
        language=contact.language,
        service_line=contact.service_line,
        number=contact.number,
        case_id=case.pk if case else None,
        professional=row.professional.name if row.professional else "",
        profession=row.professional.profession if row.professional else "",
        offered_to=row.offered_to.name if row.offered_to else "",
        return_minutes=desk.return_minutes if desk else 0,
        place=(row.place or 0) if row.state == ChatState.WAITING else 0,
        lines=lines,
    )


def _board_row(row: Any, me: int | None) -> BoardRow:
    return BoardRow(
        id=row.pk,
        key=row.key,
        state=row.state,
        unit=_unit(row),
        subject_key=row.person.subject_key if row.person else None,
        name=row.person.full_name if row.person else "",
        non_disclosure=bool(row.person and row.person.non_disclosure),
        own_words=row.contact.own_words,
        service_line=row.contact.service_line,
        queued_at=row.queued_at,
        client_seen_at=row.client_seen_at,
        professional=row.professional.name if row.professional else "",
        mine=me is not None and row.professional_id == me,
        offered_to_me=me is not None and row.offered_to_id == me,
        offered_to=row.offered_to.name if row.offered_to else "",
        unread=row.unread,
    )


def _unit(row: Any) -> Trilingual:
    return Trilingual(row.unit.name_fi, row.unit.name_sv, row.unit.name_en)
