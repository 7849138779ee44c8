"""What does contact do by itself? It wipes drafts that nobody came back to, and gives up places in the chat queue."""

from __future__ import annotations

from importlib import import_module

from django.conf import settings

from ovi.contact.actions import forget_drafts, forget_turns, lapse_waiting
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.events import scheduled


@scheduled("*/15 * * * *")
def forget_expired_drafts() -> None:
    """Delete expired sessions, and with them unsent notifications; messages that nobody came back to; old counts."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    forget_drafts(by=system("cleaning"), now=clock.now())
    forget_turns(now=clock.now())


@scheduled("* * * * *")
def give_up_lapsed_places() -> None:
    """Take out of the chat queue those who have been away for longer than their unit's time; the matter stays."""
    lapse_waiting(now=clock.now())
