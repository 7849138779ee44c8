"""Who is there? Residents, professionals, accounts with roles, and where professionals work."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from ovi.directory.models import Municipality, Unit
from ovi.people.states import Profession, RoleName
from ovi.plumbing import statements


class Person(models.Model):
    """A resident. Other rooms point to the row; the logs know only `subject_key`."""

    id = models.BigAutoField(primary_key=True)
    subject_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # null: paperless, unborn, foreign or not yet identified
    henkilotunnus = models.CharField(max_length=11, null=True, unique=True)  # noqa: DJ001
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    sort_name = models.CharField(max_length=400)
    birth_date = models.DateField(null=True)
    language = models.CharField(max_length=3, default="fi")
    interpreter_language = models.CharField(max_length=3, blank=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True)
    postal_code = models.CharField(max_length=5, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    non_disclosure = models.BooleanField(default=False)  # turvakielto: place is masked everywhere
    highest_care_allowance = models.BooleanField(default=False)  # SHL 36 §: highest pensioner's care allowance

    class Meta:
        # Of the kind that finds by the beginning of a name, whatever the database sorts by.
        indexes = [models.Index(fields=["sort_name"], name="person_name", opclasses=["varchar_pattern_ops"])]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; sign-in ways other than a password leave it unusable."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> Account:
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def get(self, *given: Any, **named: Any) -> Account:
        """By key alone, as at every request of who is signed in: asked by a statement written out."""
        if type(self) is not AccountManager or given or named.keys() != {"pk"}:  # of all accounts, not of some
            return super().get(*given, **named)
        found = statements.found(Account, "where id = %(key)s", key=named["pk"])
        if not found:
            raise Account.DoesNotExist
        return found[0]


class Account(AbstractBaseUser):
    """Somebody who can sign in: a resident, a professional, an operator."""

    id = models.BigAutoField(primary_key=True)
    username = models.CharField(max_length=150, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="fi")
    person = models.OneToOneField(Person, on_delete=models.PROTECT, null=True, related_name="account")

    objects = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"

    def get_full_name(self) -> str:
        return self.name


class Professional(models.Model):
    """A professional (ammattihenkilö). `licensed` decides whether an encounter stops a statutory clock."""

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.OneToOneField(Account, on_delete=models.PROTECT, null=True, related_name="professional")
    name = models.CharField(max_length=200)
    sort_name = models.CharField(max_length=400)
    profession = models.CharField(max_length=30, choices=[(value, value) for value in Profession])
    licensed = models.BooleanField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="professionals")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)


class Membership(models.Model):
    """A role of an account, in one unit or (unit null) in the whole county, during [valid_from, valid_to)."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(value, value) for value in RoleName])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="memberships")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    # "county": given and taken by the county's sign-in at each sign-in; "manual": by `ovi account`.
    source = models.CharField(max_length=10, default="manual", db_default="manual")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "role", "unit"], name="membership_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=models.F("valid_from")),
                name="membership_period",
            ),
        ]
