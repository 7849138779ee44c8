"""When has a worker helped somebody to use the service side by side?"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from ovi.people.models.persons import Account, Person
from ovi.people.states import HelpCheck, HelpEnd


class HelpSession(models.Model):
    """A worker sits beside the person (tuettu asiointi) during [started_at, ended_at or until); the person sees it."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="help_sessions")
    helper = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="help_given")
    check_made = models.CharField(max_length=20, choices=[(value, value) for value in HelpCheck])
    started_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True, choices=[(value, value) for value in HelpEnd])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("started_at")), name="help_period"),
            models.UniqueConstraint(fields=["helper"], condition=Q(ended_at__isnull=True), name="help_one_at_a_time"),
        ]
        indexes = [models.Index(fields=["person", "-started_at"], name="help_person")]
