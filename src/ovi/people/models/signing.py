"""When and how strongly did somebody sign in, and by which foreign identity are they known?"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from ovi.people.models.persons import Account, Person
from ovi.people.states import SignInEnd, SignInWay
from ovi.plumbing.actor import AssuranceLevel


class SignIn(models.Model):
    """One sign-in, shown to its owner. `answer` is a digest of the provider's answer: each opens the door once."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="sign_ins")
    at = models.DateTimeField()
    way = models.CharField(max_length=20, choices=[(value, value) for value in SignInWay])
    level = models.CharField(max_length=20, choices=[(value, value) for value in AssuranceLevel])
    answer = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - null: no provider answered
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=20, blank=True, choices=[(value, value) for value in SignInEnd])

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="sign_in_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="") | (Q(ended_at__isnull=False) & ~Q(ended_why="")),
                name="sign_in_end",
            )
        ]


class ForeignIdentity(models.Model):
    """By which identifier of another country (eIDAS PersonIdentifier) a person without an identity code is known."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="foreign_identities")
    identifier = models.CharField(max_length=300, unique=True)
    noted_at = models.DateTimeField()
