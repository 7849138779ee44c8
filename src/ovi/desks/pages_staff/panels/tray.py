"""Which services have been picked for the client, and what came of them? The panel of the case page."""

from __future__ import annotations

from datetime import datetime

from ovi.casework.policies import TRAY
from ovi.casework.queries import CaseView, picks_of
from ovi.casework.states import CaseState
from ovi.desks import tray_words as words
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.desks.staff_words import word
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Actor


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """The picks with their take-up; left off a closed matter that had none."""
    picks = picks_of(view.id)
    open_case = view.state != CaseState.CLOSED
    if not (open_case or picks):
        return None
    own = view.unit_id in actor.units and TRAY.held_by(actor)
    content = {
        "case_id": view.id,
        "today": helsinki_date(now),
        "tells": own,
        "picks_now": own and open_case,
        "sends": own and view.person_id is not None and view.shown_to_client,
        "picks": [_told(one) for one in picks if one.revoked_at is None],
        "revoked": [one for one in picks if one.revoked_at is not None],
        "take_ups": words.TAKE_UPS,
    }
    return Panel(Column.NOW, "desks/staff/panels/tray.html", content)


def _told(one: object) -> dict[str, object]:
    told = getattr(one, "take_up", "")
    return {"it": one, "take_up": word(words.TAKE_UPS, told) if told else ""}
