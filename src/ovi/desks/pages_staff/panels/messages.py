"""What have the client and we written to each other, whose turn is it, and what was said in the chat?"""

from __future__ import annotations

from datetime import datetime

from ovi.casework.queries import CaseView
from ovi.contact.policies import CHAT, MESSAGE
from ovi.contact.queries import chat_of_contact, follows, threads_of
from ovi.contact.states import Channel, ChatState, Side
from ovi.desks import message_words as words
from ovi.desks.pages_staff.panels.panel import Column, Panel
from ovi.desks.threads import told_threads
from ovi.foundation.calendar import helsinki_date
from ovi.plumbing.actor import Actor


def panel(view: CaseView, actor: Actor, now: datetime) -> Panel | None:
    """The threads and the chat; left off where nothing is written and nothing can be."""
    threads = threads_of(view.contact_id, side=Side.UNIT)
    chat = chat_of_contact(view.contact_id) if view.channel == Channel.CHAT else None
    own = view.unit_id in actor.units and not view.opened_on
    works = own and MESSAGE.held_by(actor)
    writes = works and view.subject_key is not None and view.shown_to_client
    earlier, later = follows(view.number)
    if not (threads or chat or writes or earlier or later):
        return None
    content = {
        "case_id": view.id,
        "today": helsinki_date(now),
        "works": works,
        "writes": writes,
        "threads": told_threads(threads, words.UNIT_TURNS, chosen=None),
        "chat": chat,
        "chat_goes_on": own and chat is not None and chat.state != ChatState.ENDED and CHAT.held_by(actor),
        "earlier": earlier,
        "later": later,
    }
    return Panel(Column.NOW, "desks/staff/panels/messages.html", content)
