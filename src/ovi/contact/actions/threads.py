"""How is a message put into its thread: once, numbered without a gap, with whose turn it now is?

Whether somebody may write is judged by the room that knows the case (casework.actions.messaging); these functions
are called inside its transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_noop

from ovi.contact.actions.assisting import note_assisted
from ovi.contact.models import Contact, Message, MessageDraft, MessageFile, MessageThread
from ovi.contact.models.messages import SUBJECT_MAX, TEXT_MAX
from ovi.contact.states import THREAD_TRANSITIONS, Side, ThreadEnd, ThreadState
from ovi.foundation.refusals import Fault, Refused
from ovi.plumbing.actor import Actor
from ovi.plumbing.files import require_room, store_file
from ovi.plumbing.models import StoredFile


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sends it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody sends. `key` is made by the form, one for each message; `wants_answer` is the unit's to say.

    `typed_by`: where a worker sits beside the client, which of them typed; the words are the client's.
    """

    key: UUID
    text: str
    wants_answer: bool = True
    on_behalf: bool = False
    typed_by: str = ""
    files: tuple[Upload, ...] = ()


def locked_thread(thread_id: int, *, contact_id: int) -> MessageThread:
    """The thread of this contact, locked until the transaction ends."""
    found = MessageThread.objects.select_for_update().filter(pk=thread_id, contact_id=contact_id).first()
    if found is None:
        raise Refused("There are no such messages. Open them again from the matter.", code="thread.missing")
    return found


def sent_before(words: Words, *, contact: Contact, by: Actor) -> Message | None:
    """The message that this key made already. A key of another's, or with another text, is refused: nothing is lost.

    The contact's row is locked first, so that two sendings at the same moment see each other.
    """
    Contact.objects.select_for_update(no_key=True).get(pk=contact.pk)
    found = Message.objects.select_related("thread").filter(key=words.key).first()
    if found is None:
        return None
    if found.account_id != by.account_id or found.thread.contact_id != contact.pk:
        raise Refused("This form has already been used. Open a new one.", code="message.key")
    if found.text != words.text:
        raise Refused(
            "Your earlier message was already sent. What you wrote after it is kept: send it as a new message.",
            code="message.changed",
        )
    return found


def start_thread(*, contact: Contact, subject: str, words: Words, side: Side, by: Actor, now: datetime) -> Message:
    """A new thread with its first message."""
    _require_sound(words.text, subject=subject)
    thread = MessageThread.objects.create(
        contact=contact, subject=subject.strip(), state=_turn_after(side, words), opened_at=now, last_at=now,
        turn_since=now,
    )  # fmt: skip
    return append(thread=thread, words=words, side=side, by=by, now=now)


def append(*, thread: MessageThread, words: Words, side: Side, by: Actor, now: datetime) -> Message:
    """One more message in a locked (or new) thread; a closed thread opens again. Who writes has read all before."""
    _require_sound(words.text)
    number = thread.last_seq + 1
    _turn(thread, _turn_after(side, words), now)
    thread.last_seq, thread.last_at = number, now
    if side == Side.CLIENT:
        thread.read_by_client, thread.read_by_client_at = number, now
    else:
        thread.read_by_unit, thread.read_by_unit_at = number, now
    thread.save()
    if by.account_id is not None:  # who writes by a code has no account, and no draft
        MessageDraft.objects.filter(account_id=by.account_id, contact_id=thread.contact_id, thread=thread).delete()
    message = Message.objects.create(
        thread=thread, seq=number, key=words.key, side=side, account_id=by.account_id,
        author=by.on_behalf.name if words.typed_by and by.on_behalf else by.name,
        on_behalf=words.on_behalf, wants_answer=words.wants_answer, text=words.text, at=now,
    )  # fmt: skip
    if words.typed_by:
        note_assisted(message=message, typed_by=words.typed_by, by=by, now=now)
    _attach(message, words.files, by=by, now=now)
    return message


