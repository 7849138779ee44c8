"""Does the person wait for a call, and how often were they tried?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ovi.casework.policies import CALL
from ovi.casework.queries import CaseView, call_of
from ovi.contact.states import ReplyBy
from ovi.desks import staff_words as words
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Actor


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """For a matter whose person asked for a call; other matters ask nothing of the database."""
    if view.reply_by != ReplyBy.PHONE:
        return None
    call = call_of(view, actor=actor)
    if call is None:
        return None
    content: dict[str, Any] = {
        "case_id": view.id,
        "it": call,
        "said": words.word(words.CALL_STATES, call.state),
        "attempts": [(one, words.word(words.CALL_OUTCOMES, one.outcome)) for one in call.attempts],
        "own": view.unit_id in actor.units and CALL.held_by(actor) and not view.opened_on,
        "today": helsinki_date(now),
    }
    return Panel(Column.NOW, "desks/staff/panels/call.html", content)
