"""Where are sign-ins kept? In the database, each with when it began, so that it can end in time."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from ovi.people.actions import begin_sign_in
from ovi.people.sign_in_state import BEGUN, LEVEL, SEEN, SIGN_IN
from ovi.people.states import SignInWay
from ovi.plumbing import clock, statements
from ovi.plumbing.actor import AssuranceLevel
from ovi.plumbing.settings import settings

# E-ID notes its own level. The county's sign-in has two factors, but nobody has assessed it against eIDAS.
_LEVELS = {
    SignInWay.COUNTY: AssuranceLevel.LOW,
    SignInWay.PASSWORD: AssuranceLevel.LOW,
    SignInWay.PRACTICE: AssuranceLevel.SUBSTANTIAL,
}


_HELD = "select session_data from django_session where session_key = %(key)s and expire_date > now()"


class SessionStore(DatabaseStore):
    """Notes the beginning with the sign-in's own write, whichever way one came in."""

    def load(self) -> dict[str, Any]:
        held = statements.rows(_HELD, key=self.session_key)
        if not held:
            self._session_key = None
            return {}
        return dict(self.decode(held[0][0]))

    def save(self, must_create: bool = False) -> None:
        if SESSION_KEY in self and BEGUN not in self:
            now = clock.now()
            self[BEGUN] = self[SEEN] = int(now.timestamp())
            if SIGN_IN not in self:
                way = self._way()
                row = begin_sign_in(account_id=int(self[SESSION_KEY]), way=way, level=_LEVELS[way], now=now)
                self[SIGN_IN], self[LEVEL] = row.pk, row.level
        super().save(must_create=must_create)

    def _way(self) -> SignInWay:
        methods = {one.get("method") for one in self.get("account_authentication_methods", [])}
        if "socialaccount" in methods:
            return SignInWay.COUNTY
        return SignInWay.PRACTICE if settings().invented_data and not methods else SignInWay.PASSWORD
