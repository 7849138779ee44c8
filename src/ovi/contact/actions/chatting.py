"""How does a client begin a chat, say something, go and come back? Each line once, in one order for both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_noop

from ovi.contact.actions.chat_lines import add_line, go, locked_chat, require_text
from ovi.contact.actions.receiving import made_by, made_by_minor, next_number, tell
from ovi.contact.models import Chat, ChatDesk, ChatMessage, Contact
from ovi.contact.policies import require_chat
from ovi.contact.queries.chat_desks import desk_now
from ovi.contact.states import Channel, ChatFor, ChatLine, ChatState, ContactState, ReplyBy, Side
from ovi.directory.service_lines import LINES, sector_of
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.people.policies import require_act_for
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions before a chat: what it is about, which service, whose matter, in which language."""

    own_words: str
    service_line: str
    for_whom: str
    language: str


@transaction.atomic
def begin_chat(*, unit_id: int, asked: Asked, key: UUID, by: Actor, now: datetime) -> Chat:
    """Make contact by the unit's chat and wait in its queue. The same key again gives the same chat.

    Who has a chat with the unit open already goes on in it: what they wrote is said there.
    """
    require_chat(by, anonymous_allowed=_desk(unit_id).anonymous)
    if found := _begun_before(key, by):
        return found
    desk = desk_now(unit_id, now=now)
    _require_sound(asked, desk.service_lines if desk else ())
    whose = by.on_behalf.person_id if by.on_behalf else by.person_id
    if open_one := _open_chat(unit_id, by, whose):
        say_as_client(chat_id=open_one.pk, text=asked.own_words, key=key, by=by, now=now)
        return open_one
    if desk is None or not desk.opening.open:
        raise Refused(
            "The chat is closed just now. What you wrote is kept. Come back when it is open, or send it with the "
            "contact form.",
            code="chat.closed.state",
        )
    contact, is_new = _contact(asked, key, whose, by, now)
    if not is_new and (found := _begun_before(key, by)):  # the same form at the same moment in another window
        return found
    chat = Chat.objects.create(
        contact=contact, unit_id=unit_id, register=contact.register, person_id=contact.person_id,
        account_id=by.account_id, for_whom=asked.for_whom, state=ChatState.WAITING, started_at=now, queued_at=now,
        queued_as=_waiting(unit_id) + 1, client_seen_at=now,
    )  # fmt: skip
    add_line(chat, ChatLine.SAID, Side.CLIENT, key=key, text=asked.own_words, by=by, now=now)
    tell(contact, by=by, now=now)
    return chat


@transaction.atomic
def say_as_client(*, chat_id: int, text: str, key: UUID, by: Actor, now: datetime) -> ChatMessage:
    """The client says something, also while waiting. The caller has proved that the chat is the actor's own."""
    chat = locked_chat(chat_id)
    if found := ChatMessage.objects.filter(chat=chat, key=key).first():
        return found
    require_text(text)
    if chat.state == ChatState.ENDED:
        raise Refused("The chat has ended. Your text is kept below.", code="chat.ended.state")
    if chat.state == ChatState.LEFT:
        _join_again(chat, by, now)
    chat.client_seen_at = now
    return add_line(chat, ChatLine.SAID, Side.CLIENT, key=key, text=text, by=by, now=now)


@transaction.atomic
def come_back(*, chat_id: int, by: Actor, now: datetime) -> Chat:
    """Join the queue again after the place was lost; who still has a place keeps it."""
    chat = locked_chat(chat_id)
    if chat.state == ChatState.LEFT:
        _join_again(chat, by, now)
        add_line(chat, ChatLine.CAME_BACK, Side.SYSTEM, key=uuid4(), by=by, now=now)
    return chat


@transaction.atomic
def end_as_client(*, chat_id: int, by: Actor, now: datetime) -> Chat:
    """The client ends the chat. What they wrote stays in the matter, which the unit looks after."""
    chat = locked_chat(chat_id)
    if chat.state == ChatState.ENDED:
        return chat
    if chat.state == ChatState.LEFT:  # the table knows no end from there; they are here now, so they wait again
        _join_again(chat, by, now)
    go(chat, ChatState.ENDED)
    chat.ended_at, chat.ended_by, chat.offered_to = now, Side.CLIENT, None
    add_line(chat, ChatLine.ENDED, Side.CLIENT, key=uuid4(), by=by, now=now)
    return chat


