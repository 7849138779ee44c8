"""What does a professional do with chats: take, answer, hand over, return to the queue, end?"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from ovi.contact.actions.chat_lines import add_line, go, locked_chat, require_text
from ovi.contact.models import Chat, ChatDesk, ChatMessage
from ovi.contact.policies import CHAT, CHAT_DESK, require_answer_chat
from ovi.contact.queries.chat_desks import chat_colleagues
from ovi.contact.states import ChatLine, ChatState, Side
from ovi.directory.models import Unit
from ovi.directory.policies import manages_unit
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing import audit
from ovi.plumbing.actor import Actor


@transaction.atomic
def take_next(*, by: Actor, now: datetime) -> Chat:
    """The one who has waited longest in the actor's units. Two who press at once get two different chats."""
    CHAT.require(by)
    _me(by)
    waiting = Chat.objects.filter(state=ChatState.WAITING, unit_id__in=by.units, register__in=by.registers)
    chat = waiting.order_by("queued_at", "id").select_for_update(skip_locked=True, of=("self",)).first()
    if chat is None:
        raise Refused("Nobody waits in the chat just now.", code="chat.empty.state")
    return _take(chat, by, now)


@transaction.atomic
def take_chat(*, chat_id: int, by: Actor, now: datetime) -> Chat:
    """A chosen one: it waits in the queue, or a colleague offers it to the actor. One's own again changes nothing."""
    me = _me(by)
    chat = require_answer_chat(by, locked_chat(chat_id))
    if chat.state == ChatState.ACTIVE and chat.professional_id == me:
        return chat
    if chat.state == ChatState.ACTIVE and chat.offered_to_id != me:
        raise Refused("A colleague took this chat just before you.", code="chat.taken.state")
    return _take(chat, by, now)


def _take(chat: Chat, by: Actor, now: datetime) -> Chat:
    handed = chat.state == ChatState.ACTIVE
    if not handed:
        go(chat, ChatState.ACTIVE)
    chat.professional_id, chat.offered_to_id = by.professional_id, None
    chat.first_taken_at = chat.first_taken_at or now
    add_line(chat, ChatLine.HANDED_OVER if handed else ChatLine.JOINED, Side.UNIT, key=uuid4(), by=by, now=now)
    _write("chat_taken", chat, by=by, now=now)
    return chat


@transaction.atomic
def say_as_unit(*, chat_id: int, text: str, key: UUID, by: Actor, now: datetime) -> ChatMessage:
    """The professional who has the chat says something; the same key again is the same line."""
    chat = require_answer_chat(by, locked_chat(chat_id))
    if found := ChatMessage.objects.filter(chat=chat, key=key).first():
        return found
    require_text(text)
    _require_mine(chat, by)
    return add_line(chat, ChatLine.SAID, Side.UNIT, key=key, text=text, by=by, now=now)


@transaction.atomic
def offer_chat(*, chat_id: int, to_professional_id: int, by: Actor, now: datetime) -> Chat:
    """Offer the chat to a colleague. One goes on in it until they take it, so that the client is never alone."""
    chat = require_answer_chat(by, locked_chat(chat_id))
    _require_mine(chat, by)
    colleague = chat_colleagues(chat.unit_id, today=helsinki_date(now)).filter(pk=to_professional_id).first()
    if colleague is None or colleague.pk == by.professional_id:
        raise Refused(
            "Choose a colleague of your own unit.", code="chat.colleague",
            faults=[Fault("to", "Choose a colleague of your own unit.")],
        )  # fmt: skip
    chat.offered_to = colleague
    chat.save(update_fields=["offered_to"])
    _write("chat_offered", chat, by=by, now=now, to=colleague.pk)
    return chat


@transaction.atomic
def withdraw_chat_offer(*, chat_id: int, by: Actor, now: datetime) -> Chat:
    """Keep the chat after all."""
    chat = require_answer_chat(by, locked_chat(chat_id))
    _require_mine(chat, by)
    chat.offered_to = None
    chat.save(update_fields=["offered_to"])
    _write("chat_offer_withdrawn", chat, by=by, now=now)
    return chat


@transaction.atomic
def return_chat(*, chat_id: int, by: Actor, now: datetime) -> Chat:
    """Put the chat back into the queue at its old place. Any worker of the unit may, so that nobody is left alone."""
    _me(by)
    chat = require_answer_chat(by, locked_chat(chat_id))
    go(chat, ChatState.WAITING)
    chat.professional = chat.offered_to = None
    add_line(chat, ChatLine.RETURNED, Side.SYSTEM, key=uuid4(), by=by, now=now)
    _write("chat_returned", chat, by=by, now=now)
    return chat


@transaction.atomic
def end_chat(*, chat_id: int, by: Actor, now: datetime) -> Chat:
    """The professional ends the chat. Ended again, nothing changes."""
    chat = require_answer_chat(by, locked_chat(chat_id))
    if chat.state == ChatState.ENDED:
        return chat
    _require_mine(chat, by)
    go(chat, ChatState.ENDED)
    chat.ended_at, chat.ended_by, chat.offered_to = now, Side.UNIT, None
    add_line(chat, ChatLine.ENDED, Side.UNIT, key=uuid4(), by=by, now=now)
    _write("chat_ended", chat, by=by, now=now)
    return chat


def note_unit(*, chat_id: int, read: int, by: Actor) -> None:
    """Whoever has the chat has been shown the lines up to `read`."""
    mine = Chat.objects.filter(pk=chat_id, professional_id=by.professional_id or 0)
    mine.filter(unit_read__lt=read, last_seq__gte=read).update(unit_read=read)


@transaction.atomic
def set_desk(
    *, unit_id: int, is_open: bool, anonymous: bool, return_minutes: int, by: Actor, now: datetime
) -> ChatDesk:
    """Give a unit a chat, set its rules or take it out of use. Chats under way go on."""
    CHAT_DESK.require(by)
    if not manages_unit(by, unit_id) or not Unit.objects.filter(pk=unit_id).exists():
        raise Refused("This is for the managers of the unit.", code="chat_desk.not_yours")
    if not 2 <= return_minutes <= 60:
        raise Refused(
            "Give a time from 2 to 60 minutes.", code="chat_desk.faulty",
            faults=[Fault("return_minutes", "Give a time from 2 to 60 minutes.")],
        )  # fmt: skip
    given: dict[str, Any] = {"is_open": is_open, "anonymous": anonymous, "return_minutes": return_minutes}
    desk, _ = ChatDesk.objects.update_or_create(unit_id=unit_id, defaults=given)
    audit.record("contact.chat_desk_set", by=by, now=now, object_kind="unit", object_id=unit_id, **given)
    return desk


def _me(by: Actor) -> int:
    if by.professional_id is None:
        raise Refused(
            "Your account is not joined to a professional. Ask your manager to add your profession to it.",
            code="permission.professional",
        )
    return by.professional_id


def _require_mine(chat: Chat, by: Actor) -> None:
    if chat.state == ChatState.ENDED:
        raise Refused("The chat has ended. What was said is in the matter.", code="chat.ended.state")
    if chat.state != ChatState.ACTIVE:
        raise Refused("Take the chat first.", code="chat.state")
    if chat.professional_id != _me(by):
        raise Refused("A colleague has this chat now.", code="chat.taken.state")


def _write(verb: str, chat: Chat, *, by: Actor, now: datetime, **details: Any) -> None:
    key = chat.person.subject_key if chat.person else None
    audit.record(f"contact.{verb}", by=by, now=now, object_kind="chat", object_id=chat.pk, subject_key=key, **details)
