"""How is a child-protection assessment opened out of another social matter, and what of it is the client shown?"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from ovi.casework.actions.opening import open_case
from ovi.casework.actions.rows import locked, require_open, scope_of, write_audit
from ovi.casework.models import Case, CaseLink
from ovi.casework.policies import ASSESS, require_free_or_own, require_own_unit, require_professional
from ovi.casework.states import LINKS_CHILD_PROTECTION, LinkKind
from ovi.contact.actions import next_number
from ovi.contact.models import Contact
from ovi.contact.states import ContactState
from ovi.foundation.calendar import age_on, helsinki_date
from ovi.foundation.refusals import Refused
from ovi.law.vocabulary import Register, ServiceLine
from ovi.people.models import Person
from ovi.plumbing.actor import Actor, system

_OF_AGE = 18


@transaction.atomic
def open_child_protection(
    *, case_id: int, about: str, is_client: bool, idempotency_key: UUID, by: Actor, now: datetime
) -> CaseLink:
    """Open the assessment of the need for child protection (lastensuojelulaki 26 §) as a case of its own.

    It becomes pending now, in a unit that serves child protection and with its own clocks. `is_client`: the child is
    the client of this matter; otherwise `about` says who the child is, and the receiving unit joins the person.
    """
    ASSESS.require(by)
    me = require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    require_open(case)
    require_free_or_own(by, scope)
    if link := CaseLink.objects.filter(idempotency_key=idempotency_key).first():
        return link
    if case.service_line not in LINKS_CHILD_PROTECTION:
        raise Refused(
            "A child-protection assessment is opened from an assessment of service needs in social work. Otherwise "
            "make a child-protection notification.",
            code="link.line",
        )
    if not about.strip():
        raise Refused("Write which child it is about and what gives cause for the assessment.", code="link.about")
    opened = open_case(contact_id=_contact(case, about, is_client, now).pk, by=system("linked_assessment"), now=now)
    # Whom it concerns did not make contact: a worker decides when they see it.
    opened.shown_to_client = False
    opened.save(update_fields=["shown_to_client"])
    link = CaseLink.objects.create(
        from_case=case, to_case=opened, kind=LinkKind.CHILD_PROTECTION_ASSESSMENT, by_id=me, at=now,
        idempotency_key=idempotency_key,
    )  # fmt: skip
    # In the first case's trail only that a link was made: its content is the other unit's.
    write_audit("linked", case, by=by, now=now, kind=link.kind)
    return link


def _contact(case: Case, about: str, is_client: bool, now: datetime) -> Contact:
    child = _child(case, now) if is_client else None
    return Contact.objects.create(
        number=next_number(now),
        state=ContactState.RECEIVED,
        channel=case.contact.channel,
        person=child,
        service_line=ServiceLine.CHILD_PROTECTION,
        sector="social",
        register=Register.SOCIAL_WELFARE,
        own_words=about.strip(),
        language=child.language if child else case.contact.language,
        reply_by="phone",
        arrived_at=now,
    )


def _child(case: Case, now: datetime) -> Person:
    """The client of the case, if a child."""
    person = case.person
    if person is None or person.birth_date is None or age_on(person.birth_date, helsinki_date(now)) >= _OF_AGE:
        raise Refused("The client of this matter is not known to be a child. Write who the child is.", code="link.age")
    return person


@transaction.atomic
def show_to_client(*, case_id: int, shown: bool, by: Actor, now: datetime) -> Case:
    """Let the client, and those who act for them, see the matter in My matters, or hide it from there."""
    ASSESS.require(by)
    require_professional(by)
    case = locked(case_id)
    scope = scope_of(case)
    require_own_unit(by, scope)
    require_free_or_own(by, scope)
    if case.shown_to_client != shown:
        case.shown_to_client = shown
        case.save(update_fields=["shown_to_client"])
        write_audit("shown_to_client" if shown else "hidden_from_client", case, by=by, now=now)
    return case
