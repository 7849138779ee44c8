"""What does this room do by itself? It sends notices that are due, and ends sign-ins, helping and copies in time."""

from __future__ import annotations

import logging

from ovi.people import actions
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.events import handles, scheduled

log = logging.getLogger(__name__)


@handles("people.notice_made", priority=-10)
def send_made_notice(notice_id: int) -> None:
    """Send a notice that has just been made, unless it waits for the morning."""
    actions.send_notice(notice_id=notice_id, by=system("notices"), now=clock.now())


@scheduled("* * * * * */15")
def send_due_notices() -> None:
    """Send what waited for the morning or for another try, and what a killed worker left in hand."""
    for notice_id in actions.due_notices(now=clock.now()):
        try:
            actions.send_notice(notice_id=notice_id, by=system("notices"), now=clock.now())
        except Exception:  # one that cannot be sent must not keep the others waiting
            log.exception("notice %s could not be handled", notice_id)


@scheduled("*/5 * * * *")
def end_what_is_over() -> None:
    """End sign-ins left open and helping whose time is over; drop copies of own data that were kept long enough."""
    now = clock.now()
    actions.end_idle_sign_ins(now=now)
    actions.end_helps_over(now=now)
    actions.drop_old_copies(now=now)
