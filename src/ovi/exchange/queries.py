"""Which system calls with this key, and which person is meant by this address?"""

from __future__ import annotations

from datetime import datetime

from ovi.exchange.models import Client
from ovi.exchange.secrets import fingerprint


def client_with_key(key: str) -> Client | None:
    """The system that holds the key; None for an unknown or ended one."""
    return Client.objects.filter(key_hash=fingerprint(key), ended_at=None).first() if key else None


def clients() -> list[tuple[str, datetime, datetime | None]]:
    """Every system that has had a key: name, since when, until when."""
    return list(Client.objects.order_by("name").values_list("name", "added_at", "ended_at"))
