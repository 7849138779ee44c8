"""What was asked of the search and not found? Counters without a person, a session or an address.

A question is known by a keyed hash of its cleaned words. The words themselves are kept only when the same question
has come on five different days and nothing in it looks like it tells who somebody is (decision 0019).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.directory.states import GapState


class AskedQuestion(models.Model):
    """One question in one language. `text` stays empty until it may be shown."""

    id = models.BigAutoField(primary_key=True)
    digest = models.CharField(max_length=32)
    language = models.CharField(max_length=2)
    text = models.CharField(max_length=60, blank=True)
    last_on = models.DateField()
    state = models.CharField(max_length=20, default=GapState.OPEN, choices=[(value, value) for value in GapState])
    handled_on = models.DateField(null=True)
    handled_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "language"], name="asked_once"),
            models.CheckConstraint(
                condition=(Q(state=GapState.OPEN) & Q(handled_on=None))
                | (~Q(state=GapState.OPEN) & Q(handled_on__isnull=False)),
                name="gap_handled_on_a_day",
            ),
        ]
        indexes = [models.Index(fields=["last_on"], name="asked_last")]


class AskedDay(models.Model):
    """How often a question came on one day, how often nothing was found, and how often a result was opened."""

    id = models.BigAutoField(primary_key=True)
    question = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="days")
    on = models.DateField()
    # The municipality that the search was narrowed to, three digits; empty: none.
    municipality = models.CharField(max_length=3, blank=True)
    asked = models.IntegerField(default=0)
    not_found = models.IntegerField(default=0)
    opened = models.IntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "on", "municipality"], name="asked_day_once")]
