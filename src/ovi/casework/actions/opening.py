"""How does a contact become a case? Once, in the unit that answers for it, with the clocks that the contact starts."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from ovi.casework.actions.clocks import next_due_on, start_clocks
from ovi.casework.actions.rows import write_audit
from ovi.casework.models import Case
from ovi.casework.policies import OPEN
from ovi.casework.queries import own_unit, unit_for
from ovi.casework.states import OWN_SECRECY, CaseState
from ovi.contact.models import Contact
from ovi.contact.queries import place_of
from ovi.contact.states import ContactState
from ovi.foundation.calendar import helsinki_date
from ovi.foundation.refusals import Refused
from ovi.plumbing.actor import Actor


@transaction.atomic
def open_case(*, contact_id: int, by: Actor, now: datetime) -> Case:
    """The case of the contact; made if there is none yet. Safe to repeat and to race."""
    OPEN.require(by)
    contact = Contact.objects.select_for_update().filter(pk=contact_id).first()
    if contact is None:
        raise Refused("There is no such contact.", code="contact.missing")
    if case := Case.objects.filter(contact=contact).first():
        return case
    person = contact.person
    case = Case.objects.create(
        contact=contact,
        person=person,
        state=CaseState.OPEN,
        register=contact.register,
        sector=contact.sector,
        service_line=contact.service_line,
        # Who began in a unit's chat is that unit's client: there the talk and what is agreed in it are known.
        unit=contact.chat.unit
        if hasattr(contact, "chat")
        else unit_for(
            register=contact.register,
            service_line=contact.service_line,
            municipality=place_of(contact),
            own=own_unit(
                contact.person_id,
                register=contact.register,
                service_line=contact.service_line,
                today=helsinki_date(contact.arrived_at),
            ),
        ),
        # Who made contact themselves knows of it; what others told of them waits until a worker opens it.
        shown_to_client=contact.service_line not in OWN_SECRECY or not hasattr(contact, "notification"),
        contact_at=contact.arrived_at,
        opened_at=now,
    )
    start_clocks(case)
    case.next_due_on = next_due_on(case)
    case.save(update_fields=["next_due_on"])
    contact.state = ContactState.IN_CASE
    contact.save(update_fields=["state"])
    write_audit("opened", case, by=by, now=now, contact=contact.pk, unit=case.unit_id)
    return case
