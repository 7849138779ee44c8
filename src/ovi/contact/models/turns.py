"""Rows of turns: how many messages a connection has sent lately, and when its next one has its turn."""

from __future__ import annotations

from django.db import models


class Turn(models.Model):
    """One connection and one kind of sending, under a keyed hash that outlives no process (contact/floods.py).

    The table is unlogged: a crash of the database forgets who has sent much, and nothing else.
    """

    key = models.CharField(max_length=60, primary_key=True)
    count = models.IntegerField()
    next_at = models.DateTimeField(null=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="turn_until")]
