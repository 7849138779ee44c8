"""Where are sign-ins kept? In the database, each with when it began, so that it can end in time."""

from __future__ import annotations

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from ovi.plumbing import clock

BEGUN, SEEN = "ovi_begun", "ovi_seen"


class SessionStore(DatabaseStore):
    """Notes the beginning with the sign-in's own write, whichever way one came in."""

    def save(self, must_create: bool = False) -> None:
        if SESSION_KEY in self and BEGUN not in self:
            self[BEGUN] = self[SEEN] = int(clock.now().timestamp())
        super().save(must_create=must_create)
