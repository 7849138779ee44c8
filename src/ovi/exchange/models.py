"""Rows of exchange: the systems that may call us, and the persons they have asked us to open for a worker."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.postgres.fields import ArrayField
from django.db import models

from ovi.people.models import Account, Person


class Interface(StrEnum):
    """What another system may do here."""

    PERSON_CONTEXT = "person_context"
    ASSESSMENTS = "assessments"
    REFERRALS = "referrals"


def _context_only() -> list[str]:
    return [Interface.PERSON_CONTEXT.value]


class Client(models.Model):
    """A system of the county or of a partner that may call us. Of its key only a hash is kept."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=100, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # What it may ask or send, and for which registers: each sender is let into what is its own.
    may = ArrayField(models.CharField(max_length=20), default=_context_only)
    registers = ArrayField(models.CharField(max_length=20), default=list, blank=True)


class PersonContext(models.Model):
    """A person whom another system has open, so that a worker can open the same one here by an address without an
    identifier. It lives for minutes, and for the first worker who opens it."""

    id = models.BigAutoField(primary_key=True)
    token_hash = models.CharField(max_length=64, unique=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
