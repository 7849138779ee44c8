"""What came with the contact from elsewhere: an assessment made with another service, a referral?"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ovi.casework.policies import may_open
from ovi.casework.queries import CaseView
from ovi.contact.queries import documents_of, referral_of
from ovi.contact.states import Channel
from ovi.desks import staff_words as words
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Actor


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """For matters with a document or a referral; shown as they came, after the person's own words."""
    if not may_open(actor, view.scope):
        return None
    documents = documents_of(view.number)
    referral = referral_of(view.number) if view.channel == Channel.REFERRAL else None
    if not documents and referral is None:
        return None
    content: dict[str, Any] = {
        "documents": documents,
        "referral": referral,
        "urgency": words.word(words.REFERRED_URGENCIES, referral.urgency) if referral else "",
        "today": helsinki_date(now),
    }
    return Panel(Column.NOW, "desks/staff/panels/inbound.html", content)
