"""Where does a message go that must not leave? Into a table that operators of the demo and tests can look at."""

from __future__ import annotations

from datetime import datetime

from ovi.plumbing.models import SunkMessage
from ovi.plumbing.outbound.messages import Outgoing, Sent


def keep(way: str, message: Outgoing, *, now: datetime) -> Sent:
    """Keep the message as it would have left; the same key once, as a good provider does."""
    # Suomi.fi's recipient is an identity code, which has no business in a list.
    to = "" if way == "suomi_fi" else message.to
    SunkMessage.objects.get_or_create(
        key=f"{way}:{message.key}",
        defaults={"way": way, "to": to, "subject": message.subject, "body": message.body, "at": now},
    )
    return Sent(f"sink-{message.key}")
