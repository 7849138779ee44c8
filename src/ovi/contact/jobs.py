"""What does contact do by itself? It wipes drafts that nobody came back to."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from ovi.plumbing.events import scheduled


@scheduled("*/15 * * * *")
def forget_expired_drafts() -> None:
    """Delete expired sessions and with them drafts that were never sent."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
