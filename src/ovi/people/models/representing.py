"""Who may act for whom, on what ground, in which matters and how long?"""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from ovi.people.models.persons import Account, Person
from ovi.people.models.signing import SignIn
from ovi.people.states import RepresentationKind, RepresentationScope, RepresentationSource


class RepresentationSet(models.QuerySet["Representation"]):
    """The rows, with the one question that every use of them asks."""

    def valid_on(self, today: date, *, sign_in_id: int | None) -> RepresentationSet:
        """Those in force: begun, not over, not withdrawn; of a sign-in only in that sign-in and while it lasts."""
        lasting = Q(sign_in=None)
        if sign_in_id is not None:
            lasting |= Q(sign_in=sign_in_id, sign_in__ended_at=None)
        return self.filter(
            lasting, Q(valid_to=None) | Q(valid_to__gt=today), valid_from__lte=today, ended_at=None,
        )  # fmt: skip


class Representation(models.Model):
    """A right to act for another (puolesta asiointi) during [valid_from, valid_to); it ends at once when withdrawn.

    A child's two guardians are two rows, and neither depends on the other. `sign_in`: told by the mandate register
    for that sign-in only (Suomi.fi-valtuudet), so it is never truth of our own.
    """

    id = models.BigAutoField(primary_key=True)
    represented = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represented_by")
    representative = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="represents")
    kind = models.CharField(max_length=20, choices=[(value, value) for value in RepresentationKind])
    source = models.CharField(max_length=30, choices=[(value, value) for value in RepresentationSource])
    # The number of the decision or mandate at its source, so that it can be found there; never an identity code.
    reference = models.CharField(max_length=100, blank=True)
    scope = models.CharField(max_length=10, choices=[(value, value) for value in RepresentationScope])
    view_only = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    sign_in = models.ForeignKey(SignIn, on_delete=models.PROTECT, null=True, related_name="mandates")
    recorded_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)

    objects = RepresentationSet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(represented=F("representative")), name="representation_of_another"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")), name="representation_period"
            ),
            # A mandate lasts as long as it says; a carer sees only, and only for a time.
            models.CheckConstraint(
                condition=~Q(kind__in=(RepresentationKind.MANDATE, RepresentationKind.CARER))
                | Q(valid_to__isnull=False),
                name="representation_with_end",
            ),
            models.CheckConstraint(
                condition=~Q(kind=RepresentationKind.CARER) | Q(view_only=True), name="representation_carer_views"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="representation_end_has_reason",
            ),
            # What a worker records names the worker; what a register tells does not.
            models.CheckConstraint(
                condition=~Q(source=RepresentationSource.WORKER) | Q(recorded_by__isnull=False),
                name="representation_recorded_by",
            ),
            models.UniqueConstraint(
                fields=["represented", "representative", "kind", "source", "sign_in", "scope"],
                condition=Q(ended_at__isnull=True), name="representation_once", nulls_distinct=False,
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["representative"], condition=Q(ended_at__isnull=True), name="representation_by"),
            models.Index(fields=["represented"], condition=Q(ended_at__isnull=True), name="representation_of"),
        ]
