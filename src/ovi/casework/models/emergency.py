"""Rows of what was opened without one's own relation, how it was reviewed, and what Kanta was seen to say."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ovi.casework.states import Ground, KantaWord, ReviewState
from ovi.directory.models import Unit
from ovi.people.models import Account, Person


class Opening(models.Model):
    """A person's matters opened to one worker for a short time, for reading. `register` empty: all (an emergency)."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=[(value, value) for value in Ground])
    register = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(max_length=20)
    reason = models.TextField()
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    units = models.ManyToManyField(Unit, related_name="+")  # that answered then: their managers see it
    review_state = models.CharField(
        max_length=20, choices=[(value, value) for value in ReviewState], default=ReviewState.WAITING
    )
    reviewed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    review_note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_at__gt=F("opened_at")), name="opening_period"),
            models.CheckConstraint(condition=~Q(reason=""), name="opening_reason"),
            models.CheckConstraint(
                condition=Q(review_state=ReviewState.WAITING, reviewed_at__isnull=True, reviewed_by__isnull=True)
                | (
                    ~Q(review_state=ReviewState.WAITING)
                    & Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                    & ~Q(reviewed_by=F("account"))
                ),
                name="opening_reviewed_by_another",
            ),
        ]
        indexes = [models.Index(fields=["person", "account", "until_at"], name="opening_running")]


class KantaObservation(models.Model):
    """What a professional saw in Kanta of the client's will for one register, and when. Kanta holds the truth."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    register = models.CharField(max_length=20)
    word = models.CharField(max_length=30, choices=[(value, value) for value in KantaWord])
    seen_at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "register", "-seen_at"], name="kanta_seen")]
