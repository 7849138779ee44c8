"""How may a person be reached? Own addresses, and what they have said of ways that are safe (turvallinen yhteys)."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from ovi.people.models.persons import Account, Person
from ovi.people.states import PointKind, Purpose, RuleKind, Way


class ContactPoint(models.Model):
    """An address that a person has given as their own. Nothing but a code goes there before it is confirmed.

    `matched` is the value in one spelling, by which an address shared by two people is found. `safe`: the person has
    said that what comes here is seen by them alone; without it no letter leaves for one under a non-disclosure order.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contact_points")
    kind = models.CharField(max_length=10, choices=[(value, value) for value in PointKind])
    value = models.CharField(max_length=400)
    matched = models.CharField(max_length=400)
    safe = models.BooleanField(default=False)
    given_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=128, blank=True)
    code_sent_at = models.DateTimeField(null=True)
    code_tries = models.SmallIntegerField(default=0)
    codes_sent = models.SmallIntegerField(default=0)
    # A provider has said that nobody is reached here; a new confirmation opens the address again.
    bounced_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "matched"], condition=Q(ended_at=None), name="contact_point_once"
            ),
            models.CheckConstraint(condition=~Q(value="") & ~Q(matched=""), name="contact_point_said"),
        ]
        indexes = [models.Index(fields=["matched"], name="contact_point_shared", condition=Q(ended_at=None))]


class ReachRule(models.Model):
    """One thing that the person, or a worker in the person's words, has said of a way: never, only so, or also so.

    `matter` is a contact's number, empty for everything; `purposes` empty for all; `until_on` the first day on which
    it holds no more. Rows are ended, never changed.
    """

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="reach_rules")
    kind = models.CharField(max_length=10, choices=[(value, value) for value in RuleKind])
    way = models.CharField(max_length=10, choices=[(value, value) for value in Way])
    purposes = ArrayField(models.CharField(max_length=20, choices=[(value, value) for value in Purpose]), default=list)
    matter = models.CharField(max_length=20, blank=True)
    point = models.ForeignKey(ContactPoint, on_delete=models.PROTECT, null=True, related_name="rules")
    words = models.CharField(max_length=500, blank=True)
    until_on = models.DateField(null=True)
    set_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    by_worker = models.BooleanField()
    # The register in which a worker heard the words: they are read there; the wish itself holds everywhere.
    register = models.CharField(max_length=20, blank=True)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            # What a worker writes down is what the person said.
            models.CheckConstraint(condition=Q(by_worker=False) | ~Q(words=""), name="reach_rule_in_words"),
        ]
        indexes = [models.Index(fields=["person"], name="reach_rule_person", condition=Q(ended_at=None))]
