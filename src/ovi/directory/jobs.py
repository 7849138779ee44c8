"""What does the directory do by itself? It forgets old questions of the search."""

from __future__ import annotations

import logging

from ovi.directory import actions
from ovi.plumbing import clock
from ovi.plumbing.events import scheduled

log = logging.getLogger(__name__)


@scheduled("35 2 * * *")
def forget_old_questions() -> None:
    """Forget searched questions that came too seldom to be shown, and counters older than 400 days."""
    log.info("forgot %s searched questions", actions.forget_questions(today=clock.today()))
