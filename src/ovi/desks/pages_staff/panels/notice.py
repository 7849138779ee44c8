"""Whom does the notification concern, and has the person been matched and told?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ovi.casework.policies import MATCH, OPEN_TO_CLIENT, may_open
from ovi.casework.queries import CaseView
from ovi.contact.notice_words import KINDS, KNOWS, LAWS
from ovi.contact.queries import NoticeView, notice_of
from ovi.contact.states import ReplyBy
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.plumbing.actor import Actor


@dataclass(frozen=True, slots=True)
class Noticed:
    """The notification in words, and what may be done with it now."""

    case_id: int
    it: NoticeView
    kind: Any
    law: Any
    knows: Any
    matched: str
    born: date | None
    may_match: bool
    may_open: bool


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """For every case that began with a notification."""
    found = notice_for(view)
    if found is None or not may_open(actor, view.scope):
        return None
    free = view.closed_at is None and view.unit_id in actor.units and view.owner_id in (None, actor.professional_id)
    content = Noticed(
        case_id=view.id,
        it=found,
        kind=KINDS[found.kind],
        law=LAWS[found.kind],
        knows=KNOWS[found.subject_knows],
        matched=view.name,
        born=view.birth_date,
        may_match=free and MATCH.held_by(actor) and found.opened_at is None,
        may_open=free and OPEN_TO_CLIENT.held_by(actor) and found.opened_at is None and bool(view.name),
    )
    return Panel(Column.NOW, "desks/staff/panels/notice.html", content)


def notice_for(view: CaseView) -> NoticeView | None:
    """The case's notification; other cases are not asked for, since their contact wants an answer."""
    return notice_of(view.number) if view.reply_by == ReplyBy.NONE else None
