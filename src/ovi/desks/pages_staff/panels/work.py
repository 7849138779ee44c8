"""Why does the client wait, who gave the matter to whom, and what did the manager answer?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ovi.casework import actions
from ovi.casework.queries import CaseView, case_work
from ovi.casework.states import CaseState
from ovi.desks import staff_words as words
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Actor


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """Waiting and responsibility. Opening the matter is what makes it no longer new to whom it was given."""
    work = case_work(view.id)
    mine = next((one for one in work.given[:1] if one.to_id == actor.professional_id), None)
    if mine is not None and mine.new:
        actions.note_seen(case_id=view.id, by=actor, now=now)
    content: dict[str, Any] = {
        "view": view,
        "today": helsinki_date(now),
        "open": view.state != CaseState.CLOSED,
        "own": view.unit_id in actor.units,
        "hand_overs": work.hand_overs,
        "waits": [(one, words.word(words.WAIT_REASONS, one.reason)) for one in work.waits],
        "wait": work.wait,
        "given": work.given[0] if work.given else None,
        "raised": work.raised[0] if work.raised else None,
        "declined": next((one for one in reversed(view.hand_overs) if one.state == "declined"), None),
    }
    return Panel(Column.FACTS, "desks/staff/panels/work.html", content)
