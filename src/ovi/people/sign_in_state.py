"""What does the session remember of a sign-in, and when does it end? The rows are in people.models.signing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.http import HttpRequest

from ovi.plumbing.settings import settings

BEGUN, SEEN = "ovi_begun", "ovi_seen"
SIGN_IN = "ovi_sign_in"  # the row of this sign-in
LEVEL = "ovi_level"  # its level of assurance, so that no request asks the row
ON_BEHALF = "ovi_on_behalf"  # "guardian:12": by which right one acts for another, or "help:3"
SAML = "ovi_saml"  # what signing out at the SAML provider needs


def session_ends_at(request: HttpRequest, *, now: datetime) -> datetime | None:
    """When this sign-in ends if nothing more is done; None for who has not signed in."""
    session = getattr(request, "session", None)
    if session is None or BEGUN not in session:
        return None
    whole = datetime.fromtimestamp(session[BEGUN], tz=UTC) + timedelta(hours=settings().session_hours)
    return min(now + timedelta(minutes=settings().idle_minutes), whole)
