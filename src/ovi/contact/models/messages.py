"""Rows of messages: threads on a contact, what was written in them, and drafts that nobody has sent yet."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ovi.contact.models.contacts import Contact
from ovi.contact.states import Side, ThreadEnd, ThreadState
from ovi.plumbing.models import StoredFile

TEXT_MAX = 10_000
SUBJECT_MAX = 120


class MessageThread(models.Model):
    """Messages on one subject between a client and the unit that answers (viestiketju).

    The row is locked by every writer, so that `last_seq` counts without a gap and `state` is always whose turn it is.
    A side has read up to its `read_by_…` number: a unit reads as one, since colleagues answer for each other.
    """

    id = models.BigAutoField(primary_key=True)
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="threads")
    subject = models.CharField(max_length=SUBJECT_MAX)
    state = models.CharField(max_length=20, choices=[(value, value) for value in ThreadState])
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    last_seq = models.IntegerField(default=0)
    read_by_client = models.IntegerField(default=0)
    read_by_client_at = models.DateTimeField(null=True)
    read_by_unit = models.IntegerField(default=0)
    read_by_unit_at = models.DateTimeField(null=True)
    # Since when the side whose turn it is has been waited for: the oldest message without an answer.
    turn_since = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, blank=True, choices=[(value, value) for value in ThreadEnd])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(subject=""), name="thread_has_subject"),
            models.CheckConstraint(
                condition=Q(state=ThreadState.CLOSED, closed_at__isnull=False) & ~Q(end_reason="")
                | (~Q(state=ThreadState.CLOSED) & Q(closed_at=None, end_reason="")),
                name="thread_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(read_by_client__lte=F("last_seq"), read_by_unit__lte=F("last_seq")),
                name="thread_read_no_further",
            ),
        ]
        indexes = [
            models.Index(fields=["contact", "-last_at"], name="thread_contact"),
            models.Index(fields=["contact"], name="thread_awaits_unit", condition=Q(state=ThreadState.AWAITS_UNIT)),
        ]


class Message(models.Model):
    """One message. Never changed or removed: the running role may only insert.

    `key` comes from the form that sent it: a double press, the back button and a retry are one message.
    """

    id = models.BigAutoField(primary_key=True)
    thread = models.ForeignKey(MessageThread, on_delete=models.PROTECT, related_name="messages")
    seq = models.IntegerField()
    key = models.UUIDField(unique=True)
    side = models.CharField(max_length=10, choices=[(value, value) for value in (Side.CLIENT, Side.UNIT)])
    account_id = models.BigIntegerField(null=True)
    author = models.CharField(max_length=200)
    # Who wrote for the client, where it was not the client: shown as such to both sides.
    on_behalf = models.BooleanField(default=False)
    wants_answer = models.BooleanField(default=True)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["thread", "seq"], name="message_numbered"),
            models.CheckConstraint(condition=~Q(text=""), name="message_has_text"),
        ]


class MessageFile(models.Model):
    """A file that came with a message; given out only through the policy of its matter (plumbing.files)."""

    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, primary_key=True, related_name="+")
    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="files")


class MessageDraft(models.Model):
    """What somebody has begun to write in a thread, or (thread empty) as a new one on a contact."""

    id = models.BigAutoField(primary_key=True)
    account_id = models.BigIntegerField()
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="+")
    thread = models.ForeignKey(MessageThread, on_delete=models.PROTECT, null=True, related_name="+")
    subject = models.CharField(max_length=SUBJECT_MAX, blank=True)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account_id", "contact", "thread"], name="draft_once", nulls_distinct=False)
        ]


class FollowUp(models.Model):
    """A contact that goes on from an earlier one, because that did not solve the matter."""

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, primary_key=True, related_name="follow_up")
    earlier = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="followed_by")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(contact=F("earlier")), name="follow_up_of_another"),
        ]