def note_client(*, chat_id: int, read: int, now: datetime) -> None:
    """The client's browser is here and has shown lines up to `read`. One statement."""
    here = Chat.objects.filter(pk=chat_id, last_seq__gte=read)
    here.update(client_seen_at=Greatest("client_seen_at", Value(now)), client_read=Greatest("client_read", read))


@transaction.atomic
def lapse_waiting(*, now: datetime) -> int:
    """Those who wait and have been away for longer than their unit's time lose their place. Safe to repeat."""
    waiting = Chat.objects.filter(state=ChatState.WAITING, unit__chat_desk__isnull=False)
    rows = waiting.values_list("pk", "client_seen_at", "unit__chat_desk__return_minutes")
    ids = [pk for pk, seen, minutes in rows if seen + timedelta(minutes=minutes) < now]
    count = 0
    for pk in ids:
        chat = locked_chat(pk)
        limit = timedelta(minutes=chat.unit.chat_desk.return_minutes)
        if chat.state == ChatState.WAITING and chat.client_seen_at + limit < now:
            go(chat, ChatState.LEFT)
            add_line(chat, ChatLine.LEFT, Side.SYSTEM, key=uuid4(), by=None, now=now)
            count += 1
    return count


def _join_again(chat: Chat, by: Actor, now: datetime) -> None:
    go(chat, ChatState.WAITING)
    chat.queued_at, chat.queued_as, chat.client_seen_at = now, _waiting(chat.unit_id) + 1, now


def _desk(unit_id: int) -> ChatDesk:
    found = ChatDesk.objects.filter(unit_id=unit_id, is_open=True).first()
    if found is None:
        raise Refused("This unit has no chat. Use another way to reach us.", code="chat.missing")
    return found


def _open_chat(unit_id: int, by: Actor, whose: int | None) -> Chat | None:
    if by.account_id is None:
        return None
    running = Chat.objects.filter(account_id=by.account_id, unit_id=unit_id, person_id=whose or 0)
    return running.filter(state__in=[ChatState.WAITING, ChatState.ACTIVE]).order_by("-id").first()


def _waiting(unit_id: int) -> int:
    return Chat.objects.filter(unit_id=unit_id, state=ChatState.WAITING).count()


def _begun_before(key: UUID, by: Actor) -> Chat | None:
    """The chat that this form has begun already; another's form is refused."""
    contact = Contact.objects.filter(idempotency_key=key).select_related("chat").first()
    if contact is None:
        return None
    chat: Chat | None = getattr(contact, "chat", None)
    if chat is None or chat.account_id != by.account_id:
        raise Refused("This form has already been used. Open a new one.", code="contact.key")
    return chat


def _contact(asked: Asked, key: UUID, whose: int | None, by: Actor, now: datetime) -> tuple[Contact, bool]:
    """The contact, and whether it is new. Whose right to act for another has ended is refused here once more."""
    register = LINES[asked.service_line].register
    right = require_act_for(by, whose, today=helsinki_date(now), register=register) if whose else None
    fields: dict[str, Any] = {
        "number": lambda: next_number(now),
        "state": ContactState.RECEIVED,
        "channel": Channel.CHAT,
        "person_id": whose,
        "own_words": asked.own_words,
        "service_line": asked.service_line,
        "sector": sector_of(asked.service_line, register),
        "register": register,
        "language": asked.language,
        "reply_by": ReplyBy.CHAT,
        # A minor's own chat, and a nameless one, is shown to no guardian (domain.md §8).
        "private": whose is None or (right is None and made_by_minor(by, now)),
        **made_by(right, by),
        "arrived_at": now,
    }
    return Contact.objects.get_or_create(idempotency_key=key, defaults=fields)


def _require_sound(asked: Asked, lines: tuple[str, ...]) -> None:
    require_text(asked.own_words)
    faults = []
    if asked.service_line not in lines:
        faults.append(Fault("service_line", gettext_noop("Choose what it is about.")))
    if asked.for_whom not in set(ChatFor):
        faults.append(Fault("for_whom", gettext_noop("Choose whose matter this is.")))
    if asked.language not in LANGUAGES:
        faults.append(Fault("language", "Use fi, sv or en."))
    if faults:
        raise Refused("The chat did not begin. Correct the points below.", code="chat.faulty", faults=faults)
