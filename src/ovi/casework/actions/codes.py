"""Who may give a person a code to their matter? Who wrote the contact down, and later whoever answers for the case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.rows import locked, scope_of
from ovi.casework.policies import require_own_unit
from ovi.contact import actions as contacts
from ovi.contact.actions import CodeOrder
from ovi.contact.policies import LOG_CONTACT, WRITTEN_DOWN
from ovi.plumbing.actor import Actor


@transaction.atomic
def give_code(*, case_id: int, order: CodeOrder, by: Actor, now: datetime) -> str:
    """A code by which the person reads the answer and writes more; a lost one is replaced by a new one."""
    LOG_CONTACT.require(by)
    case = locked(case_id)
    if not WRITTEN_DOWN.prove(by, case.contact):
        require_own_unit(by, scope_of(case))
    return contacts.give_code(contact_id=case.contact_id, order=order, by=by, now=now)
