"""How does a client begin a chat, say something, go and come back? Each line once, in one order for both sides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop

from ovi.contact.actions.chat_lines import add_line, go, locked_chat, require_text
from ovi.contact.actions.receiving import next_number, tell
from ovi.contact.models import Chat, ChatDesk, ChatMessage, Contact
from ovi.contact.policies import require_chat
from ovi.contact.queries.chat_desks import desk_now
from ovi.contact.states import Channel, ChatFor, ChatLine, ChatState, ContactState, ReplyBy, Side
from ovi.directory.service_lines import LINES, sector_of
from ovi.foundation.refusals import Fault, Refused
from ovi.foundation.text import LANGUAGES
from ovi.plumbing.actor import Actor

SEEN_EVERY = timedelta(seconds=15)  # how exactly presence is known: a write at each poll would be a write too many


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
    if found := Chat.objects.filter(contact__idempotency_key=key).first():
        if found.account_id != by.account_id:
            raise Refused("This form has already been used. Open a new one.", code="contact.key")
        return found
    desk = desk_now(unit_id, now=now)
    _require_sound(asked, desk.service_lines if desk else ())
    if open_one := _open_chat(unit_id, by):
        say_as_client(chat_id=open_one.pk, text=asked.own_words, key=key, by=by, now=now)
        return open_one
    if desk is None or not desk.opening.open:
        raise Refused(
            "The chat is closed just now. What you wrote is kept. Come back when it is open, or send it with the "
            "contact form.",
            code="chat.closed.state",
        )
    contact = _contact(asked, key, by, now)  # who acts for another chats in that person's matter
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
    """The client's browser is here and has shown lines up to `read`. One statement, and none that changes nothing."""
    stale = Q(client_seen_at__lt=now - SEEN_EVERY) | Q(client_read__lt=read)
    Chat.objects.filter(stale, pk=chat_id, last_seq__gte=read).update(client_seen_at=now, client_read=read)


@transaction.atomic
def lapse_waiting(*, now: datetime) -> int:
    """Those who wait and have been away for longer than their unit's time lose their place. Safe to repeat."""
    gone = F("client_seen_at") + F("unit__chat_desk__return_minutes") * timedelta(minutes=1)
    lapsed = Chat.objects.filter(state=ChatState.WAITING, unit__chat_desk__isnull=False).alias(gone=gone)
    ids = list(lapsed.filter(gone__lt=now).values_list("pk", flat=True))
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


def _open_chat(unit_id: int, by: Actor) -> Chat | None:
    if by.account_id is None:
        return None
    running = Chat.objects.filter(account_id=by.account_id, unit_id=unit_id)
    return running.filter(state__in=[ChatState.WAITING, ChatState.ACTIVE]).order_by("-id").first()


def _waiting(unit_id: int) -> int:
    return Chat.objects.filter(unit_id=unit_id, state=ChatState.WAITING).count()


def _contact(asked: Asked, key: UUID, by: Actor, now: datetime) -> Contact:
    register = LINES[asked.service_line].register
    fields: dict[str, Any] = {"own_words": asked.own_words, "language": asked.language, "register": register}
    return Contact.objects.create(
        number=next_number(now), idempotency_key=key, state=ContactState.RECEIVED, channel=Channel.CHAT,
        person_id=_whose(by, register), service_line=asked.service_line, sector=sector_of(asked.service_line, register),
        reply_by=ReplyBy.CHAT, reply_to="", arrived_at=now, **fields,
    )  # fmt: skip


def _whose(by: Actor, register: str) -> int | None:
    """The person whose matter it is: oneself, or whom one has chosen to act for; none for the nameless."""
    if by.on_behalf is None:
        return by.person_id
    if not by.on_behalf.writes or register not in by.on_behalf.registers:
        raise Refused("You cannot act for this person in this matter. Chat for yourself, or call us.",
                      code="permission.on_behalf")  # fmt: skip
    return by.on_behalf.person_id


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
