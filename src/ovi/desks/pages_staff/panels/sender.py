"""How did the contact come: who made it and by what right, with which files and wishes, and can it be answered?"""

from __future__ import annotations

from datetime import datetime

from ovi.casework.queries import CaseView
from ovi.contact.contact_words import INTERPRETED, STAFF_GROUNDS
from ovi.contact.policies import LOG_CONTACT
from ovi.contact.queries import sender_of
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.plumbing.actor import Actor


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """Left off where there is nothing beyond the words themselves."""
    found = sender_of(view.contact_id, now=now)
    if found is None or not (
        found.made_by
        or found.files
        or found.reply_when
        or found.interpreter
        or found.private
        or found.code_until
        or found.logged
        or found.helper
    ):
        return None
    content = {
        "it": found,
        "case_id": view.id,
        "ground": STAFF_GROUNDS.get(found.ground, ""),
        "interpreter": INTERPRETED.get(found.interpreter, found.interpreter),
        "known": view.person_id is not None,
        "gives": LOG_CONTACT.held_by(actor) and view.unit_id in actor.units,
    }
    return Panel(Column.NOW, "desks/staff/panels/sender.html", content)
