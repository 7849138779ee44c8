"""What is to be told to whom, how far has it come, and how did each try go? The box from which notices leave."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.people.models.persons import Account, Person
from ovi.people.models.reaching import ContactPoint
from ovi.people.states import NoticeState, NotifyKind, TryOutcome, Way


class Notice(models.Model):
    """One notice (ilmoitus) to one person or one address. `key` makes it one, however often it is asked for.

    `way` and `to` are the address the caller was asked to use; `to` and `code` are emptied when the notice has gone,
    as nobody needs them afterwards. `due_at`: not before it; `claimed_until`: a worker is at it.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=30, choices=[(value, value) for value in NotifyKind])
    state = models.CharField(max_length=10, choices=[(value, value) for value in NoticeState])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="notices")
    way = models.CharField(max_length=10, blank=True, choices=[(value, value) for value in Way])
    to = models.CharField(max_length=400, blank=True)
    language = models.CharField(max_length=2)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    number = models.CharField(max_length=20, blank=True)
    about_at = models.DateTimeField(null=True)
    code = models.CharField(max_length=40, blank=True)
    # A minor's own matter: an address that an adult shares is none for it.
    minors_own = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    gone_at = models.DateTimeField(null=True)
    why_not = models.CharField(max_length=40, blank=True)
    told_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="notice_waits", condition=Q(state="waiting")),
            models.Index(fields=["number"], name="notice_number", condition=~Q(number="")),
            models.Index(fields=["person", "-made_at"], name="notice_person"),
            models.Index(fields=["gone_at"], name="notice_to_print", condition=Q(state="to_print")),
        ]


class NoticeTry(models.Model):
    """One try by one way. Written before the message is handed over, so that a killed worker's try is seen."""

    id = models.BigAutoField(primary_key=True)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="attempts")
    way = models.CharField(max_length=10, choices=[(value, value) for value in Way])
    point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=[(value, value) for value in TryOutcome])
    fault = models.CharField(max_length=60, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["provider_id"], name="notice_try_provider", condition=~Q(provider_id=""))]
