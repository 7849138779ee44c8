"""In which words is a chat told: what has happened in it, and how it stands?"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ovi.contact.states import ChatFor, ChatLine, Side
from ovi.people.states import Profession

FOR_WHOM: dict[str, Any] = {
    ChatFor.SELF: _("My own"),
    ChatFor.CHILD: _("My child’s"),
    ChatFor.OTHER: _("Somebody else’s whom I help"),
}
CHAT_STEPS: dict[str, Any] = {
    "own_words": _("Your matter"),
    "service_line": _("Service"),
    "for_whom": _("Whose matter"),
}
PROFESSIONS: dict[str, Any] = {
    Profession.DOCTOR: _("doctor"),
    Profession.NURSE: _("nurse"),
    Profession.PUBLIC_HEALTH_NURSE: _("public health nurse"),
    Profession.PHYSIOTHERAPIST: _("physiotherapist"),
    Profession.DENTIST: _("dentist"),
    Profession.DENTAL_HYGIENIST: _("dental hygienist"),
    Profession.PSYCHOLOGIST: _("psychologist"),
    Profession.PSYCHIATRIC_NURSE: _("psychiatric nurse"),
    Profession.PRACTICAL_NURSE: _("practical nurse"),
    Profession.SOCIAL_WORKER: _("social worker"),
    Profession.SOCIAL_COUNSELLOR: _("social counsellor"),
}


def happened(line: str, *, author: str, side: str) -> str:
    """What happened in the chat, in one sentence that both sides can read."""
    if line == ChatLine.ENDED:
        if side == Side.CLIENT:
            return gettext("The client ended the chat.")
        return gettext("%(who)s ended the chat.") % {"who": author}
    return str(_HAPPENED[line]) % {"who": author}


_HAPPENED: dict[str, Any] = {
    ChatLine.JOINED: _("%(who)s joined the chat."),
    ChatLine.HANDED_OVER: _("%(who)s goes on with the chat from here."),
    ChatLine.RETURNED: _("The chat went back to the queue, at the same place as before."),
    ChatLine.LEFT: _("The connection was away so long that the place in the queue was given up."),
    ChatLine.CAME_BACK: _("The client joined the queue again."),
}
