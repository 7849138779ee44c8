"""In which words is it told whose turn it is in messages, to the client and to the worker?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ovi.contact.states import ThreadEnd, ThreadState

# For the client: word, tone, icon.
CLIENT_TURNS: dict[str, tuple[Any, str, str]] = {
    ThreadState.AWAITS_CLIENT: (_("Waits for you"), "warning", "person"),
    ThreadState.AWAITS_UNIT: (_("Waits for us"), "info", "clock"),
    ThreadState.INFORMED: (_("Needs no answer"), "neutral", ""),
    ThreadState.CLOSED: (_("Ended"), "neutral", ""),
}
UNIT_TURNS: dict[str, tuple[Any, str, str]] = {
    ThreadState.AWAITS_UNIT: (_("The client waits for an answer"), "warning", "chat"),
    ThreadState.AWAITS_CLIENT: (_("Waits for the client"), "info", "clock"),
    ThreadState.INFORMED: (_("Needs no answer"), "neutral", ""),
    ThreadState.CLOSED: (_("Closed"), "neutral", ""),
}
THREAD_ENDS: dict[str, Any] = {
    ThreadEnd.ANSWERED: _("The question has been answered"),
    ThreadEnd.OTHER_WAY: _("It goes on in another way, for example by phone"),
    ThreadEnd.NO_ANSWER: _("The client has not answered"),
}
LISTS: dict[str, Any] = {
    "us": _("Wait for an answer from us"),
    "mine": _("In my own matters"),
    "client": _("Wait for the client"),
}
