"""What is withheld from what is shown of the access log?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.people.models.persons import Account, Person
from ovi.people.states import LogLimitKind


class LogLimit(models.Model):
    """What is withheld from what a person, or their guardian, is shown of the access log; set with a reason.

    `object_kind` and `object_id` narrow it to one matter; empty means everything. See people.view_log.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="log_limits")
    kind = models.CharField(max_length=20, choices=[(value, value) for value in LogLimitKind])
    object_kind = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="log_limit_reason")]
