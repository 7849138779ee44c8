"""Rows of chat: which units have one, who waits and talks in it, and every line in its order."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q

from ovi.contact.models.contacts import Contact
from ovi.contact.states import ChatFor, ChatLine, ChatState, Side
from ovi.directory.models import Unit
from ovi.people.models import Person, Professional

TEXT_MAX = 4_000


class ChatDesk(models.Model):
    """A unit's chat and its rules. Its hours are the unit's own (directory), so that they are told in one place."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="chat_desk")
    is_open = models.BooleanField(default=True)
    # Low-threshold help, such as a youth's: one may chat without telling who one is.
    anonymous = models.BooleanField(default=False)
    # How long somebody who waits may be away and still have their place.
    return_minutes = models.PositiveSmallIntegerField(default=10)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(return_minutes__gte=2, return_minutes__lte=60), name="chat_return_time")
        ]


class Chat(models.Model):
    """One chat of a client with a unit. `key` is its address: it cannot be guessed, and says nothing.

    The row is locked by every writer, so that `last_seq` counts the lines without a gap, in the order they commit.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="chat")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="chats")
    register = models.CharField(max_length=20)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="chats")
    account_id = models.BigIntegerField(null=True)  # null: who did not say who they are; their browser holds the key
    for_whom = models.CharField(max_length=10, choices=[(value, value) for value in ChatFor])
    state = models.CharField(max_length=20, choices=[(value, value) for value in ChatState])
    professional = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="chats")
    offered_to = models.ForeignKey(Professional, on_delete=models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField()
    queued_at = models.DateTimeField()
    queued_as = models.PositiveIntegerField()  # the place in the queue at that moment: what estimates rest on
    first_taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=10, blank=True, choices=[(value, value) for value in Side])
    last_seq = models.IntegerField(default=0)
    client_seen_at = models.DateTimeField()
    client_read = models.IntegerField(default=0)
    unit_read = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ChatState.ACTIVE, professional__isnull=False) | ~Q(state=ChatState.ACTIVE),
                name="chat_active_with_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[ChatState.WAITING, ChatState.LEFT], professional=None)
                | ~Q(state__in=[ChatState.WAITING, ChatState.LEFT]),
                name="chat_waits_for_anybody",
            ),
            models.CheckConstraint(
                condition=Q(state=ChatState.ACTIVE) | Q(offered_to=None), name="chat_offered_while_active"
            ),
            models.CheckConstraint(
                condition=(Q(state=ChatState.ENDED, ended_at__isnull=False) & ~Q(ended_by=""))
                | (~Q(state=ChatState.ENDED) & Q(ended_at=None, ended_by="")),
                name="chat_ended_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "queued_at", "id"], name="chat_queue", condition=Q(state=ChatState.WAITING)),
            models.Index(fields=["unit", "professional"], name="chat_board", condition=Q(state=ChatState.ACTIVE)),
            models.Index(fields=["unit", "-first_taken_at"], name="chat_waits"),
            models.Index(fields=["account_id", "-id"], name="chat_own"),
        ]


class ChatMessage(models.Model):
    """One line of a chat. Never changed or removed: the running role may only insert.

    `seq` runs 1, 2, 3 … in each chat; `key` is made by who sends, so that a line sent again is one line.
    """

    id = models.BigAutoField(primary_key=True)
    chat = models.ForeignKey(Chat, on_delete=models.PROTECT, related_name="messages")
    seq = models.IntegerField()
    key = models.UUIDField()
    line = models.CharField(max_length=20, choices=[(value, value) for value in ChatLine])
    side = models.CharField(max_length=10, choices=[(value, value) for value in Side])
    account_id = models.BigIntegerField(null=True)
    author = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chat", "seq"], name="chat_line_numbered"),
            models.UniqueConstraint(fields=["chat", "key"], name="chat_line_once"),
            models.CheckConstraint(condition=~Q(line=ChatLine.SAID) | ~Q(text=""), name="chat_said_something"),
        ]