def _attach(message: Message, uploads: tuple[Upload, ...], *, by: Actor, now: datetime) -> None:
    """Clean and keep the files; one that cannot be taken refuses the whole message, so that nothing goes half."""
    kept: list[StoredFile] = []
    for one in uploads:
        require_room(kept, size=len(one.data))
        kept.append(store_file(data=one.data, name=one.name, by=by, now=now))
    MessageFile.objects.bulk_create(MessageFile(file=file, message=message) for file in kept)


def end_thread(*, thread: MessageThread, reason: ThreadEnd, now: datetime) -> None:
    """Close a locked thread. The client can always write in it again."""
    if thread.state == ThreadState.CLOSED:
        raise Refused("These messages are closed already.", code="thread.state")
    _turn(thread, ThreadState.CLOSED, now)
    thread.closed_at, thread.end_reason = now, reason
    thread.save()


def reopen_thread(*, thread: MessageThread, now: datetime) -> None:
    """Take a closing back: it is the unit's turn again."""
    if thread.state != ThreadState.CLOSED:
        raise Refused("These messages are open already.", code="thread.state")
    _turn(thread, ThreadState.AWAITS_UNIT, now)
    thread.save()


def keep_draft(
    *, contact: Contact, thread: MessageThread | None, subject: str, text: str, by: Actor, now: datetime
) -> None:
    """Keep what one has begun to write; an empty text drops it."""
    mine: dict[str, Any] = {"account_id": by.own_account(), "contact": contact, "thread": thread}
    if not text.strip():
        MessageDraft.objects.filter(**mine).delete()
        return
    kept: dict[str, Any] = {"subject": subject[:SUBJECT_MAX], "text": text[:TEXT_MAX], "saved_at": now}
    MessageDraft.objects.update_or_create(**mine, defaults=kept)


def drop_new_draft(*, contact: Contact, by: Actor) -> None:
    """Forget the draft of a new thread, once it has been sent."""
    MessageDraft.objects.filter(account_id=by.own_account(), contact=contact, thread=None).delete()


def note_read(*, contact_id: int, side: Side, now: datetime) -> None:
    """The side has seen every message of the contact's threads. One statement, which changes nothing read before."""
    read = "read_by_client" if side == Side.CLIENT else "read_by_unit"
    unread = MessageThread.objects.filter(contact_id=contact_id).exclude(**{read: _last_seq()})
    unread.update(**{read: _last_seq(), f"{read}_at": now})


def _last_seq() -> F:
    return F("last_seq")


def _turn(thread: MessageThread, to: ThreadState, now: datetime) -> None:
    """Set the state, if the table allows the step; the waiting goes on from the oldest message without an answer."""
    current = ThreadState(thread.state)
    if to == current:
        return
    if to not in THREAD_TRANSITIONS[current]:
        raise Refused("These messages cannot be changed so now. Open them again.", code="thread.state")
    thread.state = to
    thread.turn_since = now if to in (ThreadState.AWAITS_UNIT, ThreadState.AWAITS_CLIENT) else None
    if to != ThreadState.CLOSED:
        thread.closed_at, thread.end_reason = None, ""


def _turn_after(side: Side, words: Words) -> ThreadState:
    if side == Side.CLIENT:
        return ThreadState.AWAITS_UNIT
    return ThreadState.AWAITS_CLIENT if words.wants_answer else ThreadState.INFORMED


def _require_sound(text: str, *, subject: str = "x") -> None:
    faults = []
    if not subject.strip():
        faults.append(Fault("subject", gettext_noop("Write what the message is about.")))
    if len(subject.strip()) > SUBJECT_MAX:
        faults.append(Fault("subject", gettext_noop("Shorten the subject.")))
    if not text.strip():
        faults.append(Fault("text", gettext_noop("Write the message first.")))
    if len(text) > TEXT_MAX:
        faults.append(Fault("text", gettext_noop("The message is too long. Shorten it or send it as two messages.")))
    if "\x00" in text + subject:
        faults.append(Fault("text", gettext_noop("The text has a character that cannot be stored. Remove it.")))
    if faults:
        raise Refused("The message was not sent. Correct the points below.", code="message.faulty", faults=faults)
