"""How is a line put into a chat: once, numbered without a gap, in the order in which it commits?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_noop

from ovi.contact.models import Chat, ChatMessage
from ovi.contact.models.chat import TEXT_MAX
from ovi.contact.states import CHAT_TRANSITIONS, ChatLine, ChatState, Side
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing.actor import Actor


def locked_chat(chat_id: int) -> Chat:
    """The chat, locked until the transaction ends: everybody who writes in it writes one after the other."""
    found = Chat.objects.select_for_update().filter(pk=chat_id).first()
    if found is None:
        raise Refused("There is no such chat. Open it again from the list.", code="chat.not_yours")
    return found


def add_line(
    chat: Chat, line: ChatLine, side: Side, *, key: UUID, text: str = "", by: Actor | None, now: datetime
) -> ChatMessage:
    """Number the line, store it and save the locked chat. Who says something has read what was said before."""
    chat.last_seq += 1
    if side == Side.CLIENT:
        chat.client_read = chat.last_seq
    elif side == Side.UNIT:
        chat.unit_read = chat.last_seq
    chat.save()
    return ChatMessage.objects.create(
        chat=chat, seq=chat.last_seq, key=key, line=line, side=side, text=text, at=now,
        account_id=by.account_id if by else None, author=by.name if by and side == Side.UNIT else "",
    )  # fmt: skip


def go(chat: Chat, to: ChatState) -> None:
    """Set the state, if the table allows the step; the caller saves."""
    if to not in CHAT_TRANSITIONS[ChatState(chat.state)]:
        raise Refused(_WHY_NOT[ChatState(chat.state)], code="chat.state")
    chat.state = to


# What to do instead, by the state the chat is in.
_WHY_NOT = {
    ChatState.WAITING: gettext_noop("The chat waits in the queue already."),
    ChatState.ACTIVE: gettext_noop("The chat is already under way."),
    ChatState.LEFT: gettext_noop("The client has left the queue. What they wrote is in the matter."),
    ChatState.ENDED: gettext_noop("The chat has ended. What was said is in the matter."),
}


def require_text(text: str) -> None:
    """Refused for an empty or too long text."""
    faults = []
    if not text.strip():
        faults.append(Fault("text", gettext_noop("Write something first.")))
    if len(text) > TEXT_MAX:
        faults.append(Fault("text", gettext_noop("The text is too long. Shorten it or send it in two parts.")))
    if "\x00" in text:
        faults.append(Fault("text", gettext_noop("The text has a character that cannot be stored. Remove it.")))
    if faults:
        raise Refused("Nothing was sent. Correct the points below.", code="chat.faulty", faults=faults)
