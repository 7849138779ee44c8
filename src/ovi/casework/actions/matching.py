"""Whom does a notification concern, and when may they see the matter? Both are said by a worker, never worked out."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ovi.casework.actions.clocks import next_due_on, start_clocks
from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.models import Case
from ovi.casework.policies import (
    MATCH,
    OPEN,
    OPEN_TO_CLIENT,
    require_free_or_own,
    require_own_unit,
    require_professional,
)
from ovi.casework.states import CaseState
from ovi.contact.models import Contact, Notification, OpenedToClient
from ovi.foundation.refusals import Refused
from ovi.people.models import Person
from ovi.plumbing.actor import Actor


@transaction.atomic
def match_person(*, case_id: int, subject_key: UUID, by: Actor, now: datetime) -> Case:
    """Join the case to the person it concerns; clocks that their age starts begin to run from the arrival.

    A wrong match is corrected by matching again, until the matter has been opened to the client.
    """
    MATCH.require(by)
    case = _noticed(case_id, by)
    if OpenedToClient.objects.filter(contact=case.contact_id).exists():
        raise Refused(
            "The client already sees this matter, so the person can no longer be changed. Ask the operator.",
            code="notice.opened.state",
        )
    person = Person.objects.filter(subject_key=subject_key).first()
    if person is None:
        raise Refused("There is no such person. Search again.", code="notice.person")
    if case.person_id == person.pk:
        return case
    before = case.person.subject_key if case.person else None
    case.person = person
    Contact.objects.filter(pk=case.contact_id).update(person=person)
    start_clocks(case)
    case.next_due_on = next_due_on(case)
    case.save(update_fields=["person", "next_due_on"])
    write_audit("matched", case, by=by, now=now, before=str(before) if before else None)
    return case


@transaction.atomic
def join_identified(*, contact_id: int, by: Actor, now: datetime) -> Case | None:
    """The sender of a nameless contact has said who they are: its case becomes theirs too. Safe to repeat.

    A case that is not open yet takes the person from its contact when it opens.
    """
    OPEN.require(by)
    case = Case.objects.select_for_update(of=("self",)).select_related("contact__person").filter(
        contact=contact_id).first()  # fmt: skip
    if case is None or case.person_id is not None or case.contact.person is None:
        return case
    case.person = case.contact.person
    if case.state != CaseState.CLOSED:
        start_clocks(case)
        case.next_due_on = next_due_on(case)
    case.save(update_fields=["person", "next_due_on"])
    write_audit("identified", case, by=by, now=now)
    return case


@transaction.atomic
def open_to_client(*, case_id: int, by: Actor, now: datetime) -> Case:
    """From now on the matched person sees the matter among their own: its state and limits, never the words."""
    OPEN_TO_CLIENT.require(by)
    case = _noticed(case_id, by)
    if case.person is None or by.account_id is None:
        raise Refused("Match the person first.", code="notice.unmatched.state")
    _row, is_new = OpenedToClient.objects.get_or_create(
        contact_id=case.contact_id, defaults={"at": now, "account_id": by.account_id}
    )
    if not case.shown_to_client:
        case.shown_to_client = True
        case.save(update_fields=["shown_to_client"])
    if is_new:
        write_audit("opened_to_client", case, by=by, now=now)
    return case


def _noticed(case_id: int, by: Actor) -> Case:
    """The locked case of a notification, in the hands of a worker of the unit that answers for it."""
    require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    require_open(case)
    require_free_or_own(by, scope)
    if not Notification.objects.filter(contact=case.contact_id).exists():
        raise Refused("This matter did not begin with a notification.", code="notice.none")
    return case
