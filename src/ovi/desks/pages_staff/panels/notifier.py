"""Who notified? For the unit that answers for the matter only, and never for the family."""

from __future__ import annotations

from datetime import datetime

from ovi.casework.policies import may_open
from ovi.casework.queries import CaseView
from ovi.contact.notice_words import NOTIFIED_AS
from ovi.contact.states import NotifierKind
from ovi.desks.pages_staff.panels.notice import notice_for
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.plumbing.actor import Actor


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """Left out for a unit to which the matter is only offered: it decides on the need, not on the notifier."""
    if view.unit_id not in actor.units or not may_open(actor, view.scope):
        return None
    found = notice_for(view)
    if found is None:
        return None
    content = {
        "it": found,
        "who": NOTIFIED_AS[found.notifier_kind],
        "nameless": found.notifier_kind == NotifierKind.ANONYMOUS,
    }
    return Panel(Column.FACTS, "desks/staff/panels/notifier.html", content)
