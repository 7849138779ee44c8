"""What does casework do by itself? It opens a case for every contact, finds those left behind, and tells of silence."""

from __future__ import annotations

import logging
from datetime import timedelta

from ovi.casework import actions, queries
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.plumbing import clock
from ovi.plumbing.actor import system
from ovi.plumbing.events import handles, scheduled
from ovi.plumbing.settings import settings

log = logging.getLogger(__name__)


@handles("contact.received")
def open_case_for_contact(contact_id: int) -> None:
    """Open the case of a contact that has just arrived."""
    actions.open_case(contact_id=contact_id, by=system("reception"), now=clock.now())


@handles("contact.identified")
def join_identified_contact(contact_id: int) -> None:
    """Join the case of a nameless contact to the person who has identified themselves."""
    actions.join_identified(contact_id=contact_id, by=system("reception"), now=clock.now())


@handles("casework.opened_exceptionally")
def alert_of_opening(opening_id: int, ground: str) -> None:
    """Alert whoever watches the log that matters were opened exceptionally; the review list has it already."""
    log.warning("ALERT exceptional opening %s on ground %s waits for review", opening_id, ground)
    actions.alert_security(opening_id=opening_id, by=system("alerts"), now=clock.now())


_LEFT_BEHIND = timedelta(seconds=20)  # the reception's job takes well under a second


@scheduled("* * * * * */20")
def open_cases_left_behind() -> None:
    """Open a case for every contact that is still without one after twenty seconds: its job's worker was killed."""
    now = clock.now()
    for contact_id in queries.contacts_without_case(before=now - _LEFT_BEHIND):
        try:
            actions.open_case(contact_id=contact_id, by=system("reconciliation"), now=now)
            log.warning("contact %s had no case; opened one now", contact_id)
        except Refused as refused:  # one that cannot be opened must not keep the others waiting
            log.error("contact %s has no case: %s", contact_id, refused.code)


@scheduled("*/10 * * * *")
def warn_of_unanswered_hand_overs() -> None:
    """Mark the hand-overs that nobody has answered in time, so that the managers of both units see them."""
    now = clock.now()
    for hand_over_id in queries.overdue_offers(now=now, days=settings().hand_over_days):
        actions.warn_of_silence(hand_over_id=hand_over_id, by=system("reconciliation"), now=now)


@scheduled("20 5 * * *")
def tell_of_passed_limits() -> None:
    """Tell the clients whose lawful time limit has just passed; the notice waits for the end of the quiet hours."""
    now = clock.now()
    for case_id in queries.limits_just_passed(today=helsinki_date(now)):
        actions.tell_of_passed_limit(case_id=case_id, by=system("reconciliation"), now=now)
