"""What has been written in a contact's messages, who has read it, and whose turn is it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import JSONObject

from ovi.contact.models import FollowUp, Message, MessageDraft, MessageFile, MessageThread
from ovi.contact.states import Side, ThreadState
from ovi.plumbing.models import StoredFile


@dataclass(frozen=True, slots=True)
class FileView:
    """A file that came with a message, by the key that its address carries."""

    key: UUID
    name: str
    size: int
    state: str


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message. `unread`: the other side's, not yet seen; `read_by_other`: one's own, which they have seen.

    `helper` sat beside the client who wrote it; `typed_by`: which of the two typed.
    """

    id: int
    seq: int
    side: str
    author: str
    on_behalf: bool
    helper: str
    typed_by: str
    text: str
    at: datetime
    unread: bool
    read_by_other: bool
    files: tuple[FileView, ...]


@dataclass(frozen=True, slots=True)
class ThreadView:
    """One thread as one side reads it, oldest message first. `unread`: messages of the other side, not yet seen."""

    id: int
    subject: str
    state: str
    turn_since: datetime | None
    closed_at: datetime | None
    end_reason: str
    last_at: datetime
    messages: tuple[MessageView, ...]

    @property
    def unread(self) -> int:
        return sum(one.unread for one in self.messages)

    @property
    def closed(self) -> bool:
        return self.state == ThreadState.CLOSED


@dataclass(frozen=True, slots=True)
class Draft:
    """What one has begun to write; `thread_id` None: a new message."""

    thread_id: int | None
    subject: str
    text: str
    saved_at: datetime


def threads_of(contact_id: int, *, side: Side) -> tuple[ThreadView, ...]:
    """The contact's threads as this side sees them, the newest first. One query."""
    files = MessageFile.objects.filter(message=OuterRef("pk")).order_by("file_id")
    of_file = {name: f"file__{name}" for name in ("key", "name", "size", "state")}
    messages = Message.objects.filter(thread=OuterRef("pk")).order_by("seq")
    messages = messages.annotate(files_sent=ArraySubquery(files.values(row=JSONObject(**of_file))))
    names = {name: name for name in ("id", "seq", "side", "author", "on_behalf", "text", "at", "files_sent")}
    names |= {"helper": "assisted__help__helper__name", "typed_by": "assisted__typed_by"}
    rows = MessageThread.objects.filter(contact_id=contact_id).order_by("-last_at", "-id")
    rows = rows.annotate(
        rows=ArraySubquery(messages.values(row=JSONObject(**{name: F(path) for name, path in names.items()})))
    )
    return tuple(_thread(row, side) for row in rows)


def _thread(row: Any, side: Side) -> ThreadView:
    mine, theirs = (row.read_by_client, row.read_by_unit) if side == Side.CLIENT else (
        row.read_by_unit, row.read_by_client)  # fmt: skip
    return ThreadView(
        row.pk, row.subject, row.state, row.turn_since, row.closed_at, row.end_reason, row.last_at,
        tuple(_message(one, side, mine, theirs) for one in row.rows),
    )  # fmt: skip


def _message(row: dict[str, Any], side: Side, mine: int, theirs: int) -> MessageView:
    own = row["side"] == side
    return MessageView(
        id=row["id"], seq=row["seq"], side=row["side"], author=row["author"], on_behalf=row["on_behalf"],
        helper=row["helper"] or "", typed_by=row["typed_by"] or "",
        text=row["text"], at=datetime.fromisoformat(row["at"]), unread=not own and row["seq"] > mine,
        read_by_other=own and row["seq"] <= theirs,
        files=tuple(FileView(**one) for one in row["files_sent"]),
    )  # fmt: skip


def file_of(contact_id: int, key: UUID) -> StoredFile | None:
    """The file with this key, if it came with a message of the contact. One query."""
    found = MessageFile.objects.filter(file__key=key, message__thread__contact_id=contact_id).select_related("file")
    row = found.first()
    return row.file if row else None


def drafts_of(contact_id: int, *, account_id: int) -> dict[int | None, Draft]:
    """What this account has begun to write on the contact, by thread. One query."""
    rows = MessageDraft.objects.filter(contact_id=contact_id, account_id=account_id)
    return {row.thread_id: Draft(row.thread_id, row.subject, row.text, row.saved_at) for row in rows}


def awaits(state: ThreadState, contact: str = "contact") -> Exists:
    """Has a row's contact a thread in this state? For lists: `contact` is the path from the row to its contact."""
    return Exists(MessageThread.objects.filter(contact=OuterRef(contact), state=state))


def unread_by_client(contact: str = "contact") -> Exists:
    """Has the unit written something that the client has not seen?"""
    unread = Q(side=Side.UNIT, seq__gt=F("thread__read_by_client"))
    return Exists(Message.objects.filter(unread, thread__contact=OuterRef(contact)))


def follows(contact_number: str) -> tuple[str | None, tuple[str, ...]]:
    """The numbers of the contact that this one goes on from, and of those that go on from it. One query."""
    rows = FollowUp.objects.filter(Q(contact__number=contact_number) | Q(earlier__number=contact_number))
    pairs = list(rows.order_by("at").values_list("contact__number", "earlier__number"))
    earlier = next((before for after, before in pairs if after == contact_number), None)
    return earlier, tuple(after for after, before in pairs if before == contact_number)
