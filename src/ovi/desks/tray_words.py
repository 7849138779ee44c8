"""What are take-up and gaps of the catalogue called, to professionals and to residents? (a test keeps them whole)"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ovi.casework.states import TakeUp
from ovi.directory.queries import GapKind
from ovi.directory.states import GapState

TAKE_UPS: dict[str, Any] = {
    TakeUp.WENT: _("Went"),
    TakeUp.DID_NOT_GO: _("Did not go"),
    TakeUp.FULL: _("The service was full"),
    TakeUp.NOT_SUITABLE: _("Did not suit"),
    TakeUp.UNKNOWN: _("Not known"),
}
# The same answers as the person themself gives them.
OWN_TAKE_UPS: dict[str, Any] = {
    TakeUp.WENT: _("I have gone there"),
    TakeUp.DID_NOT_GO: _("I did not go"),
    TakeUp.FULL: _("It was full"),
    TakeUp.NOT_SUITABLE: _("It did not suit me"),
    TakeUp.UNKNOWN: _("I do not know yet"),
}
GAP_KINDS: dict[str, Any] = {
    GapKind.NOTHING: _("Nothing was found"),
    GapKind.NOT_OPENED: _("Found, but not opened"),
}
GAP_STATES: dict[str, Any] = {
    GapState.OPEN: _("Waits"),
    GapState.WORD_ADDED: _("Everyday word added"),
    GapState.CONTENT_ASKED: _("Content asked for"),
    GapState.NOT_OURS: _("Not ours"),
}
